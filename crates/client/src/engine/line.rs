//! The line to the server: when to try, how long to wait after a failure, what its end means.

use rand_core::CryptoRng;
use rapport_wire::Timestamp;
use rapport_wire::socket::{CLOSE_SIGNED_OUT, CLOSE_VERSION};

use crate::views::Connection;

/// Longest wait between two attempts, in milliseconds.
const BACKOFF_MS_MAX: u64 = 30_000;
/// Wait after the first failure, in milliseconds.
const BACKOFF_MS_MIN: u64 = 400;

/// The line.
pub(crate) struct Line {
    pub(crate) state: Connection,
    /// The socket is open and has said Hello.
    pub(crate) open: bool,
    attempts: u32,
    retry_at: Option<Timestamp>,
}

impl Line {
    pub(crate) const fn new() -> Self {
        Self { state: Connection::Connecting, open: false, attempts: 0, retry_at: None }
    }

    /// When to connect; none while the line is open or will not be opened again.
    pub(crate) fn connect_at(&self) -> Option<Timestamp> {
        let never = self.open || matches!(self.state, Connection::SignedOut | Connection::OutOfDate);
        (!never).then(|| self.retry_at.unwrap_or(Timestamp::from_micros(i64::MIN)))
    }

    pub(crate) const fn is_online(&self) -> bool {
        matches!(self.state, Connection::Online)
    }

    pub(crate) fn opened(&mut self) {
        self.open = true;
        self.retry_at = None;
    }

    pub(crate) fn welcomed(&mut self) {
        self.attempts = 0;
        self.state = Connection::Online;
    }

    /// The line ended, or could not be opened.
    pub(crate) fn ended(&mut self, code: Option<u16>, now: Timestamp, rng: &mut impl CryptoRng) {
        self.open = false;
        self.state = match code {
            Some(CLOSE_SIGNED_OUT) => Connection::SignedOut,
            Some(CLOSE_VERSION) => Connection::OutOfDate,
            _ => Connection::Offline,
        };
        let wait_ms = (BACKOFF_MS_MIN << self.attempts.min(10)).min(BACKOFF_MS_MAX);
        // Half fixed, half chance: a restarted server is not met by everybody in the same instant.
        let wait_ms = wait_ms / 2 + rng.next_u64() % (wait_ms / 2 + 1);
        self.attempts += 1;
        self.retry_at = Some(Timestamp::from_micros(now.as_micros() + wait_ms as i64 * 1_000));
    }

    /// Try at once.
    pub(crate) fn hurry(&mut self) {
        self.attempts = 0;
        self.retry_at = None;
    }
}
