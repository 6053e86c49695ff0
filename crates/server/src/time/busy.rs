//! When somebody is busy: with appointments and holds here, and with what their calendars elsewhere say.

use rapport_calendar::{Span, Spans};
use rapport_wire::{AccountId, AppointmentId, Timestamp};

use super::convert::instant;
use crate::app::App;
use crate::http::Reply;

/// Longer than any appointment with its buffers: what begins within a time may end so much later.
const BEYOND_SECONDS: i64 = 24 * 3600;

/// When somebody is busy with anything that could be in the way of what begins within a time; an appointment that is
/// being moved is not.
pub(crate) async fn busy(
    app: &App,
    account: AccountId,
    from: Timestamp,
    until: Timestamp,
    moving: Option<AppointmentId>,
    now: Timestamp,
) -> Reply<Spans> {
    let (from, until) = (from.plus_seconds(-BEYOND_SECONDS), until.plus_seconds(BEYOND_SECONDS));
    let here = app.store.busy(&[account], from, until, now).await?;
    let in_the_way = here.into_iter().filter(|busy| Some(busy.appointment) != moving);
    let here = in_the_way.map(|busy| span(busy.from, busy.until));
    Ok(here.chain(elsewhere(app, account, from, until).await?.iter()).collect())
}

/// When somebody is busy with what stands in calendars of their own elsewhere.
pub(crate) async fn elsewhere(
    app: &App,
    account: AccountId,
    from: Timestamp,
    until: Timestamp,
) -> Reply<Spans> {
    let there = app.store.busy_elsewhere(account, from, until).await?;
    Ok(there.into_iter().map(|busy| span(busy.starts_at, busy.ends_at)).collect())
}

/// What lies between two instants.
pub(crate) const fn span(from: Timestamp, until: Timestamp) -> Span {
    Span { start: instant(from), end: instant(until) }
}
