//! What the practice asks of everybody who books.

use rapport_wire::limits::{BOOKED_AHEAD_MAX, CANCEL_NOTICE_MINUTES_MAX};
use rapport_wire::offer::BookingPolicy;
use rapport_wire::{Code, Problem};

use crate::app::App;
use crate::http::{Refusal, Reply};

/// Under which it is stored.
const POLICY: &str = "booking_policy";

/// Until the owner says otherwise: a day's notice, and a month of weekly hours ahead.
const UNTIL_CHANGED: BookingPolicy =
    BookingPolicy { cancel_notice_minutes: 24 * 60, late_move: false, ahead_max: 4 };

/// The policy as it is now.
pub(crate) async fn policy(app: &App) -> Reply<BookingPolicy> {
    match app.store.setting(POLICY).await? {
        Some(stored) => serde_json::from_slice(&stored).map_err(Refusal::fault),
        None => Ok(UNTIL_CHANGED),
    }
}

/// Changes it.
pub(crate) async fn put_policy(app: &App, policy: BookingPolicy) -> Reply<()> {
    let text = serde_json::to_vec(&policy).map_err(Refusal::fault)?;
    Ok(app.store.put_setting(POLICY, &text.into()).await?)
}

/// Refuses what no practice means.
pub(crate) fn check_policy(policy: BookingPolicy) -> Result<(), Problem> {
    let notice_fits = policy.cancel_notice_minutes <= CANCEL_NOTICE_MINUTES_MAX;
    if notice_fits && policy.ahead_max <= BOOKED_AHEAD_MAX {
        return Ok(());
    }
    Err(Problem::with_detail(Code::PolicyInvalid, "at most 14 days of notice and 104 appointments ahead"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_keeps_to_two_weeks_and_two_years_of_weekly_hours() {
        let refused = |cancel_notice_minutes, ahead_max| {
            let policy = BookingPolicy { cancel_notice_minutes, ahead_max, late_move: false };
            check_policy(policy).err().map(|problem| problem.code)
        };
        assert_eq!(refused(0, 0), None);
        assert_eq!(refused(CANCEL_NOTICE_MINUTES_MAX, BOOKED_AHEAD_MAX), None);
        assert_eq!(refused(CANCEL_NOTICE_MINUTES_MAX + 1, 1), Some(Code::PolicyInvalid));
        assert_eq!(refused(0, BOOKED_AHEAD_MAX + 1), Some(Code::PolicyInvalid));
    }
}
