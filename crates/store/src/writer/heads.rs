//! Where each space and each chain in it stands, remembered between batches; and the decision on an entry.
//!
//! On SQLite, where all writes go through one connection, memory is the truth as long as whoever moves a
//! log forgets the space before the commit. On PostgreSQL other nodes write too: there the row is locked
//! and compared first (`load`), and the unique keys have the last word.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rapport_wire::{AccountId, SpaceId};

use super::{NewEntry, Refusal};
use crate::Hash;

/// Spaces remembered at once, a few hundred bytes each; beyond, all are read anew when next needed.
const SPACES_MAX: usize = 16_384;

/// What is remembered.
#[derive(Debug, Default)]
pub(crate) struct Heads(Mutex<HashMap<SpaceId, SpaceHeads>>);

/// Where one space stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpaceHeads {
    /// Position of the newest entry.
    pub(crate) position: u64,
    /// SHA-256 of the newest membership record.
    pub(crate) log_head: Hash,
    /// Everybody who is or was a member.
    pub(crate) chains: HashMap<AccountId, Chain>,
}

/// Where one author's chain in a space stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Number of the newest entry; 0 when there is none.
    pub(crate) seq: u64,
    /// Its hash.
    pub(crate) hash: Hash,
    /// Whether the author is a member now.
    pub(crate) member: bool,
}

impl Heads {
    /// Forgets a space: its log moves.
    pub(crate) fn forget(&self, space: SpaceId) {
        self.known().remove(&space);
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        self.known().clear();
    }

    /// Takes what is remembered of a space out: whoever fails to put it back has forgotten it.
    pub(crate) fn take(&self, space: SpaceId) -> Option<SpaceHeads> {
        self.known().remove(&space)
    }

    /// Remembers where spaces stand.
    pub(crate) fn put(&self, spaces: impl IntoIterator<Item = (SpaceId, SpaceHeads)>) {
        let mut known = self.known();
        known.extend(spaces);
        if known.len() > SPACES_MAX {
            known.clear();
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<SpaceId, SpaceHeads>> {
        // A map is whole after any panic that could strike while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SpaceHeads {
    /// Places an entry at the end of its space, or says why it cannot stand there.
    pub(crate) fn place(&mut self, entry: &NewEntry) -> Result<u64, Refusal> {
        let chain = self.chains.get_mut(&entry.author).filter(|chain| chain.member);
        let chain = chain.ok_or(Refusal::NotMember)?;
        if entry.log_head != self.log_head {
            return Err(Refusal::OldEpoch);
        }
        if entry.seq != chain.seq + 1 || entry.prev != chain.hash {
            return Err(Refusal::Stale);
        }
        chain.seq = entry.seq;
        chain.hash = entry.hash;
        self.position += 1;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use rapport_wire::{Bytes, EntryId, Timestamp};

    use super::*;
    use crate::writer::CHAIN_START;

    const MARA: AccountId = AccountId::from_bytes([1; 16]);
    const JONAS: AccountId = AccountId::from_bytes([2; 16]);

    const fn fresh(member: bool) -> Chain {
        Chain { seq: 0, hash: CHAIN_START, member }
    }

    fn entry(author: AccountId, seq: u64, prev: u8) -> NewEntry {
        NewEntry {
            space: SpaceId::from_bytes([9; 32]),
            author,
            entry_id: EntryId::from_bytes([0; 16]),
            seq,
            prev: [prev; 32],
            hash: [seq as u8; 32],
            log_head: [7; 32],
            head: Bytes::default(),
            body: Bytes::default(),
            received_at: Timestamp::from_micros(0),
        }
    }

    #[test]
    fn entries_stand_only_at_the_end_of_their_chain() {
        let chains = HashMap::from([(MARA, fresh(true)), (JONAS, fresh(false))]);
        let mut heads = SpaceHeads { position: 40, log_head: [7; 32], chains };
        assert_eq!(heads.place(&entry(MARA, 1, 0)), Ok(41));
        assert_eq!(heads.place(&entry(MARA, 1, 0)), Err(Refusal::Stale));
        assert_eq!(heads.place(&entry(MARA, 2, 9)), Err(Refusal::Stale));
        assert_eq!(heads.place(&entry(MARA, 2, 1)), Ok(42));
        assert_eq!(heads.place(&entry(JONAS, 1, 0)), Err(Refusal::NotMember));
        heads.log_head = [8; 32];
        assert_eq!(heads.place(&entry(MARA, 3, 2)), Err(Refusal::OldEpoch));
        assert_eq!(heads.position, 42);
    }

    #[test]
    fn what_is_not_put_back_is_forgotten() {
        let heads = Heads::default();
        let space = SpaceId::from_bytes([9; 32]);
        heads.put([(space, SpaceHeads { position: 1, log_head: [7; 32], chains: HashMap::new() })]);
        assert!(heads.take(space).is_some());
        assert!(heads.take(space).is_none());
    }
}
