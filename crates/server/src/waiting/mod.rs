//! Waiting lists: places taken and left, hours offered and answered.
//!
//! The order, what is fair about it, and why nobody is offered an hour twice stand in `rapport_store::waiting`;
//! here is decided who may do what, and the driver sees to it that an hour nobody answers goes on.

mod decline;
mod driver;
mod join;
mod leave;
mod list;
mod urgent;

use rapport_store::{Passed, WaitingPlace};
use rapport_wire::{AccountId, Code, WaitId};

use crate::app::App;
use crate::http::{Reply, Routes};
use crate::time;

pub(crate) use driver::drive;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .private(join::join)
        .private(list::list)
        .private(leave::leave)
        .private(decline::decline)
        .private(urgent::urgent)
}

/// A place, for a client of its space or the therapist whose list it is on. Nobody else learns of it.
async fn place_of(app: &App, id: WaitId, caller: AccountId) -> Reply<WaitingPlace> {
    let place = app.store.waiting_place(id).await?.ok_or(Code::NotFound)?;
    let log = app.logs.get(&app.store, place.space).await?;
    let client = log.current_member(caller).is_some_and(|member| !member.role.is_staff());
    if client || place.therapist == caller { Ok(place) } else { Err(Code::NotFound.into()) }
}

/// An hour has gone from a place, perhaps to another one: tells all whom it concerns.
async fn passed(app: &App, passed: &Passed) -> Reply<()> {
    app.lapses.note(&passed.offered);
    time::tell_attendees(app, passed.before.iter().chain(&passed.offered));
    tell_place(app, &passed.place).await
}

/// Tells the clients of a place, and the therapist whose list it is on.
async fn tell_place(app: &App, place: &WaitingPlace) -> Reply<()> {
    let log = app.logs.get(&app.store, place.space).await?;
    let clients = log.members().filter(|member| !member.role.is_staff()).map(|member| member.account);
    time::tell(app, clients.chain([place.therapist]).collect());
    Ok(())
}
