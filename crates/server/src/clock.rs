//! The clock: read here and nowhere else, so that a test can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use rapport_wire::Timestamp;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Where "now" comes from.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    // Microseconds added to the machine's clock; a test moves them.
    shift: Arc<AtomicI64>,
    moves: Arc<Notify>,
}

impl Clock {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(micros.saturating_add(self.shift.load(Ordering::Relaxed)))
    }

    /// Moves the clock, for tests of what time does.
    pub fn advance_seconds(&self, seconds: i64) {
        self.shift.fetch_add(seconds.saturating_mul(1_000_000), Ordering::Relaxed);
        self.moves.notify_waiters();
    }

    /// Done once a test moves it: whoever sleeps until an instant looks again. Counts from when it is called.
    pub(crate) fn moved(&self) -> Notified<'_> {
        self.moves.notified()
    }
}
