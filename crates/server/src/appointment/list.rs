//! `POST /api/appointments/list`: one's own, and when one is busy by a calendar elsewhere.

use rapport_calendar::Spans;
use rapport_wire::appointment::{AppointmentState, Appointments, Busy, ListAppointments};
use rapport_wire::limits::PAGE_APPOINTMENTS_MAX;

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time;

pub(super) async fn list(app: App, caller: Caller, ask: ListAppointments) -> Reply<Appointments> {
    rules::check_range(ask.from, ask.until)?;
    let now = app.now();
    let page =
        app.store.appointments(caller.account, ask.from, ask.until, PAGE_APPOINTMENTS_MAX, now).await?;
    let elsewhere = time::elsewhere(&app, caller.account, ask.from, ask.until).await?;
    // A calendar elsewhere may know our own appointments by our feed: those are not told twice.
    let live = page.appointments.iter().filter(|one| one.state != AppointmentState::Cancelled);
    let ours: Spans = live.map(|one| time::span(one.starts_at, one.ends_at)).collect();
    let elsewhere = elsewhere.minus(&ours);
    let busy = elsewhere
        .iter()
        .map(|span| Busy { starts_at: time::timestamp(span.start), ends_at: time::timestamp(span.end) });
    Ok(Appointments {
        appointments: page.appointments.into_iter().map(time::appointment).collect(),
        busy: busy.collect(),
        more: page.more,
    })
}
