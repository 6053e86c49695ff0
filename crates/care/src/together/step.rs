//! What can be done to a page, and the runs in which it travels.

use serde::{Deserialize, Serialize};

use super::{Atom, Hand};
use crate::content::{ContentError, at_most};
use crate::form::Answer;
use crate::ids::AccountId;
use crate::limits::{
    FORM_ANSWERS_CHARS_MAX, FORM_ID_BYTES_MAX, FORM_OPTIONS_MAX, TOGETHER_ATOMS_MAX, TOGETHER_PIECE_CHARS,
};

/// Something done to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Writes words into a field: an atom each character.
    Write {
        /// The question.
        field: String,
        /// Where the first character stands; each further one stands after the one before.
        place: Place,
        /// The words.
        words: String,
    },
    /// Erases characters by their names, whatever stands between them meanwhile. One atom.
    Erase {
        /// The first.
        from: Atom,
        /// How many of that hand, counted on from it.
        count: u32,
    },
    /// Chooses, or takes back what was chosen. One atom.
    Put {
        /// The question.
        field: String,
        /// Which of its options, where several may be chosen.
        option: Option<String>,
        /// What was chosen; none takes it back.
        answer: Option<Answer>,
        /// One more than any choice of this its hand had seen: the highest stands, of equals the higher hand's.
        turn: u32,
    },
}

/// Where a character stands in its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The character beside it; none at the field's beginning.
    pub beside: Option<Atom>,
    /// On which side of it.
    pub side: Side,
}

/// A side of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// Steps of one hand, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Whose.
    pub hand: Hand,
    /// Whose hand it is, as their device says.
    pub by: AccountId,
    /// The first atom.
    pub from: u32,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Step {
    /// How many atoms it counts for.
    pub fn atoms(&self) -> u32 {
        match self {
            Self::Write { words, .. } => u32::try_from(words.chars().count()).unwrap_or(u32::MAX),
            Self::Erase { .. } | Self::Put { .. } => 1,
        }
    }

    /// What is before an atom and what is from it on; `at` lies within.
    pub(super) fn cut(self, hand: Hand, n: u32, at: u32) -> (Option<Self>, Self) {
        match self {
            Self::Write { field, place, words } if at > 0 => {
                let byte = words.char_indices().nth(at as usize).map_or(words.len(), |(byte, _)| byte);
                let (before, after) = words.split_at(byte);
                let beside = Some(Atom { hand, n: n + at - 1 });
                let rest = Self::Write {
                    field: field.clone(),
                    place: Place { beside, side: Side::After },
                    words: after.to_owned(),
                };
                (Some(Self::Write { field, place, words: before.to_owned() }), rest)
            }
            whole => (None, whole),
        }
    }

    /// Whether `next`, whose first atom is `n`, writes on where this ends.
    pub(super) fn goes_on(&self, hand: Hand, n: u32, next: &Self) -> bool {
        let (Self::Write { field, .. }, Self::Write { field: other, place, .. }) = (self, next) else {
            return false;
        };
        let end = n.checked_sub(1).map(|n| Atom { hand, n });
        field == other && end.is_some() && *place == Place { beside: end, side: Side::After }
    }

    pub(super) fn append(&mut self, next: Self) {
        if let (Self::Write { words, .. }, Self::Write { words: more, .. }) = (self, next) {
            words.push_str(&more);
        }
    }

    fn check(&self) -> Result<(), ContentError> {
        let name = |id: &str| at_most("a question's name", id, FORM_ID_BYTES_MAX);
        match self {
            Self::Write { field, words, .. } => {
                name(field)?;
                if words.is_empty() {
                    return Err(ContentError::Empty);
                }
                at_most("the words", words, FORM_ANSWERS_CHARS_MAX)
            }
            Self::Erase { count, .. } => {
                if *count == 0 {
                    Err(ContentError::Empty)
                } else {
                    Ok(())
                }
            }
            Self::Put { field, option, answer, .. } => {
                name(field)?;
                option.iter().try_for_each(|option| name(option))?;
                match answer {
                    Some(Answer::Text(_) | Answer::Chosen(_, Some(_))) => Err(ContentError::Malformed),
                    Some(Answer::Chosen(chosen, None)) if chosen.len() > FORM_OPTIONS_MAX => {
                        Err(ContentError::TooLong { what: "the row of options", max: FORM_OPTIONS_MAX })
                    }
                    Some(Answer::Chosen(chosen, None)) => chosen.iter().try_for_each(|option| name(option)),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Run {
    /// Refuses what is empty, over a limit, or counted past the end.
    pub fn check(&self) -> Result<(), ContentError> {
        if self.steps.is_empty() {
            return Err(ContentError::Empty);
        }
        self.steps.iter().try_for_each(Step::check)?;
        let atoms = self.steps.iter().map(|step| u64::from(step.atoms())).sum::<u64>();
        let max = TOGETHER_ATOMS_MAX;
        if u64::from(self.from) + atoms > max as u64 {
            return Err(ContentError::TooLong { what: "what one hand did", max });
        }
        Ok(())
    }
}

/// Runs in portions that each fit into a message; long words are cut.
pub fn portions(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut portions: Vec<Vec<Run>> = Vec::new();
    for Run { hand, by, mut from, steps } in runs {
        for step in steps {
            let mut rest = Some(step);
            while let Some(step) = rest.take() {
                let long = step.atoms() > TOGETHER_PIECE_CHARS;
                let step = match step.cut(hand, from, if long { TOGETHER_PIECE_CHARS } else { 0 }) {
                    (Some(piece), after) => {
                        rest = Some(after);
                        piece
                    }
                    (None, whole) => whole,
                };
                let atoms = step.atoms();
                let run = Run { hand, by, from, steps: vec![step] };
                match portions.last_mut() {
                    Some(last)
                        if weight(last) + weight(std::slice::from_ref(&run)) <= TOGETHER_PIECE_CHARS =>
                    {
                        add(last, run);
                    }
                    _ => portions.push(vec![run]),
                }
                from += atoms;
            }
        }
    }
    portions
}

/// What a step counts for beside its characters, so that many small ones fit into a message too.
const STEP_WEIGHT: u32 = 25;

fn weight(portion: &[Run]) -> u32 {
    portion.iter().flat_map(|run| &run.steps).map(|step| step.atoms() + STEP_WEIGHT).sum()
}

fn add(portion: &mut Vec<Run>, run: Run) {
    match portion.last_mut() {
        Some(last) if last.hand == run.hand => last.steps.extend(run.steps),
        _ => portion.push(run),
    }
}
