//! From a row of the outbox to a letter, looking up where it goes at the last moment.

use rapport_calendar::Zone;
use rapport_store::{Series, Settled, StoreError, Taken, What};
use rapport_wire::Timestamp;
use rapport_wire::appointment::AppointmentState;

use crate::app::App;
use crate::mail::words::{self, Words};
use crate::mail::{Letter, Mailer, mailbox, parse_address};
use crate::outbox::invite;

/// What to do with a row.
pub(super) enum Next {
    /// Send this.
    Send(Box<Letter>),
    /// Nothing now.
    Settle(Settled),
}

/// What a row becomes at this moment.
pub(super) async fn render(
    app: &App,
    mailer: &Mailer,
    taken: &Taken,
    now: Timestamp,
) -> Result<Next, StoreError> {
    let address = match taken.what {
        // A code is what shows whether an address is somebody's; nothing else goes before it came back.
        What::Code { .. } => app.store.mail_address(taken.account).await?.map(|address| address.mail),
        _ => app.store.confirmed_address(taken.account).await?,
    };
    let Some(to) = address.as_deref().and_then(parse_address) else {
        return Ok(Next::Settle(Settled::Cancelled));
    };
    let chosen = app.store.reminders(taken.account).await?;
    if let (What::Reminder { .. } | What::Offered { .. } | What::Due { .. }, Some(chosen)) =
        (&taken.what, &chosen)
        && let Some(at) = rapport_store::quiet_until(chosen, now)
    {
        // It was due before it became quiet, and could not go then.
        return Ok(Next::Settle(Settled::Again { at, error: "quiet-hours" }));
    }
    let zone = chosen.and_then(|chosen| chosen.zone.parse().ok()).unwrap_or_else(Zone::utc);
    let origin = app.origins.first().map_or("", String::as_str);
    let from = mailer.from().clone();
    let enclosed = invite::enclosed(app, taken, &from, &to, &zone, now);
    let (words, enclosed) = match &taken.what {
        What::Reminder { starts_at, .. } => (words::reminder(*starts_at, &zone, origin), enclosed),
        What::Invitation(told) => (words::invitation(told.starts_at, &zone, origin), enclosed),
        What::Cancellation(told) => (words::cancellation(told.starts_at, &zone, origin), enclosed),
        What::Code { digits, .. } => (words::code(digits, origin), enclosed),
        What::Due { .. } => (words::due(origin), enclosed),
        What::Offered { starts_at, until } => {
            if !is_still_held(app, taken, now).await? {
                return Ok(Next::Settle(Settled::Cancelled));
            }
            (words::offered(*starts_at, *until, &zone, origin), enclosed)
        }
        What::Series { series, .. } => {
            let found = app.store.series(*series).await?;
            let Some(words) = found.as_ref().and_then(|found| words_of(found, &zone, origin, now)) else {
                return Ok(Next::Settle(Settled::Cancelled));
            };
            (words, found.and_then(|found| invite::enclosed_series(app, &found, &from, &to, now)))
        }
    };
    let letter = Letter { key: taken.id.to_string(), from, to: mailbox(to), at: now, words, enclosed };
    Ok(Next::Send(Box::new(letter)))
}

/// Whether an hour still waits for an answer: it may have been booked or declined, or gone to the next.
async fn is_still_held(app: &App, taken: &Taken, now: Timestamp) -> Result<bool, StoreError> {
    let Some(id) = taken.appointment else { return Ok(false) };
    let held = app.store.appointment(id).await?;
    Ok(held.is_some_and(|held| {
        held.state == AppointmentState::Held && held.held_until.is_some_and(|until| until > now)
    }))
}

/// What is said of a series; none when there is nothing of it.
fn words_of(series: &Series, zone: &Zone, origin: &str, now: Timestamp) -> Option<Words> {
    let on = || series.appointments.iter().filter(|one| one.state == AppointmentState::Booked);
    let next = on().find(|one| one.ends_at > now).or_else(|| on().next_back());
    match next {
        Some(next) => Some(words::series(next.starts_at, zone, origin)),
        None => series.appointments.first().map(|first| words::no_series(first.starts_at, zone, origin)),
    }
}
