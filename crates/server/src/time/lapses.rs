//! When the next offered hour's time to answer is over, so that nobody has to ask the database every second.

use std::sync::atomic::{AtomicI64, Ordering};

use rapport_store::Appointment;
use rapport_wire::Timestamp;

/// The next lapse, as far as this node knows. It may be too early, never too late for what happens here.
#[derive(Debug)]
pub(crate) struct Lapses {
    next: AtomicI64,
}

impl Default for Lapses {
    /// Unknown: looked for at once.
    fn default() -> Self {
        Self { next: AtomicI64::new(i64::MIN) }
    }
}

impl Lapses {
    /// These hours are held for somebody from now on.
    pub(crate) fn note<'a>(&self, held: impl IntoIterator<Item = &'a Appointment>) {
        for until in held.into_iter().filter_map(|one| one.held_until) {
            self.next.fetch_min(until.as_micros(), Ordering::AcqRel);
        }
    }

    /// Whether something may be over; from here on nothing is known until it is noted again.
    pub(crate) fn due(&self, now: Timestamp) -> bool {
        if self.next.load(Ordering::Acquire) > now.as_micros() {
            return false;
        }
        self.next.store(i64::MAX, Ordering::Release);
        true
    }

    /// The next one is then, by the database.
    pub(crate) fn next_is(&self, next: Option<Timestamp>) {
        if let Some(next) = next {
            self.next.fetch_min(next.as_micros(), Ordering::AcqRel);
        }
    }

    /// Another node may have offered something: look again.
    pub(crate) fn forget(&self) {
        self.next.store(i64::MIN, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_due_and_what_is_known_when_it_comes() {
        let at = Timestamp::from_micros;
        let lapses = Lapses::default();
        assert!(lapses.due(at(5)));
        assert!(!lapses.due(at(i64::MAX - 1)));
        lapses.next_is(Some(at(10)));
        lapses.next_is(Some(at(20)));
        assert!(!lapses.due(at(9)));
        assert!(lapses.due(at(10)));
        lapses.forget();
        assert!(lapses.due(at(0)));
    }
}
