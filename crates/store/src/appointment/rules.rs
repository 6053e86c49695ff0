//! What may become of a hold. Pure, and what the model of two people after one slot is checked with.

use rapport_wire::{AccountId, Timestamp};

/// For whom a slot is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// For one person who is deciding.
    Person(AccountId),
    /// For the clients of a space that waited; it goes to the next one when it runs out.
    Waiting,
}

/// Whether a hold has run out: the last instant is the one before `held_until`.
pub fn expired(held_until: Timestamp, now: Timestamp) -> bool {
    held_until <= now
}

/// Whether somebody else may have the time of a hold now. One that was offered to somebody waiting goes to
/// the next of them first.
pub fn may_take(holder: Holder, held_until: Timestamp, now: Timestamp) -> bool {
    matches!(holder, Holder::Person(_)) && expired(held_until, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_over_at_its_end_and_not_before() {
        let (end, me) = (Timestamp::from_micros(100), Holder::Person(AccountId::from_bytes([1; 16])));
        assert!(!may_take(me, end, Timestamp::from_micros(99)));
        assert!(may_take(me, end, end));
        assert!(!may_take(Holder::Waiting, end, end));
    }
}
