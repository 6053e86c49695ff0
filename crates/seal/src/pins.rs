//! What a person remembers of others: whose keys they know, how they know them, and where spaces stood.
//!
//! Two devices of one person may learn different things at once; [`Pins::merge`] joins them to the same
//! result on both, whichever comes first.
//!
//! ```
//! use rapport_seal::pins::{Pins, Seen, Trust};
//! use rapport_wire::{AccountId, SpaceId};
//! let mut pins = Pins::default();
//! let mara = AccountId::from_bytes([1; 16]);
//! assert!(pins.pin(mara, [7; 32], Trust::Invitation).is_ok());
//! assert!(pins.check(mara, &[8; 32]).is_err());
//! let space = SpaceId::from_bytes([2; 32]);
//! pins.saw(space, Seen { position: 4, ..Seen::default() });
//! assert!(pins.seen(&space).is_some());
//! ```

use std::collections::BTreeMap;

use rapport_envelope::Hash;
use rapport_wire::{AccountId, SpaceId, limits};
use serde::{Deserialize, Serialize};

/// How somebody's keys came to be trusted; later is stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trust {
    /// By the signed chain that leads from an invitation.
    Invitation,
    /// By six words compared aloud.
    Compared,
}

/// Whose keys somebody's are taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pin {
    /// Rises each time the person accepts other keys for the account.
    pub revision: u32,
    /// How they are known.
    pub trust: Trust,
    /// `Identity::fingerprint`.
    pub fingerprint: Hash,
}

/// Where a space stood when this account last looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Index of the newest membership record.
    pub log_index: u64,
    /// Its hash.
    pub log_head: Hash,
    /// Position of the newest entry.
    pub position: u64,
    /// Transcript up to it.
    pub transcript: Hash,
}

impl Seen {
    // Log and entries move apart from one another: each keeps its own furthest point.
    fn join(self, other: Self) -> Self {
        let log = (self.log_index, self.log_head).max((other.log_index, other.log_head));
        let entries = (self.position, self.transcript).max((other.position, other.transcript));
        Self { log_index: log.0, log_head: log.1, position: entries.0, transcript: entries.1 }
    }
}

/// Somebody's keys are not those that were pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// The keys differ: a new identity, or somebody in between.
    #[error("this person's keys are not the ones known so far; compare the six words again")]
    Changed {
        /// How the former keys were known.
        known_by: Trust,
    },
    /// As many people are remembered by comparison as fit.
    #[error("no more people can be remembered")]
    Full,
}

/// Everything remembered of others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pins {
    practice: Option<SpaceId>,
    people: BTreeMap<AccountId, Pin>,
    spaces: BTreeMap<SpaceId, Seen>,
}

impl Pins {
    /// The practice's fingerprint, from the link this person came in by.
    pub const fn practice(&self) -> Option<SpaceId> {
        self.practice
    }

    /// Pins the practice; false when another one is pinned already (an alarm, not an update).
    #[must_use]
    pub fn pin_practice(&mut self, practice: SpaceId) -> bool {
        *self.practice.get_or_insert(practice) == practice
    }

    /// How somebody is known.
    pub fn person(&self, account: AccountId) -> Option<&Pin> {
        self.people.get(&account)
    }

    /// Whether keys are those known for an account; somebody unknown has nothing to differ from.
    pub fn check(&self, account: AccountId, fingerprint: &Hash) -> Result<Option<Trust>, PinError> {
        match self.people.get(&account) {
            Some(pin) if pin.fingerprint != *fingerprint => Err(PinError::Changed { known_by: pin.trust }),
            pin => Ok(pin.map(|pin| pin.trust)),
        }
    }

    /// Remembers keys seen for the first time, or raises the trust in known ones. Other keys are refused.
    pub fn pin(&mut self, account: AccountId, fingerprint: Hash, trust: Trust) -> Result<(), PinError> {
        let known = self.check(account, &fingerprint)?;
        if known.is_none() {
            self.make_room()?;
        }
        let pin = self.people.entry(account).or_insert(Pin { revision: 0, trust, fingerprint });
        pin.trust = pin.trust.max(trust);
        Ok(())
    }

    /// Takes other keys for an account, because the person said so after being told.
    pub fn accept_change(&mut self, account: AccountId, fingerprint: Hash, trust: Trust) {
        let revision = self.people.get(&account).map_or(0, |pin| pin.revision.saturating_add(1));
        self.people.insert(account, Pin { revision, trust, fingerprint });
    }

    /// Where a space stood.
    pub fn seen(&self, space: &SpaceId) -> Option<&Seen> {
        self.spaces.get(space)
    }

    /// Remembers where a space stands; going back changes nothing. Beyond
    /// [`limits::KEYRING_SPACES_MAX`] the space with the fewest entries is forgotten.
    pub fn saw(&mut self, space: SpaceId, seen: Seen) {
        let known = self.spaces.get(&space).copied().unwrap_or_default();
        self.spaces.insert(space, known.join(seen));
        while self.spaces.len() > limits::KEYRING_SPACES_MAX {
            let least = self.spaces.iter().min_by_key(|(id, seen)| (seen.position, **id)).map(|(id, _)| *id);
            self.spaces.remove(&least.unwrap_or(space));
        }
    }

    /// Joins what another device remembered: commutative, associative, and the same twice as once.
    pub fn merge(&mut self, other: &Self) {
        self.practice = self.practice.max(other.practice);
        for (account, pin) in &other.people {
            let mine = self.people.entry(*account).or_insert(*pin);
            *mine = (*mine).max(*pin);
        }
        while self.people.len() > limits::KEYRING_PINS_MAX {
            let weakest = self.people.iter().min_by_key(|(id, pin)| (pin.trust, **id)).map(|(id, _)| *id);
            weakest.and_then(|id| self.people.remove(&id));
        }
        for (space, seen) in &other.spaces {
            self.saw(*space, *seen);
        }
    }

    // Pins by invitation follow again from the log; those compared aloud cost two people a minute.
    fn make_room(&mut self) -> Result<(), PinError> {
        if self.people.len() < limits::KEYRING_PINS_MAX {
            return Ok(());
        }
        let spare = self.people.iter().find(|(_, pin)| pin.trust == Trust::Invitation).map(|(id, _)| *id);
        self.people.remove(&spare.ok_or(PinError::Full)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pins() -> impl Strategy<Value = Pins> {
        let act = (0..4u8, 0..3u8, any::<bool>(), 0..5u64);
        proptest::collection::vec(act, 0..12).prop_map(|acts| {
            let mut pins = Pins::default();
            for (who, print, compared, position) in acts {
                let trust = if compared { Trust::Compared } else { Trust::Invitation };
                pins.accept_change(AccountId::from_bytes([who; 16]), [print; 32], trust);
                let seen = Seen { position, transcript: [print; 32], ..Seen::default() };
                pins.saw(SpaceId::from_bytes([who; 32]), seen);
            }
            pins
        })
    }

    fn merged(a: &Pins, b: &Pins) -> Pins {
        let mut out = a.clone();
        out.merge(b);
        out
    }

    proptest! {
        #[test]
        fn merging_comes_out_the_same_in_any_order(a in pins(), b in pins(), c in pins()) {
            prop_assert_eq!(merged(&a, &b), merged(&b, &a));
            prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
            prop_assert_eq!(merged(&a, &a), a);
        }
    }

    #[test]
    fn a_changed_key_is_told_and_taken_only_on_purpose() {
        let (mara, mut pins) = (AccountId::from_bytes([1; 16]), Pins::default());
        pins.pin(mara, [1; 32], Trust::Compared).unwrap();
        pins.pin(mara, [1; 32], Trust::Invitation).unwrap();
        assert_eq!(pins.check(mara, &[1; 32]), Ok(Some(Trust::Compared)));
        let changed = Err(PinError::Changed { known_by: Trust::Compared });
        assert_eq!(pins.pin(mara, [2; 32], Trust::Invitation), changed);
        pins.accept_change(mara, [2; 32], Trust::Invitation);
        assert_eq!(pins.check(mara, &[2; 32]), Ok(Some(Trust::Invitation)));
    }

    #[test]
    fn the_practice_is_pinned_once() {
        let mut pins = Pins::default();
        assert!(pins.pin_practice(SpaceId::from_bytes([1; 32])));
        assert!(!pins.pin_practice(SpaceId::from_bytes([2; 32])));
        assert_eq!(pins.practice(), Some(SpaceId::from_bytes([1; 32])));
    }

    #[test]
    fn memory_is_bounded() {
        let mut pins = Pins::default();
        let account = |n: usize| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            AccountId::from_bytes(id)
        };
        for n in 0..limits::KEYRING_PINS_MAX {
            pins.pin(account(n), [1; 32], if n == 3 { Trust::Invitation } else { Trust::Compared }).unwrap();
        }
        assert_eq!(pins.pin(account(9_999), [1; 32], Trust::Compared), Ok(()));
        assert_eq!(pins.person(account(3)), None);
        assert_eq!(pins.pin(account(10_000), [1; 32], Trust::Compared), Err(PinError::Full));
    }
}
