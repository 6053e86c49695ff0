//! A clock that moves when told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rapport_wire::Timestamp;

/// Monday, 2 November 2026, 09:00 UTC: a morning on which nothing special happens.
const MORNING_MICROS: i64 = 1_793_610_000_000_000;

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<AtomicI64>);

impl Default for FixedClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(MORNING_MICROS)))
    }
}

impl FixedClock {
    /// The present instant, as far as the test is concerned.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }

    /// Moves it; negative seconds move it back, as a bad clock would.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1_000_000), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_move_together() {
        let clock = FixedClock::default();
        let before = clock.now();
        clock.clone().advance_seconds(60);
        assert_eq!(clock.now().seconds_since(before), 60);
    }
}
