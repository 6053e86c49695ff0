//! `PUT /api/offer`: replaces one's own offer, if it still is the one that was changed.

use rapport_wire::Code;
use rapport_wire::offer::{OfferView, PutOffer};

use crate::app::App;
use crate::http::{Caller, Refusal, Reply};
use crate::time;

pub(super) async fn put(app: App, caller: Caller, ask: PutOffer) -> Reply<OfferView> {
    if !caller.role.is_staff() {
        return Err(Code::Forbidden.into());
    }
    time::timetable(&ask.offer)?;
    let text = serde_json::to_string(&ask.offer).map_err(Refusal::fault)?;
    if !app.store.put_offer(caller.account, ask.version, text).await? {
        return Err(Code::Stale.into());
    }
    time::tell(&app, vec![caller.account]);
    Ok(OfferView { offer: Some(ask.offer), version: ask.version + 1 })
}
