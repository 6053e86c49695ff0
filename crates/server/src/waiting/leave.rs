//! `DELETE /api/waiting/{waiting}`: leaves a list; what was held for the place goes to the next.

use rapport_wire::endpoint::Done;
use rapport_wire::waiting::LeaveWaiting;

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::Freed;

pub(super) async fn leave(app: App, caller: Caller, ask: LeaveWaiting) -> Reply<Done> {
    let now = app.now();
    let place = super::place_of(&app, ask.waiting, caller.account).await?;
    let freed = Freed::of(&app, [place.therapist], now).await?;
    let passed = app.store.leave_list(place.id, &|place, hour| freed.suits(place, hour), now).await?;
    super::passed(&app, &passed).await?;
    Ok(Done {})
}
