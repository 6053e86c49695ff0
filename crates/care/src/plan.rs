//! The plan of a therapy: goals in the client's words, the steps to them, and when to look again.

use serde::{Deserialize, Serialize};

use crate::content::{Content, ContentError, at_most, some};
use crate::conversation::{Conversation, Event, What};
use crate::form::Date;
use crate::ids::{AccountId, EntryId};
use crate::limits::{PAGE_CHARS_MAX, PLAN_GOALS_MAX, PLAN_STEPS_MAX, PLAN_WORDS_CHARS_MAX};
use crate::versions::{Versions, versions};

/// A plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the client wants, 1 to [`PLAN_GOALS_MAX`].
    pub goals: Vec<Goal>,
    /// How they work: the approach, how often, by what means. May be empty.
    pub ways: String,
    /// When they look at the plan again.
    pub review: Option<Date>,
}

/// Something the client wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// In their words.
    pub words: String,
    /// The steps to it, at most [`PLAN_STEPS_MAX`].
    pub steps: Vec<PlanStep>,
    /// Whether it was reached.
    pub reached: bool,
}

/// A step to a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    /// What is done.
    pub words: String,
    /// Whether it was done.
    pub done: bool,
}

impl Plan {
    /// Refuses what is empty or over a limit.
    pub fn check(&self) -> Result<(), ContentError> {
        if self.goals.is_empty() {
            return Err(ContentError::Empty);
        }
        no_more("the row of goals", self.goals.len(), PLAN_GOALS_MAX)?;
        at_most("the plan", &self.ways, PLAN_WORDS_CHARS_MAX)?;
        if self.review.is_some_and(|day| !day.exists()) {
            return Err(ContentError::Malformed);
        }
        self.goals.iter().try_for_each(|goal| {
            some("the goal", &goal.words, PLAN_WORDS_CHARS_MAX)?;
            no_more("the row of steps", goal.steps.len(), PLAN_STEPS_MAX)?;
            goal.steps.iter().try_for_each(|step| some("the step", &step.words, PLAN_WORDS_CHARS_MAX))
        })?;
        let goals = self.goals.iter().map(|goal| &goal.words);
        let steps = self.goals.iter().flat_map(|goal| &goal.steps).map(|step| &step.words);
        let together = goals.chain(steps).map(|words| words.chars().count()).sum();
        no_more("the plan", together, PAGE_CHARS_MAX)
    }

    /// Whether it is time to look at it again.
    pub fn review_is_due(&self, today: Date) -> bool {
        self.review.is_some_and(|day| day <= today)
    }
}

/// The plan of a space; `counts` says whose versions do.
pub fn plan(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Versions<'_, Plan> {
    versions(
        all,
        |content| match content {
            Content::Planned(it) => Some((it.after.as_slice(), &it.plan)),
            _ => None,
        },
        counts,
    )
}

/// Who agreed to exactly this version, and when the server took it, in microseconds since the Unix epoch.
pub fn agreed(all: &Conversation, version: EntryId) -> Vec<(AccountId, i64)> {
    let mut agreed: Vec<(AccountId, i64)> = Vec::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        let What::Said(Content::PlanAgreed(it)) = &event.what else { continue };
        let again = agreed.iter().any(|(by, _)| *by == event.author);
        if it.entry == version && !again {
            agreed.push((event.author, event.received_at));
        }
    }
    agreed
}

const fn no_more(what: &'static str, many: usize, max: usize) -> Result<(), ContentError> {
    if many > max { Err(ContentError::TooLong { what, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(words: &str, steps: usize) -> Goal {
        let step = PlanStep { words: "Write it down".into(), done: false };
        Goal { words: words.into(), steps: vec![step; steps], reached: false }
    }

    #[test]
    fn a_plan_has_goals_and_limits() {
        let day = |day| Date { year: 2026, month: 2, day };
        let good = Plan { goals: vec![goal("To sleep", 2)], ways: String::new(), review: Some(day(28)) };
        assert_eq!(good.check(), Ok(()));
        assert!(good.review_is_due(day(28)) && !good.review_is_due(day(27)));
        assert_eq!(Plan::default().check(), Err(ContentError::Empty));
        assert_eq!(Plan { review: Some(day(30)), ..good.clone() }.check(), Err(ContentError::Malformed));
        for goals in [vec![goal("x", 31)], vec![goal("x", 0); 21], vec![goal(&"x".repeat(2_001), 0)]] {
            assert!(matches!(Plan { goals, ..good.clone() }.check(), Err(ContentError::TooLong { .. })));
        }
        let together = Plan { goals: vec![goal(&"x".repeat(2_000), 0); 11], ..good.clone() }.check();
        assert_eq!(together, Err(ContentError::TooLong { what: "the plan", max: PAGE_CHARS_MAX }));
        assert_eq!(Plan { goals: vec![goal(" ", 0)], ..good }.check(), Err(ContentError::Empty));
    }
}
