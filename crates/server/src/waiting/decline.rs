//! `POST /api/waiting/{waiting}/decline`: says no to an hour; the place is kept.

use rapport_wire::Code;
use rapport_wire::endpoint::Done;
use rapport_wire::waiting::DeclineHour;

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::Freed;

pub(super) async fn decline(app: App, caller: Caller, ask: DeclineHour) -> Reply<Done> {
    let now = app.now();
    let place = super::place_of(&app, ask.waiting, caller.account).await?;
    if place.therapist == caller.account {
        // Whose time it is has not been asked.
        return Err(Code::Forbidden.into());
    }
    let freed = Freed::of(&app, [place.therapist], now).await?;
    let suits = |place: &_, hour: &_| freed.suits(place, hour);
    let passed = app.store.decline_hour(place.id, ask.appointment, &suits, now).await?;
    super::passed(&app, &passed).await?;
    Ok(Done {})
}
