//! Who answers for whose notes, and from where on.
//!
//! Read from a space's own entries, in the order the server gave them, so that every device sees it alike
//! and a note signed before somebody was supervised stays what it was. In a record, people put themselves
//! under supervision and may change to another supervisor; only the supervisor ends it.

use super::Role;
use crate::content::{Content, Supervised};
use crate::conversation::{Conversation, Event, What};
use crate::ids::AccountId;

/// What was said of supervision in a space, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supervision {
    said: Vec<(u64, Supervised)>,
}

impl Supervision {
    /// As a record says it.
    pub fn in_record(all: &Conversation) -> Self {
        let mut known = Self::default();
        for (event, it) in statements(all) {
            let now = known.supervisor_at(it.trainee, event.position);
            let by_trainee = event.author == it.trainee && it.supervisor.is_some();
            if by_trainee || now == Some(event.author) {
                known.said.push((event.position, it.clone()));
            }
        }
        known
    }

    /// As those for whom `counts` holds say it: the owners, in the practice's own space.
    pub fn by(all: &Conversation, counts: impl Fn(&Event) -> bool) -> Self {
        let said = statements(all).filter(|(event, _)| counts(event));
        Self { said: said.map(|(event, it)| (event.position, it.clone())).collect() }
    }

    /// Who co-signs somebody's notes now; none when nobody needs to.
    pub fn supervisor_of(&self, trainee: AccountId) -> Option<AccountId> {
        self.supervisor_at(trainee, u64::MAX)
    }

    /// Whose notes somebody co-signs now.
    pub fn trainees_of(&self, supervisor: AccountId) -> Vec<AccountId> {
        let mut trainees: Vec<_> = self.said.iter().map(|(_, it)| it.trainee).collect();
        trainees.sort_unstable();
        trainees.dedup();
        trainees.retain(|trainee| self.supervisor_of(*trainee) == Some(supervisor));
        trainees
    }

    /// What the author of an event, somebody who may write notes, was when they wrote it.
    pub fn role(&self, event: &Event) -> Role {
        if self.supervisor_at(event.author, event.position).is_some() {
            return Role::Trainee;
        }
        let supervises = |(_, it): &(u64, Supervised)| {
            it.supervisor == Some(event.author)
                && self.supervisor_at(it.trainee, event.position) == it.supervisor
        };
        if self.said.iter().any(supervises) { Role::Supervisor } else { Role::Clinician }
    }

    fn supervisor_at(&self, trainee: AccountId, position: u64) -> Option<AccountId> {
        let before = self.said.iter().rev().find(|(at, it)| *at < position && it.trainee == trainee);
        before.and_then(|(_, it)| it.supervisor)
    }
}

// Taking such a statement back would lift a co-signature after the fact: it stands whatever its author does.
fn statements(all: &Conversation) -> impl Iterator<Item = (&Event, &Supervised)> {
    all.events().filter_map(|event| match &event.what {
        What::Said(Content::Supervised(it)) => Some((event, it)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::EntryId;

    const ANNA: AccountId = AccountId([1; 16]);
    const BEA: AccountId = AccountId([2; 16]);
    const CARL: AccountId = AccountId([3; 16]);

    fn space(said: &[(AccountId, AccountId, Option<AccountId>)]) -> Conversation {
        let mut all = Conversation::default();
        for (position, (author, trainee, supervisor)) in (1u64..).zip(said) {
            let what =
                What::Said(Content::Supervised(Supervised { trainee: *trainee, supervisor: *supervisor }));
            let id = EntryId([position as u8; 16]);
            all.insert(Event { position, received_at: 0, author: *author, id, what });
        }
        all
    }

    fn role_at(known: &Supervision, author: AccountId, position: u64) -> Role {
        known.role(&Event { position, received_at: 0, author, id: EntryId([0; 16]), what: What::Erased })
    }

    #[test]
    fn a_trainee_comes_under_supervision_and_does_not_get_out_by_themself() {
        let all = space(&[
            (CARL, ANNA, Some(CARL)), // nobody takes it upon themself
            (ANNA, ANNA, Some(BEA)),
            (ANNA, ANNA, None),
            (CARL, ANNA, None),
        ]);
        let known = Supervision::in_record(&all);
        assert_eq!(known.supervisor_of(ANNA), Some(BEA));
        assert_eq!(known.trainees_of(BEA), [ANNA]);
        assert_eq!(role_at(&known, ANNA, 2), Role::Clinician);
        assert_eq!(role_at(&known, ANNA, 9), Role::Trainee);
        assert_eq!(role_at(&known, BEA, 9), Role::Supervisor);
        assert_eq!(role_at(&known, CARL, 9), Role::Clinician);
    }

    #[test]
    fn another_supervisor_follows_and_the_one_in_charge_ends_it() {
        let said = [(ANNA, ANNA, Some(BEA)), (ANNA, ANNA, Some(CARL)), (BEA, ANNA, None), (CARL, ANNA, None)];
        let known = Supervision::in_record(&space(&said[..3]));
        assert_eq!(known.supervisor_of(ANNA), Some(CARL));
        assert_eq!(role_at(&known, BEA, 9), Role::Clinician);
        let ended = Supervision::in_record(&space(&said));
        assert_eq!(ended.supervisor_of(ANNA), None);
        assert_eq!((role_at(&ended, ANNA, 4), role_at(&ended, ANNA, 9)), (Role::Trainee, Role::Clinician));
        assert_eq!(role_at(&ended, CARL, 9), Role::Clinician);
    }

    #[test]
    fn in_the_practice_owners_say_it() {
        let all = space(&[(CARL, ANNA, Some(BEA)), (ANNA, ANNA, None), (BEA, BEA, Some(ANNA))]);
        let known = Supervision::by(&all, |event| event.author == CARL);
        assert_eq!((known.supervisor_of(ANNA), known.supervisor_of(BEA)), (Some(BEA), None));
        // Whoever is supervised supervises nobody: their own signature waits.
        let both = Supervision::by(&all, |event| event.author != ANNA);
        assert_eq!((role_at(&both, ANNA, 9), role_at(&both, BEA, 9)), (Role::Trainee, Role::Trainee));
    }
}
