//! Between a page's steps and the answers on it.

use std::collections::BTreeMap;

use super::step::{Run, Step};
use super::text::Text;
use super::{Atom, Hand, Together, Version};
use crate::content::ContentError;
use crate::form::{Answer, Form, Kind, Question, Responses};
use crate::ids::AccountId;
use crate::limits::TOGETHER_BYTES_MAX;

/// What is chosen: a question, and which of its options where several may be.
type Slot<'a> = (&'a str, Option<&'a str>);

/// The choice that stands in each slot, and its turn.
type Choices<'a> = BTreeMap<Slot<'a>, ((u32, Hand), &'a Option<Answer>)>;

impl Together {
    /// What the page says.
    pub fn read(&self, form: &Form) -> Responses {
        self.read_at(form, None)
    }

    /// What it says to whoever has seen so much of it.
    pub(super) fn read_at(&self, form: &Form, seen: Option<&Version>) -> Responses {
        let choices = self.choices(seen);
        let answer = |question: &Question| {
            let words = || Some(Text::of(self, &question.id, seen).words()).filter(|words| !words.is_empty());
            let put = |option: Option<&str>| put(&choices, question, option);
            match &question.kind {
                Kind::Line | Kind::Text => words().map(Answer::Text),
                Kind::Scale(_) | Kind::Date | Kind::Time => put(None).cloned(),
                Kind::Choice(options) => {
                    let ticked = |(id, _): &&(String, String)| match put(None) {
                        Some(Answer::Chosen(chosen, _)) => chosen.contains(id),
                        _ => put(Some(id)).is_some(),
                    };
                    let chosen: Vec<_> = options.of.iter().filter(ticked).map(|(id, _)| id.clone()).collect();
                    let other = if options.other { words() } else { None };
                    (!chosen.is_empty() || other.is_some()).then_some(Answer::Chosen(chosen, other))
                }
            }
        };
        form.questions().filter_map(|(_, it)| Some((it.id.clone(), answer(it)?))).collect()
    }

    /// Makes of the page, as somebody saw it at `seen`, what they made of it. Whatever others did meanwhile stays.
    /// Returns what they have seen with this.
    pub fn write(
        &mut self,
        hand: Hand,
        by: AccountId,
        form: &Form,
        seen: &Version,
        answers: &Responses,
    ) -> Result<Version, ContentError> {
        let before = self.read_at(form, Some(seen));
        let mut page = self.clone();
        let mut adds = false;
        for (_, question) in form.questions() {
            let (was, is) = (before.get(&question.id), answers.get(&question.id));
            if was == is {
                continue;
            }
            if let Some((erased, written)) = page.rewrite(question, seen, words_of(was), words_of(is)) {
                adds |= written.is_some();
                for step in erased.into_iter().chain(written) {
                    page.put(hand, by, step)?;
                }
            }
            for step in page.choose(question, was, is) {
                adds |= matches!(&step, Step::Put { answer: Some(_), .. });
                page.put(hand, by, step)?;
            }
        }
        // Erasing is always possible: a page that is full can be made shorter.
        if adds && page.bytes() > TOGETHER_BYTES_MAX {
            return Err(ContentError::TooLong { what: "the page", max: TOGETHER_BYTES_MAX });
        }
        *self = page;
        let mut seen = seen.clone();
        if let Some(written) = self.hands.get(&hand) {
            seen.insert(hand, written.next);
        }
        Ok(seen)
    }

    /// Puts one step behind a hand's others, as if it had come from afar: under the same limits.
    fn put(&mut self, hand: Hand, by: AccountId, step: Step) -> Result<(), ContentError> {
        let from = self.hands.get(&hand).map_or(0, |written| written.next);
        match self.take(&Run { hand, by, from, steps: vec![step] }) {
            Err(super::NotTaken::Content(refused)) => Err(refused),
            // There is no gap behind one's own last step.
            Ok(_) | Err(super::NotTaken::Missing) => Ok(()),
        }
    }

    /// The steps from one text to another: what goes, and what comes in its place.
    fn rewrite(
        &self,
        question: &Question,
        seen: &Version,
        was: &str,
        is: &str,
    ) -> Option<(Vec<Step>, Option<Step>)> {
        if was == is {
            return None;
        }
        let stood = Text::of(self, &question.id, Some(seen)).standing();
        let now: Vec<char> = is.chars().collect();
        let same = |(stood, now): &(&(Atom, char), &char)| stood.1 == **now;
        let head = stood.iter().zip(&now).take_while(same).count();
        let tail = stood[head..].iter().rev().zip(now[head..].iter().rev()).take_while(same).count();
        let erased = erase(stood[head..stood.len() - tail].iter().map(|(atom, _)| *atom));
        let words: String = now[head..now.len() - tail].iter().collect();
        let left = head.checked_sub(1).map(|at| stood[at].0);
        let written = (!words.is_empty()).then(|| Step::Write {
            field: question.id.clone(),
            place: Text::of(self, &question.id, None).behind(left),
            words,
        });
        Some((erased, written))
    }

    /// The steps from one choice to another.
    fn choose(&self, question: &Question, was: Option<&Answer>, is: Option<&Answer>) -> Vec<Step> {
        let choices = self.choices(None);
        let put = |option: Option<&str>, answer: Option<Answer>| {
            let turn = choices.get(&(question.id.as_str(), option)).map_or(0, |((turn, _), _)| *turn);
            let (field, option) = (question.id.clone(), option.map(str::to_owned));
            Step::Put { field, option, answer, turn: turn.saturating_add(1) }
        };
        match &question.kind {
            Kind::Line | Kind::Text => Vec::new(),
            Kind::Scale(_) | Kind::Date | Kind::Time => vec![put(None, is.cloned())],
            Kind::Choice(options) if options.many => {
                let changed = options.of.iter().filter(|(id, _)| has(was, id) != has(is, id));
                let tick = |id: &String| has(is, id).then(|| Answer::Chosen(vec![id.clone()], None));
                changed.map(|(id, _)| put(Some(id), tick(id))).collect()
            }
            Kind::Choice(_) => {
                let chosen = |answer: Option<&Answer>| match answer {
                    Some(Answer::Chosen(chosen, _)) if !chosen.is_empty() => Some(chosen.clone()),
                    _ => None,
                };
                let (was, is) = (chosen(was), chosen(is));
                if was == is { Vec::new() } else { vec![put(None, is.map(|it| Answer::Chosen(it, None)))] }
            }
        }
    }

    fn choices<'a>(&'a self, seen: Option<&'a Version>) -> Choices<'a> {
        let mut choices = Choices::new();
        for (atom, step) in self.steps(seen) {
            let Step::Put { field, option, answer, turn } = step else { continue };
            let this = ((*turn, atom.hand), answer);
            let stands = choices.entry((field.as_str(), option.as_deref())).or_insert(this);
            if stands.0 <= this.0 {
                *stands = this;
            }
        }
        choices
    }
}

fn put<'a>(choices: &Choices<'a>, question: &Question, option: Option<&str>) -> Option<&'a Answer> {
    let stands = choices.iter().find(|(slot, _)| **slot == (question.id.as_str(), option));
    stands.and_then(|(_, (_, answer))| answer.as_ref())
}

/// A page with what somebody had begun by themself brought in: what is open is answered, what has words gets theirs
/// behind them.
pub fn bring_in(page: &Responses, begun: &Responses) -> Responses {
    let mut whole = page.clone();
    for (question, mine) in begun {
        let stands = whole.entry(question.clone()).or_insert_with(|| mine.clone());
        match (stands, mine) {
            (Answer::Text(words), Answer::Text(mine)) if !words.contains(mine.as_str()) => {
                words.push('\n');
                words.push_str(mine);
            }
            _ => {}
        }
    }
    whole
}

/// What is written in an answer, rather than chosen.
fn words_of(answer: Option<&Answer>) -> &str {
    match answer {
        Some(Answer::Text(words) | Answer::Chosen(_, Some(words))) => words,
        _ => "",
    }
}

fn has(answer: Option<&Answer>, option: &str) -> bool {
    matches!(answer, Some(Answer::Chosen(chosen, _)) if chosen.iter().any(|it| it == option))
}

/// The steps that erase these: one for each row of names.
fn erase(atoms: impl Iterator<Item = Atom>) -> Vec<Step> {
    let mut rows: Vec<(Atom, u32)> = Vec::new();
    for atom in atoms {
        match rows.last_mut() {
            Some((from, count)) if from.hand == atom.hand && from.n + *count == atom.n => *count += 1,
            _ => rows.push((atom, 1)),
        }
    }
    rows.into_iter().map(|(from, count)| Step::Erase { from, count }).collect()
}
