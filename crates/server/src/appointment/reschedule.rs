//! `POST /api/appointments/{appointment}/move`: a client to a slot that is offered and by the policy, a
//! therapist anywhere free.

use rapport_store::Move;
use rapport_wire::Code;
use rapport_wire::appointment::{Appointment, Reschedule};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::{self, Freed, Meeting};

pub(super) async fn reschedule(app: App, caller: Caller, ask: Reschedule) -> Reply<Appointment> {
    let now = app.now();
    let old = super::mine(&app, ask.appointment, caller.account).await?;
    let meeting = Meeting::of(&app, old.space, caller.account).await?;
    rules::check_open(&old, ask.sequence, now)?;
    let minutes = rules::minutes(&old);
    let ends_at = rules::ends_at(ask.starts_at, minutes, now)?;
    let mut offers = Vec::new();
    for therapist in old.staff() {
        if let Some(offer) = time::offered_by(&app, therapist).await? {
            offers.push((offer, time::elsewhere(&app, therapist, ask.starts_at, ends_at).await?));
        }
    }
    if !meeting.role.is_staff() {
        rules::check_client_moves(&old, time::policy(&app).await?, now)?;
        let all = offers.len() == old.staff().count();
        if !all || !time::is_offered(&offers, old.mode, minutes, ask.starts_at, now) {
            return Err(Code::SlotNotOffered.into());
        }
    }
    let change = Move {
        id: ask.appointment,
        sequence: ask.sequence,
        starts_at: ask.starts_at,
        ends_at,
        buffers: offers.iter().map(|(offer, _)| (offer.account, offer.buffers())).collect(),
        now,
    };
    let freed = Freed::of(&app, old.staff(), now).await?;
    let mut changed = app.store.reschedule(change, &|place, hour| freed.suits(place, hour)).await?;
    app.lapses.note(&changed.offered);
    time::tell_attendees(&app, changed.appointments.iter().chain(&changed.offered));
    Ok(changed.appointments.pop().map(time::appointment).ok_or(Code::AppointmentChanged)?)
}
