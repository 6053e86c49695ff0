//! Appointments: held, booked, arranged, moved, called off, and what became of them.
//!
//! Every endpoint loads, lets `rules` decide, and leaves the race to the store: what was decided stands on the
//! sequence number it was decided with. Nobody but those who take part learns that an appointment exists.

mod arrange;
mod book;
mod cancel;
mod hold;
mod list;
mod outcome;
mod release;
mod reschedule;
mod rules;
mod series;

use rapport_store::Appointment;
use rapport_wire::{AccountId, AppointmentId, Code};

use crate::app::App;
use crate::http::{Reply, Routes};

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .private(hold::hold)
        .private(book::book)
        .private(release::release)
        .private(arrange::arrange)
        .private(reschedule::reschedule)
        .private(cancel::cancel)
        .private(outcome::outcome)
        .private(list::list)
}

/// An appointment, for somebody who takes part.
async fn mine(app: &App, id: AppointmentId, caller: AccountId) -> Reply<Appointment> {
    let found = app.store.appointment(id).await?;
    Ok(found.filter(|one| one.attendee(caller).is_some()).ok_or(Code::NotFound)?)
}
