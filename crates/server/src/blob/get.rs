//! `GET /api/spaces/{space}/blobs/{blob}/{chunk}`: one sealed chunk, for members of the space.

use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use object_store::ObjectStoreExt;
use rapport_wire::Code;

use super::{ChunkName, place};
use crate::app::App;
use crate::http::{Caller, Refusal, Reply, path_ids};

pub(super) async fn get(State(app): State<App>, caller: Caller, params: RawPathParams) -> Reply<Response> {
    let ChunkName { space, blob, chunk } = path_ids(&params)?;
    app.store.member(space, caller.account).await?.ok_or(Code::NotFound)?;
    let hash = app.store.chunk(space, blob, chunk).await?.ok_or(Code::NotFound)?;
    let found = app.blobs.objects.get(&place(space, blob, chunk, &hash)).await.map_err(Refusal::fault)?;
    let length = found.meta.size;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        // On a shared computer not even sealed bytes stay behind.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(found.into_stream())).into_response())
}
