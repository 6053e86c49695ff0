//! `POST /api/waiting/{waiting}/urgent`: puts a place first, or back. For the therapist whose list it is.

use rapport_wire::Code;
use rapport_wire::endpoint::Done;
use rapport_wire::waiting::SetUrgent;

use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn urgent(app: App, caller: Caller, ask: SetUrgent) -> Reply<Done> {
    let place = super::place_of(&app, ask.waiting, caller.account).await?;
    if place.therapist != caller.account {
        return Err(Code::Forbidden.into());
    }
    if !app.store.set_urgent(place.id, ask.urgent).await? {
        return Err(Code::NotFound.into());
    }
    super::tell_place(&app, &place).await?;
    Ok(Done {})
}
