//! When two people met, to be marked below a chart: from their appointments, where the server knows of any.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::api::call;
use rapport_wire::appointment::{Appointment, AppointmentState, ListAppointments, Outcome};
use rapport_wire::{SpaceId, Timestamp};

use super::super::told::Told;
use crate::app::app;

const DAY_SECONDS: i64 = 24 * 3_600;
/// The longest stretch that may be asked about at once.
const ASK_SECONDS: i64 = 400 * DAY_SECONDS;

/// When they met in a space while a measure was answered, in microseconds since the Unix epoch. Asked once; a
/// chart without the marks is whole, so nobody is told when there is no answer.
pub(super) fn sessions(space: Option<SpaceId>, told: &Told) -> RwSignal<Vec<i64>> {
    let met = RwSignal::new(Vec::new());
    let scores = told.scores();
    let (Some(space), Some((first, _)), Some((last, _))) = (space, scores.first(), scores.last()) else {
        return met;
    };
    // To the end of the last day: one score alone is no stretch of time.
    let (app, until) = (app(), Timestamp::from_micros(*last).plus_seconds(DAY_SECONDS));
    let from = Timestamp::from_micros(*first).max(until.plus_seconds(-ASK_SECONDS));
    spawn_local(async move {
        if let Ok(answer) = call(&*app.outside(), &ListAppointments { from, until }).await {
            let times = answer.appointments.iter().filter(|it| it.space == space && was_held(it));
            let _ = met.try_set(times.map(|it| it.starts_at.as_micros()).collect());
        }
    });
    met
}

/// Whether an appointment took place, as far as is known.
fn was_held(it: &Appointment) -> bool {
    it.state == AppointmentState::Booked && matches!(it.outcome, None | Some(Outcome::Met))
}
