//! How long to wait before trying again, and when to stop. Pure.

use rapport_store::Settled;
use rapport_wire::Timestamp;
use rapport_wire::limits::{OUTBOX_ATTEMPTS_MAX, OUTBOX_RETRY_SECONDS_MAX, OUTBOX_RETRY_SECONDS_MIN};

use crate::mail::MailError;

/// Seconds to wait after so many failures in a row, from 1.
pub(super) fn seconds(failures: u32) -> i64 {
    let doubled = OUTBOX_RETRY_SECONDS_MIN.saturating_mul(1 << failures.saturating_sub(1).min(16));
    doubled.min(OUTBOX_RETRY_SECONDS_MAX)
}

/// What becomes of something whose `attempt`-th attempt failed.
pub(super) fn after(error: MailError, attempt: u32, now: Timestamp) -> Settled {
    let error_code = error.code();
    if error.is_final() || attempt >= OUTBOX_ATTEMPTS_MAX {
        Settled::Dead { error: error_code }
    } else {
        Settled::Again { at: now.plus_seconds(seconds(attempt)), error: error_code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stop_growing() {
        assert_eq!(seconds(1), OUTBOX_RETRY_SECONDS_MIN);
        assert_eq!(seconds(2), 2 * OUTBOX_RETRY_SECONDS_MIN);
        assert!((1..1_000).all(|failures| seconds(failures + 1) >= seconds(failures)));
        assert_eq!(seconds(u32::MAX), OUTBOX_RETRY_SECONDS_MAX);
    }

    #[test]
    fn what_cannot_be_helped_is_not_tried_again() {
        let now = Timestamp::from_millis(0);
        assert_eq!(after(MailError::Refused, 1, now), Settled::Dead { error: "mail-refused" });
        let again = Settled::Again { at: now.plus_seconds(OUTBOX_RETRY_SECONDS_MIN), error: "mail-slow" };
        assert_eq!(after(MailError::Slow, 1, now), again);
        let given_up = Settled::Dead { error: "mail-slow" };
        assert_eq!(after(MailError::Slow, OUTBOX_ATTEMPTS_MAX, now), given_up);
    }
}
