//! `POST`, `GET /api/feeds` and `DELETE /api/feeds/{feed}`: one's own feeds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_calendar::Zone;
use rapport_wire::calendar_link::{CreateFeed, Feeds, ListFeeds, NewFeed, RevokeFeed};
use rapport_wire::endpoint::Done;
use rapport_wire::{Code, FeedId};

use super::source::check_label;
use crate::app::App;
use crate::chance::{Token, random};
use crate::http::{Caller, Reply};

pub(super) async fn create(app: App, caller: Caller, ask: CreateFeed) -> Reply<NewFeed> {
    check_label(&ask.label)?;
    let zone: Zone = ask.zone.parse().map_err(|_| Code::ZoneUnknown)?;
    let secret = Token::fresh();
    let new = rapport_store::NewFeed {
        id: FeedId::from_bytes(random()),
        account: caller.account,
        secret_hash: secret.hash(),
        label: ask.label,
        zone: zone.name().to_owned(),
        now: app.now(),
    };
    let id = new.id;
    if !app.store.create_feed(new).await? {
        return Err(Code::TooMany.into());
    }
    Ok(NewFeed { id, path: format!("/calendar/{}.ics", URL_SAFE_NO_PAD.encode(secret.as_bytes())) })
}

pub(super) async fn list(app: App, caller: Caller, _: ListFeeds) -> Reply<Feeds> {
    Ok(Feeds { feeds: app.store.feeds(caller.account).await? })
}

pub(super) async fn revoke(app: App, caller: Caller, ask: RevokeFeed) -> Reply<Done> {
    if app.store.revoke_feed(caller.account, ask.feed).await? {
        Ok(Done {})
    } else {
        Err(Code::NotFound.into())
    }
}
