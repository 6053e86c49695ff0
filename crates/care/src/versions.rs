//! A page that several people write, one whole version after the other.
//!
//! Each version names those it was made from. The newest that nobody built upon is current; where two
//! people wrote side by side, neither overwrites the other: the elder stands beside until somebody joins
//! them by naming both.

use std::collections::BTreeSet;

use crate::content::Content;
use crate::conversation::{Conversation, Event, What};
use crate::ids::{AccountId, EntryId};

/// The versions of a page, as far as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions<'a, T> {
    /// What counts; none before the first.
    pub current: Option<Version<'a, T>>,
    /// What was written side by side with it and is in nothing later, newest first.
    pub beside: Vec<Version<'a, T>>,
    /// What others were made from, newest first.
    pub earlier: Vec<Version<'a, T>>,
}

/// One version of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a, T> {
    /// The entry.
    pub entry: EntryId,
    /// Who wrote it.
    pub by: AccountId,
    /// When the server took it, in microseconds since the Unix epoch.
    pub at: i64,
    /// What it says.
    pub is: &'a T,
}

impl<T> Versions<'_, T> {
    /// What the next version is made from: current and whatever stands beside it.
    pub fn tips(&self) -> Vec<EntryId> {
        self.current.iter().chain(&self.beside).map(|version| version.entry).collect()
    }
}

/// Reads a page's versions. `pick` finds them and what they were made from; `counts` says whose do.
pub(crate) fn versions<'a, T>(
    all: &'a Conversation,
    pick: impl Fn(&'a Content) -> Option<(&'a [EntryId], &'a T)>,
    counts: impl Fn(&Event) -> bool,
) -> Versions<'a, T> {
    let mut used = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event) && counts(event)) {
        let What::Said(content) = &event.what else { continue };
        let Some((after, is)) = pick(content) else { continue };
        // Only what came before: nobody makes anything from what is not there yet.
        used.extend(after.iter().copied().filter(|entry| seen.contains(entry)));
        seen.insert(event.id);
        found.push(Version { entry: event.id, by: event.author, at: event.received_at, is });
    }
    let (mut earlier, mut tips): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|version| used.contains(&version.entry));
    let current = tips.pop();
    tips.reverse();
    earlier.reverse();
    Versions { current, beside: tips, earlier }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::{Planned, Withdraw};
    use crate::ids::GoalId;
    use crate::plan::{Goal, Plan, plan};

    const MARA: AccountId = AccountId([1; 16]);
    const JONAS: AccountId = AccountId([2; 16]);

    fn id(n: u8) -> EntryId {
        EntryId([n; 16])
    }

    fn planned(words: &str, after: &[u8]) -> Content {
        let goals =
            vec![Goal { id: GoalId([9; 16]), words: words.into(), steps: Vec::new(), reached: false }];
        let plan = Plan { goals, ..Plan::default() };
        Content::Planned(Planned { after: after.iter().copied().map(id).collect(), plan })
    }

    fn space(said: impl IntoIterator<Item = (AccountId, Content)>) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, content)) in (1u64..).zip(said) {
            let id = id(position as u8);
            all.insert(Event { position, received_at: 0, author, id, what: What::Said(content) });
        }
        all
    }

    fn told(all: &Conversation) -> (Option<EntryId>, Vec<EntryId>, Vec<EntryId>) {
        let versions = plan(all, |_| true);
        let entries = |of: &[Version<'_, Plan>]| of.iter().map(|it| it.entry).collect();
        (versions.current.map(|it| it.entry), entries(&versions.beside), entries(&versions.earlier))
    }

    #[test]
    fn side_by_side_nothing_is_overwritten_and_joining_ends_it() {
        let mut said =
            vec![(MARA, planned("a", &[])), (MARA, planned("b", &[1])), (JONAS, planned("c", &[1]))];
        assert_eq!(told(&space(said.clone())), (Some(id(3)), vec![id(2)], vec![id(1)]));
        assert_eq!(plan(&space(said.clone()), |_| true).tips(), [id(3), id(2)]);
        said.push((MARA, planned("b and c", &[2, 3])));
        assert_eq!(told(&space(said.clone())), (Some(id(4)), vec![], vec![id(3), id(2), id(1)]));
        said.push((MARA, Content::Withdraw(Withdraw { of: id(4) })));
        assert_eq!(told(&space(said)), (Some(id(3)), vec![id(2)], vec![id(1)]));
        assert_eq!(told(&Conversation::default()), (None, vec![], vec![]));
    }

    #[test]
    fn whose_versions_do_not_count_make_no_difference() {
        let all = space([(MARA, planned("a", &[])), (JONAS, planned("b", &[1]))]);
        let versions = plan(&all, |event| event.author == MARA);
        assert_eq!((versions.current.map(|it| it.entry), versions.earlier.len()), (Some(id(1)), 0));
    }

    proptest! {
        #[test]
        fn every_version_stands_somewhere_and_something_is_current(
            afters in proptest::collection::vec(proptest::collection::vec(0u8..12, 0..4), 1..12),
        ) {
            let all = space(afters.iter().map(|after| (MARA, planned("x", after))));
            let (current, beside, earlier) = told(&all);
            prop_assert!(current.is_some());
            prop_assert_eq!(1 + beside.len() + earlier.len(), afters.len());
        }
    }
}
