//! A safety plan: six steps for a bad hour, from what somebody can do alone to whom they can call.
//!
//! That such a plan, made together and kept at hand, lowers the risk is from Stanley & Brown (2012),
//! doi:10.1016/j.cbpra.2011.01.001, and Stanley et al. (2018), doi:10.1001/jamapsychiatry.2018.1776. Their
//! form is theirs; these steps are in our words.
//!
//! ```
//! use rapport_care::safety::{Line, SafetyPlan, Step};
//! let mut plan = SafetyPlan::default();
//! plan.step_mut(Step::Ask).push(Line { words: "My sister".into(), reach: Some("+49 30 123456".into()) });
//! assert_eq!(plan.step(Step::Ask)[0].dial().as_deref(), Some("+4930123456"));
//! ```

use serde::{Deserialize, Serialize};

use crate::content::{Content, ContentError};
use crate::conversation::{Conversation, Event};
use crate::limits::{PAGE_CHARS_MAX, SAFETY_LINES_MAX, SAFETY_REACH_CHARS_MAX, SAFETY_WORDS_CHARS_MAX};
use crate::versions::{Versions, versions};

/// One of the six steps, in the order they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// How I notice that it is getting hard.
    Signs,
    /// What I can do by myself.
    Alone,
    /// Where I can go and who takes my mind off it, without my having to say why.
    Company,
    /// Whom I can tell, and ask for help.
    Ask,
    /// Professionals and lines I can call.
    Call,
    /// How I make it safer where I am.
    Surroundings,
}

impl Step {
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::Signs, Self::Alone, Self::Company, Self::Ask, Self::Call, Self::Surroundings];
}

/// A safety plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyPlan {
    /// The lines of each step of [`Step::ALL`].
    steps: [Vec<Line>; 6],
}

/// One line of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// 1 to [`SAFETY_WORDS_CHARS_MAX`] characters.
    pub words: String,
    /// A number to call, as people write one.
    pub reach: Option<String>,
}

impl Line {
    /// The number in the form that a telephone dials; none when it is not one.
    pub fn dial(&self) -> Option<String> {
        let reach = self.reach.as_deref()?.trim();
        let (plus, rest) = reach.strip_prefix('+').map_or(("", reach), |rest| ("+", rest));
        let between = |c: char| c.is_ascii_digit() || " -./()\u{a0}".contains(c);
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        // E.164 has at most 15 digits; the shortest lines to call have three.
        let dials = rest.chars().all(between) && (3..=15).contains(&digits.len());
        dials.then(|| format!("{plus}{digits}"))
    }
}

impl SafetyPlan {
    /// The lines of a step.
    pub fn step(&self, step: Step) -> &[Line] {
        &self.steps[step as usize]
    }

    /// The lines of a step, to change them.
    pub fn step_mut(&mut self, step: Step) -> &mut Vec<Line> {
        &mut self.steps[step as usize]
    }

    /// Takes over what only another version says, each line at the end of its step.
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.steps.iter_mut().zip(&other.steps) {
            let new: Vec<Line> = theirs.iter().filter(|line| !mine.contains(line)).cloned().collect();
            mine.extend(new);
        }
    }

    /// The steps that nothing stands in yet.
    pub fn open(&self) -> impl Iterator<Item = Step> + '_ {
        Step::ALL.into_iter().filter(|step| self.step(*step).is_empty())
    }

    /// Refuses what is empty or over a limit.
    pub fn check(&self) -> Result<(), ContentError> {
        if self.steps.iter().all(Vec::is_empty) {
            return Err(ContentError::Empty);
        }
        let max = SAFETY_LINES_MAX;
        if self.steps.iter().any(|lines| lines.len() > max) {
            return Err(ContentError::TooLong { what: "a step of the plan", max });
        }
        self.steps.iter().flatten().try_for_each(|line| {
            crate::content::some("a line of the plan", &line.words, SAFETY_WORDS_CHARS_MAX)?;
            let reach = line.reach.as_deref().unwrap_or_default();
            crate::content::at_most("a number to call", reach, SAFETY_REACH_CHARS_MAX)
        })?;
        let together: usize = self.steps.iter().flatten().map(|line| line.words.chars().count()).sum();
        let max = PAGE_CHARS_MAX;
        if together > max { Err(ContentError::TooLong { what: "the plan", max }) } else { Ok(()) }
    }
}

/// The safety plan of a space. Whoever shares the space with the client may write it, as they do it
/// together; `counts` says whose versions do.
pub fn safety_plan(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Versions<'_, SafetyPlan> {
    versions(
        all,
        |content| match content {
            Content::SafetyPlanned(it) => Some((it.after.as_slice(), &it.plan)),
            _ => None,
        },
        counts,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str, reach: Option<&str>) -> Line {
        Line { words: words.into(), reach: reach.map(Into::into) }
    }

    #[test]
    fn only_numbers_are_dialled() {
        let dial = |reach: &str| line("x", Some(reach)).dial();
        assert_eq!(dial("112").as_deref(), Some("112"));
        assert_eq!(dial(" (030) 12-34.56/7 ").as_deref(), Some("0301234567"));
        for not in
            ["at the door", "12", "0800 HELP", "1234567890123456", "+", "+49+30123", "112;ext=1", "112,,1"]
        {
            assert_eq!(dial(not), None, "{not}");
        }
        assert_eq!(line("x", None).dial(), None);
    }

    #[test]
    fn joined_nothing_is_lost_and_nothing_stands_twice() {
        let plan = |alone: &[&str]| {
            let mut plan = SafetyPlan::default();
            plan.step_mut(Step::Alone).extend(alone.iter().map(|words| line(words, None)));
            plan
        };
        let mut mine = plan(&["Walk", "Tea"]);
        let mut theirs = plan(&["Tea", "Music"]);
        theirs.step_mut(Step::Ask).push(line("My sister", Some("112")));
        mine.join(&theirs);
        let words: Vec<_> = mine.step(Step::Alone).iter().map(|line| line.words.as_str()).collect();
        assert_eq!(words, ["Walk", "Tea", "Music"]);
        assert_eq!(mine.step(Step::Ask).len(), 1);
        let once = mine.clone();
        mine.join(&theirs);
        assert_eq!(mine, once);
    }

    #[test]
    fn a_plan_says_what_is_still_open_and_has_limits() {
        let mut plan = SafetyPlan::default();
        assert_eq!(plan.check(), Err(ContentError::Empty));
        plan.step_mut(Step::Alone).push(line("Walk round the lake", None));
        assert_eq!(plan.check(), Ok(()));
        assert_eq!(plan.open().count(), 5);
        plan.step_mut(Step::Ask).push(line(" ", Some("112")));
        assert_eq!(plan.check(), Err(ContentError::Empty));
        plan.step_mut(Step::Ask).clear();
        plan.step_mut(Step::Ask).push(line("x", Some(&"1".repeat(61))));
        assert!(matches!(plan.check(), Err(ContentError::TooLong { .. })));
        plan.step_mut(Step::Ask).clear();
        for step in Step::ALL {
            plan.step_mut(step).resize(20, line(&"x".repeat(300), None));
        }
        assert_eq!(plan.check(), Err(ContentError::TooLong { what: "the plan", max: PAGE_CHARS_MAX }));
        plan.step_mut(Step::Ask).resize(21, line("x", None));
        assert!(matches!(plan.check(), Err(ContentError::TooLong { .. })));
    }
}
