//! `POST /api/appointments/{appointment}/outcome`: what became of it, by staff who take part, once it began.

use rapport_wire::Code;
use rapport_wire::appointment::{Appointment, RecordOutcome};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time;

pub(super) async fn outcome(app: App, caller: Caller, ask: RecordOutcome) -> Reply<Appointment> {
    let mut known = super::mine(&app, ask.appointment, caller.account).await?;
    if !known.attendee(caller.account).is_some_and(|me| me.staff) {
        return Err(Code::Forbidden.into());
    }
    rules::check_outcome(&known, ask.outcome, app.now())?;
    app.store.record_outcome(known.id, known.sequence, ask.outcome).await?;
    known.outcome = Some(ask.outcome);
    time::tell_attendees(&app, [&known]);
    Ok(time::appointment(known))
}
