//! Who is asked next. Pure; the model of the waiting list is checked with it.

use rapport_wire::{Timestamp, WaitId};

/// Where a place stands: the smaller comes first. The id ends ties, so that the order is one.
pub const fn rank(urgent: bool, since: Timestamp, id: WaitId) -> (bool, i64, [u8; 16]) {
    (!urgent, since.as_micros(), *id.as_bytes())
}

/// The first of `places`, which stand in order, that is not thinking about another hour, does not know this one
/// (because it was offered it before, or had it), and whom it suits.
pub fn next<P: Copy>(
    places: impl IntoIterator<Item = P>,
    thinks: impl Fn(P) -> bool,
    knows: impl Fn(P) -> bool,
    suits: impl Fn(P) -> bool,
) -> Option<P> {
    places.into_iter().find(|place| !thinks(*place) && !knows(*place) && suits(*place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgent_first_then_whoever_waited_longest() {
        let place =
            |urgent, since, id| rank(urgent, Timestamp::from_micros(since), WaitId::from_bytes([id; 16]));
        let mut all = [place(false, 5, 1), place(true, 9, 2), place(false, 3, 3), place(false, 3, 2)];
        all.sort_unstable();
        assert_eq!(all, [place(true, 9, 2), place(false, 3, 2), place(false, 3, 3), place(false, 5, 1)]);
    }

    #[test]
    fn the_next_is_the_first_who_is_free_for_it() {
        let found = next(1..=5, |place| place == 1, |place| place == 2, |place| place != 3);
        assert_eq!(found, Some(4));
        assert_eq!(next(1..=5, |_| false, |_| true, |_| true), None);
    }
}
