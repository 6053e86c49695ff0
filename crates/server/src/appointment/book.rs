//! `POST /api/appointments/{appointment}/book`: makes a hold of one's own an appointment.

use rapport_store::Book;
use rapport_wire::Code;
use rapport_wire::appointment::{Appointment, BookHeld};

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::{self, Meeting};

pub(super) async fn book(app: App, caller: Caller, ask: BookHeld) -> Reply<Appointment> {
    let zone = time::zone(&ask.zone)?;
    // A hold that is gone and one that never was the caller's look the same.
    let held = super::mine(&app, ask.appointment, caller.account).await.map_err(|_| Code::HoldExpired)?;
    Meeting::of(&app, held.space, caller.account).await?;
    let book = Book { id: ask.appointment, by: caller.account, zone: zone.name().to_owned(), now: app.now() };
    let booked = app.store.book(book).await?;
    time::tell_attendees(&app, [&booked]);
    Ok(time::appointment(booked))
}
