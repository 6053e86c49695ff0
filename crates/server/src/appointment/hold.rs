//! `POST /api/appointments/hold`: keeps a slot for a client who is deciding.

use rapport_store::{Attendee, Hold, HoldLimits, Taking};
use rapport_wire::appointment::{Appointment, HoldSlot};
use rapport_wire::{Code, Problem, limits};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::{self, Meeting};

pub(super) async fn hold(app: App, caller: Caller, ask: HoldSlot) -> Reply<Appointment> {
    let now = app.now();
    let meeting = Meeting::of(&app, ask.space, caller.account).await?;
    if meeting.role.is_staff() {
        return Err(Problem::with_detail(Code::Forbidden, "those who work here give appointments").into());
    }
    let therapists = meeting.therapists(&ask.therapists)?;
    let ends_at = rules::ends_at(ask.starts_at, ask.minutes, now)?;
    let mut offers = Vec::with_capacity(therapists.len());
    for therapist in &therapists {
        let offer = time::offered_by(&app, *therapist).await?.ok_or(Code::SlotNotOffered)?;
        let elsewhere = time::elsewhere(&app, *therapist, ask.starts_at, ends_at).await?;
        offers.push((offer, elsewhere));
    }
    if !time::is_offered(&offers, ask.mode, ask.minutes, ask.starts_at, now) {
        return Err(Code::SlotNotOffered.into());
    }
    let mut attendees: Vec<Attendee> = meeting.clients()?.into_iter().map(rules::client).collect();
    attendees.extend(offers.iter().map(|(offer, _)| Attendee {
        account: offer.account,
        staff: true,
        zone: Some(offer.offer.zone.clone()),
        buffers: offer.buffers(),
    }));
    let policy = time::policy(&app).await?;
    let wanted = Hold {
        taking: Taking {
            id: ask.id,
            space: ask.space,
            attendees,
            starts_at: ask.starts_at,
            ends_at,
            mode: ask.mode,
        },
        by: caller.account,
        until: rules::held_until(ask.starts_at, now),
        limits: HoldLimits { holds_max: limits::ACCOUNT_HOLDS_MAX, ahead_max: usize::from(policy.ahead_max) },
        now,
    };
    let held = app.store.hold(wanted).await?;
    time::tell_attendees(&app, [&held]);
    Ok(time::appointment(held))
}
