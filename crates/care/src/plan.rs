//! The plan of a therapy: goals in the client's words, the steps to them, and when to look again.
//!
//! Both sides write it. What one of them writes is a suggestion until the other has agreed to exactly that; what
//! was agreed before holds meanwhile. Ticking off a step changes no word, and needs nobody's leave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::{Content, ContentError, at_most, some};
use crate::conversation::{Conversation, Event, What};
use crate::form::Date;
use crate::ids::{AccountId, EntryId, GoalId};
use crate::limits::{
    PAGE_CHARS_MAX, PLAN_GOALS_MAX, PLAN_REVIEW_YEARS_MAX, PLAN_STEPS_MAX, PLAN_WORDS_CHARS_MAX,
};
use crate::versions::{Version, Versions, versions};

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
    /// The same in every version, whatever its words.
    pub id: GoalId,
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

    /// Whether another plan differs from it in nothing but ticks.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.unticked() == other.unticked()
    }

    /// Ticks what is ticked in another version, where the words are the same.
    pub fn tick_as(&mut self, other: &Self) {
        for goal in &mut self.goals {
            let Some(theirs) = other.goals.iter().find(|it| it.id == goal.id) else { continue };
            goal.reached |= theirs.reached && theirs.words == goal.words;
            for step in &mut goal.steps {
                step.done |= theirs.steps.iter().any(|it| it.done && it.words == step.words);
            }
        }
    }

    /// The plan without its ticks: what people agree to.
    #[must_use]
    pub fn unticked(&self) -> Self {
        let mut plan = self.clone();
        for goal in &mut plan.goals {
            goal.reached = false;
            goal.steps.iter_mut().for_each(|step| step.done = false);
        }
        plan
    }

    /// Whether it is time to look at it again.
    pub fn review_is_due(&self, today: Date) -> bool {
        self.review.is_some_and(|day| day <= today)
    }
}

/// Whether a day is one on which to look at a plan again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDay {
    /// It is.
    Fits,
    /// It has gone by.
    GoneBy,
    /// It is more than [`PLAN_REVIEW_YEARS_MAX`] years away.
    FarAway,
}

impl ReviewDay {
    /// Of a day that is chosen today.
    pub fn of(day: Date, today: Date) -> Self {
        let furthest = Date { year: today.year.saturating_add(PLAN_REVIEW_YEARS_MAX), ..today };
        match day {
            day if day < today => Self::GoneBy,
            day if day > furthest => Self::FarAway,
            _ => Self::Fits,
        }
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

/// What holds of a plan, and what is only suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// What both sides agreed to last.
    pub agreed: Option<Version<'a, Plan>>,
    /// What one side wrote and the other has not agreed to, newest first.
    pub suggested: Vec<Version<'a, Plan>>,
}

/// How a space's plan stands. `is_staff` says on which side somebody is.
pub fn standing(all: &Conversation, is_staff: impl Fn(AccountId) -> bool) -> Standing<'_> {
    let mut yeses: BTreeMap<EntryId, Vec<(bool, u64)>> = BTreeMap::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        if let What::Said(Content::PlanAgreed(it)) = &event.what {
            yeses.entry(it.entry).or_default().push((is_staff(event.author), event.position));
        }
    }
    let mut settled: BTreeMap<EntryId, &Plan> = BTreeMap::new();
    let mut agreed: Option<(u64, Version<'_, Plan>)> = None;
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        let What::Said(Content::Planned(it)) = &event.what else { continue };
        let side = is_staff(event.author);
        let yes = yeses.get(&event.id).into_iter().flatten().find(|(other, _)| *other != side);
        let same = |before: &EntryId| settled.get(before).is_some_and(|plan| plan.says_the_same(&it.plan));
        let ticked = it.after.iter().any(same).then_some(event.position);
        let Some(since) = yes.map(|(_, position)| *position).or(ticked) else { continue };
        settled.insert(event.id, &it.plan);
        let version = Version { entry: event.id, by: event.author, at: event.received_at, is: &it.plan };
        // The last agreement counts, not the last version: one may agree to what was written before.
        if agreed.as_ref().is_none_or(|(last, _)| *last < since) {
            agreed = Some((since, version));
        }
    }
    let versions = plan(all, |_| true);
    let tips = versions.current.into_iter().chain(versions.beside);
    Standing {
        agreed: agreed.map(|(_, version)| version),
        suggested: tips.filter(|version| !settled.contains_key(&version.entry)).collect(),
    }
}

/// How near a client was to a goal at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// Who said so.
    pub by: AccountId,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// 0 to [`crate::limits::RATING_MAX`].
    pub rating: u8,
}

/// How near clients were to a goal, oldest first. Nobody says it for them: `is_client` says whose count.
pub fn ratings(all: &Conversation, goal: GoalId, is_client: impl Fn(AccountId) -> bool) -> Vec<Rating> {
    let counts = |event: &&Event| !all.is_withdrawn(event) && is_client(event.author);
    let rated = all.events().filter(counts).filter_map(|event| match &event.what {
        What::Said(Content::GoalRated(it)) if it.goal == goal => {
            Some(Rating { by: event.author, at: event.received_at, rating: it.rating })
        }
        _ => None,
    });
    rated.collect()
}

const fn no_more(what: &'static str, many: usize, max: usize) -> Result<(), ContentError> {
    if many > max { Err(ContentError::TooLong { what, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{GoalRated, PlanAgreed, Planned, Withdraw};

    fn goal(words: &str, steps: usize) -> Goal {
        let step = PlanStep { words: "Write it down".into(), done: false };
        Goal { id: GoalId([1; 16]), words: words.into(), steps: vec![step; steps], reached: false }
    }

    const MARA: AccountId = AccountId([1; 16]);
    const THEA: AccountId = AccountId([2; 16]);

    fn id(n: u8) -> EntryId {
        EntryId([n; 16])
    }

    fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(said) {
            let id = id(position as u8);
            let received_at = position as i64;
            all.insert(Event { position, received_at, author, id, what: What::Said(content) });
        }
        all
    }

    fn says(words: &str, done: bool, after: &[u8]) -> Content {
        let mut goal = goal(words, 1);
        goal.steps[0].done = done;
        let plan = Plan { goals: vec![goal], ..Plan::default() };
        Content::Planned(Planned { after: after.iter().copied().map(id).collect(), plan })
    }

    fn yes(n: u8) -> Content {
        Content::PlanAgreed(PlanAgreed { entry: id(n) })
    }

    fn told(all: &Conversation) -> (Option<EntryId>, Vec<EntryId>) {
        let standing = standing(all, |account| account == THEA);
        let suggested = standing.suggested.iter().map(|version| version.entry).collect();
        (standing.agreed.map(|version| version.entry), suggested)
    }

    #[test]
    fn what_one_side_writes_is_a_suggestion_until_the_other_agrees_to_exactly_that() {
        let mut said = vec![(THEA, says("a", false, &[])), (THEA, yes(1))];
        assert_eq!(told(&space(said.clone())), (None, vec![id(1)]), "nobody agrees with themself");
        said.push((MARA, yes(1)));
        assert_eq!(told(&space(said.clone())), (Some(id(1)), vec![]));
        said.push((MARA, says("b", false, &[1])));
        assert_eq!(told(&space(said.clone())), (Some(id(1)), vec![id(4)]));
        said.push((THEA, says("c", false, &[4])));
        said.push((MARA, yes(4)));
        assert_eq!(
            told(&space(said.clone())),
            (Some(id(1)), vec![id(5)]),
            "not to what somebody else wrote after it"
        );
        said.push((MARA, yes(5)));
        assert_eq!(told(&space(said.clone())), (Some(id(5)), vec![]));
        said.push((MARA, Content::Withdraw(Withdraw { of: id(7) })));
        assert_eq!(told(&space(said)), (Some(id(1)), vec![id(5)]));
    }

    #[test]
    fn ticking_needs_nobodys_leave_and_changing_a_word_does() {
        let agreed = [(THEA, says("a", false, &[])), (MARA, yes(1))];
        let ticked = space(agreed.clone().into_iter().chain([(MARA, says("a", true, &[1]))]));
        assert_eq!(told(&ticked), (Some(id(3)), vec![]));
        let changed = space(agreed.into_iter().chain([(MARA, says("b", true, &[1]))]));
        assert_eq!(told(&changed), (Some(id(1)), vec![id(3)]));
    }

    #[test]
    fn the_last_agreement_counts_and_ticks_can_be_carried_over() {
        let all = space([
            (THEA, says("a", false, &[])),
            (MARA, yes(1)),
            (THEA, says("b", false, &[1])),
            (MARA, says("a", true, &[1])),
            (MARA, yes(3)),
        ]);
        assert_eq!(told(&all), (Some(id(3)), vec![]));
        let (mut plan, mut other) = (Plan::default(), Plan::default());
        plan.goals.push(goal("b", 2));
        other.goals.push(goal("a", 2));
        other.goals[0].reached = true;
        other.goals[0].steps[1].words = "Something else".into();
        other.goals[0].steps.iter_mut().for_each(|step| step.done = true);
        plan.tick_as(&other);
        assert!(plan.goals[0].steps[0].done && !plan.goals[0].reached);
    }

    #[test]
    fn nobody_rates_for_a_client() {
        let rated = |rating| Content::GoalRated(GoalRated { goal: GoalId([1; 16]), rating });
        let all = space([
            (MARA, rated(2)),
            (THEA, rated(9)),
            (MARA, rated(5)),
            (MARA, rated(7)),
            (MARA, Content::Withdraw(Withdraw { of: id(4) })),
        ]);
        let of = |goal| ratings(&all, goal, |account| account == MARA);
        assert_eq!(of(GoalId([1; 16])).iter().map(|it| it.rating).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(of(GoalId([2; 16])), []);
    }

    #[test]
    fn a_plan_is_looked_at_again_within_ten_years_and_never_yesterday() {
        let today = Date { year: 2026, month: 11, day: 22 };
        let of = |year, month, day| ReviewDay::of(Date { year, month, day }, today);
        assert_eq!([of(2026, 11, 22), of(2027, 1, 1), of(2036, 11, 22)], [ReviewDay::Fits; 3]);
        assert_eq!([of(2026, 11, 21), of(1980, 12, 31), of(202, 11, 22)], [ReviewDay::GoneBy; 3]);
        assert_eq!([of(2036, 11, 23), of(9999, 1, 1)], [ReviewDay::FarAway; 2]);
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
