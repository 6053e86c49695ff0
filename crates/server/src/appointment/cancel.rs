//! `POST /api/appointments/{appointment}/cancel`: calls an appointment off, alone or with those that follow.

use rapport_store::Cancel;
use rapport_wire::Code;
use rapport_wire::appointment::{Appointments, CancelAppointment};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::{self, Freed};

/// Whoever takes part may call it off, even if they have left the space since.
pub(super) async fn cancel(app: App, caller: Caller, ask: CancelAppointment) -> Reply<Appointments> {
    let now = app.now();
    let old = super::mine(&app, ask.appointment, caller.account).await?;
    let by_staff = old.attendee(caller.account).is_some_and(|me| me.staff);
    if ask.and_following && !by_staff {
        return Err(Code::Forbidden.into());
    }
    rules::check_open(&old, ask.sequence, now)?;
    let policy = time::policy(&app).await?;
    let change = Cancel {
        id: ask.appointment,
        sequence: ask.sequence,
        by: caller.account,
        outcome: rules::outcome_of_cancel(&old, by_staff, policy, now),
        and_following: ask.and_following,
        now,
    };
    let freed = Freed::of(&app, old.staff(), now).await?;
    let changed = app.store.cancel(change, &|place, hour| freed.suits(place, hour)).await?;
    app.lapses.note(&changed.offered);
    time::tell_attendees(&app, changed.appointments.iter().chain(&changed.offered));
    let appointments = changed.appointments.into_iter().map(time::appointment).collect();
    Ok(Appointments { appointments, busy: Vec::new(), more: false })
}
