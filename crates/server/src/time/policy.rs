//! What the practice asks of everybody who books.

use rapport_wire::offer::BookingPolicy;
use rapport_wire::{Code, Problem};

use crate::app::App;
use crate::http::{Refusal, Reply};

/// Under which it is stored.
const POLICY: &str = "booking_policy";
/// Longest notice a practice asks for before a cancellation, in minutes: two weeks.
const CANCEL_NOTICE_MINUTES_MAX: u32 = 14 * 24 * 60;
/// Most appointments one client books ahead with one therapist.
const AHEAD_MAX: u16 = 104;

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
    let fits = policy.cancel_notice_minutes <= CANCEL_NOTICE_MINUTES_MAX && policy.ahead_max <= AHEAD_MAX;
    if fits {
        return Ok(());
    }
    Err(Problem::with_detail(Code::Malformed, "at most 14 days of notice and 104 appointments ahead"))
}
