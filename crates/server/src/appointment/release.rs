//! `POST /api/appointments/{appointment}/release`: lets go of a hold of one's own.

use rapport_wire::appointment::ReleaseHold;
use rapport_wire::endpoint::Done;

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time;

pub(super) async fn release(app: App, caller: Caller, ask: ReleaseHold) -> Reply<Done> {
    let released = app.store.release(ask.appointment, caller.account).await?;
    time::tell_attendees(&app, [&released]);
    Ok(Done {})
}
