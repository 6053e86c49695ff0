//! `GET /api/therapists/{therapist}/offer`: for whoever shares a space with them.

use rapport_wire::Code;
use rapport_wire::offer::{GetOffer, OfferView};

use crate::app::App;
use crate::http::{Caller, Refusal, Reply};

pub(super) async fn get(app: App, caller: Caller, ask: GetOffer) -> Reply<OfferView> {
    let known =
        ask.therapist == caller.account || app.store.share_a_space(caller.account, ask.therapist).await?;
    if !known {
        return Err(Code::NotFound.into());
    }
    match app.store.offer(ask.therapist).await? {
        Some(stored) => {
            let offer = serde_json::from_str(&stored.offer).map_err(Refusal::fault)?;
            Ok(OfferView { offer: Some(offer), version: stored.version })
        }
        None => Ok(OfferView { offer: None, version: 0 }),
    }
}
