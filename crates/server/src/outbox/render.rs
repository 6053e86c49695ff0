//! From a row of the outbox to a letter, looking up where it goes at the last moment.

use rapport_calendar::Zone;
use rapport_store::{Settled, StoreError, Taken, What};
use rapport_wire::Timestamp;

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
    if let (What::Reminder { .. }, Some(chosen)) = (&taken.what, &chosen)
        && let Some(at) = rapport_store::quiet_until(chosen, now)
    {
        // It was due before it became quiet, and could not go then.
        return Ok(Next::Settle(Settled::Again { at, error: "quiet-hours" }));
    }
    let zone = chosen.and_then(|chosen| chosen.zone.parse().ok()).unwrap_or_else(Zone::utc);
    let origin = app.origins.first().map_or("", String::as_str);
    let enclosed = invite::enclosed(app, taken, mailer.from(), &to, &zone, now);
    let letter = Letter {
        key: taken.id.to_string(),
        from: mailer.from().clone(),
        to: mailbox(to),
        at: now,
        words: words_of(&taken.what, &zone, origin),
        enclosed,
    };
    Ok(Next::Send(Box::new(letter)))
}

fn words_of(what: &What, zone: &Zone, origin: &str) -> Words {
    match what {
        What::Reminder { starts_at, .. } => words::reminder(*starts_at, zone, origin),
        What::Invitation(told) => words::invitation(told.starts_at, zone, origin),
        What::Cancellation(told) => words::cancellation(told.starts_at, zone, origin),
        What::Code { digits, .. } => words::code(digits, origin),
    }
}
