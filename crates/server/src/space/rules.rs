//! Whether a log may hold a record, and what follows from it.

use std::sync::Arc;

use rapport_envelope::{Act, Log, Record};
use rapport_store::{MemberChange, NewRecord};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, Code, Problem, Role, SpaceId, Timestamp};

use crate::http::Refusal;

/// A record that its log may hold.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What it says.
    pub(crate) record: Record,
    /// As it is stored.
    pub(crate) new: NewRecord,
    /// The log once it stands.
    pub(crate) log: Arc<Log>,
}

/// Checks a record by `author` against the log it would follow.
pub(crate) fn check(
    log: &Log,
    append: &Append,
    author: AccountId,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let record = Record::from_bytes(&append.record)?;
    if record.author != author {
        return Err(Problem::with_detail(Code::RecordInvalid, "the record is by somebody else").into());
    }
    let mut after = log.clone();
    after.append(&append.record, append.wraps.as_deref(), Some(now))?;
    let changes = changes(&record, &after);
    let new = stored(append, record.index, changes, now);
    Ok(Checked { record, new, log: Arc::new(after) })
}

/// Checks a genesis by `author`, whose role in the practice is `role`.
pub(crate) fn check_genesis(
    space: SpaceId,
    genesis: &Append,
    author: AccountId,
    role: Role,
    now: Timestamp,
) -> Result<(Log, NewRecord), Refusal> {
    let log = Log::begin(space, &genesis.record, genesis.wraps.as_deref())?;
    let by_author = log.current_member(author).is_some_and(|member| member.role == role);
    if !by_author {
        return Err(Problem::with_detail(Code::RecordInvalid, "the genesis is by somebody else").into());
    }
    let changes = vec![MemberChange::Enter { account: author, role }];
    let new = stored(genesis, 0, changes, now);
    Ok((log, new))
}

/// Who may begin a space of which kind, once the practice is there.
pub(super) const fn may_begin(role: Role, kind: SpaceKind) -> bool {
    match kind {
        SpaceKind::Practice => false,
        SpaceKind::Care => role.is_staff(),
        SpaceKind::Record => role.admits(),
        SpaceKind::Own => true,
    }
}

fn stored(append: &Append, index: u64, changes: Vec<MemberChange>, now: Timestamp) -> NewRecord {
    NewRecord {
        index,
        hash: Record::hash_of(&append.record),
        record: append.record.clone(),
        wraps: append.wraps.clone(),
        changes,
        received_at: now,
    }
}

fn changes(record: &Record, after: &Log) -> Vec<MemberChange> {
    let enter = |account| {
        let role = after.current_member(account).map(|member| member.role);
        role.map(|role| MemberChange::Enter { account, role }).into_iter().collect()
    };
    match &record.act {
        Act::Genesis { .. } | Act::Join { .. } => enter(record.author),
        Act::Add { account, .. } => enter(*account),
        Act::Remove { account, .. } => vec![MemberChange::Leave { account: *account }],
        Act::Invite { .. } | Act::Uninvite { .. } | Act::Rotate { .. } | Act::Policy { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_begin_care_and_everybody_their_own() {
        assert!(may_begin(Role::Therapist, SpaceKind::Care));
        assert!(!may_begin(Role::Client, SpaceKind::Care));
        assert!(may_begin(Role::Client, SpaceKind::Own));
        assert!(may_begin(Role::Therapist, SpaceKind::Record));
        assert!(!may_begin(Role::Client, SpaceKind::Record));
        assert!(!may_begin(Role::Coordinator, SpaceKind::Record));
        assert!(!may_begin(Role::Owner, SpaceKind::Practice));
    }
}
