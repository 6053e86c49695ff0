//! `POST /api/appointments`: a therapist gives an appointment, or a series of them.

use rapport_store as store;
use rapport_store::{Attendee, NewSeries, Taking};
use rapport_wire::appointment::{Arrange, Arranged};
use rapport_wire::{AccountId, AppointmentId, Code, Problem, SeriesId};

use super::{rules, series};
use crate::app::App;
use crate::chance::random;
use crate::http::{Caller, Refusal, Reply};
use crate::time::{self, Meeting};

pub(super) async fn arrange(app: App, caller: Caller, ask: Arrange) -> Reply<Arranged> {
    let now = app.now();
    let meeting = Meeting::of(&app, ask.space, caller.account).await?;
    if !meeting.role.is_staff() {
        return Err(Code::Forbidden.into());
    }
    let mut staff = ask.with.clone();
    staff.push(caller.account);
    let staff = meeting.therapists(&staff)?;
    let attendees = attendees(&app, &meeting, &staff).await?;
    let beginnings = match &ask.repeat {
        Some(repeat) => series::beginnings(ask.starts_at, repeat)?,
        None => vec![ask.starts_at],
    };
    let mut takings = Vec::with_capacity(beginnings.len());
    for starts_at in beginnings {
        let id = if takings.is_empty() { ask.id } else { AppointmentId::from_bytes(random()) };
        let ends_at = rules::ends_at(starts_at, ask.minutes, now)?;
        let (space, attendees, mode) = (ask.space, attendees.clone(), ask.mode);
        takings.push(Taking { id, space, attendees, starts_at, ends_at, mode });
    }
    let new_series = |repeat| {
        let repeat = serde_json::to_string(repeat).map_err(Refusal::fault)?;
        // Named after its first one, so that asking twice is once.
        Ok::<_, Refusal>(NewSeries { id: SeriesId::from_bytes(*ask.id.as_bytes()), repeat })
    };
    let arranged = app
        .store
        .arrange(store::Arrange {
            takings,
            series: ask.repeat.as_ref().map(new_series).transpose()?,
            by: caller.account,
            only_look: ask.only_look,
            skip_taken: ask.skip_taken,
            now,
        })
        .await?;
    if !ask.only_look {
        time::tell_attendees(&app, &arranged.appointments);
    }
    let appointments = arranged.appointments.into_iter().map(time::appointment).collect();
    Ok(Arranged { appointments, taken: arranged.taken })
}

/// The staff with what each keeps free around an appointment, and all clients.
async fn attendees(app: &App, meeting: &Meeting, staff: &[AccountId]) -> Reply<Vec<Attendee>> {
    let mut attendees: Vec<Attendee> = meeting.clients()?.into_iter().map(rules::client).collect();
    if attendees.is_empty() {
        return Err(Problem::with_detail(Code::Malformed, "there is no client in this space yet").into());
    }
    for account in staff {
        let offered = time::offered_by(app, *account).await?;
        attendees.push(Attendee {
            account: *account,
            staff: true,
            zone: offered.as_ref().map(|offered| offered.offer.zone.clone()),
            buffers: offered.map(|offered| offered.buffers()).unwrap_or_default(),
        });
    }
    Ok(attendees)
}
