//! `GET /api/socket`: the upgrade, for our own pages and signed-in devices alone.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use rapport_wire::limits::FRAME_BYTES_MAX;
use rapport_wire::{Code, Problem};

use super::session::session;
use crate::app::App;
use crate::http::{Caller, Refusal, Reply, is_own_origin};

/// Read at once from the network, in bytes. One a socket, so kept small.
const READ_BUFFER_BYTES: usize = 8 * 1024;
/// Gathered before it is written, in bytes: a commit's frames go out together.
const WRITE_BUFFER_BYTES: usize = 32 * 1024;

pub(super) async fn open(State(app): State<App>, request: Request) -> Response {
    upgrade(app, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn upgrade(app: App, request: Request) -> Reply<Response> {
    let (mut parts, _) = request.into_parts();
    if !is_own_origin(&parts.headers, &app.origins) {
        return Err(Code::CrossSite.into());
    }
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app).await;
    let upgrade =
        upgrade.map_err(|_| Refusal::from(Problem::with_detail(Code::Malformed, "not a WebSocket")))?;
    let line = app.hub.open(caller.account, caller.device)?;
    // If the upgrade fails the session never runs: the place is given back by this guard's end.
    let place = super::session::Place::new(app.clone(), line);
    Ok(upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_message_size(FRAME_BYTES_MAX)
        .max_frame_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| session(place, socket)))
}
