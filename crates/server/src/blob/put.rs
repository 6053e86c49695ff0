//! `PUT /api/spaces/{space}/blobs/{blob}/{chunk}`: one sealed chunk, refused at the first byte too many.

use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use object_store::{ObjectStoreExt, PutPayload};
use rapport_store::BlobError;
use rapport_wire::limits::CHUNK_SEALED_BYTES_MAX;
use rapport_wire::{Code, Problem};

use super::{ChunkName, place, rules};
use crate::app::App;
use crate::chance::sha256;
use crate::http::{Caller, Refusal, Reply, path_ids};

pub(super) async fn put(
    State(app): State<App>,
    caller: Caller,
    params: RawPathParams,
    headers: HeaderMap,
    body: Body,
) -> Reply<StatusCode> {
    let ChunkName { space, blob, chunk } = path_ids(&params)?;
    app.store.member(space, caller.account).await?.ok_or(Code::NotFound)?;
    let known = app.store.blob(space, blob).await?.ok_or(Code::NotFound)?;
    rules::check_sender(&known, caller.account, chunk)?;
    rules::check_length(announced(&headers))?;
    if app.disk.is_full() {
        return Err(Code::DiskFull.into());
    }
    // The semaphore is never closed.
    let _place = app.blobs.uploads.acquire().await.map_err(Refusal::fault)?;
    let bytes = gather(body).await?;
    let hash = sha256(&bytes);
    match app.store.chunk(space, blob, chunk).await? {
        Some(stored) if stored == hash => return Ok(StatusCode::NO_CONTENT),
        Some(_) => return Err(Code::BlobInvalid.into()),
        None => {}
    }
    let path = place(space, blob, chunk, &hash);
    app.blobs.objects.put(&path, PutPayload::from(bytes)).await.map_err(not_written)?;
    let outcome = app.store.chunk_received(space, blob, chunk, &hash, app.now()).await;
    if matches!(outcome, Err(BlobError::Differs | BlobError::NotFound)) {
        // Somebody else's bytes were first, or the space was destroyed meanwhile: these belong to no row.
        let _ = app.blobs.objects.delete(&path).await;
    }
    outcome?;
    Ok(StatusCode::NO_CONTENT)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads a body that is at most one chunk.
async fn gather(body: Body) -> Reply<Vec<u8>> {
    let mut parts = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Problem::with_detail(Code::Malformed, "the body ended early"))?;
        if bytes.len() + part.len() > CHUNK_SEALED_BYTES_MAX {
            return Err(Code::TooLarge.into());
        }
        bytes.extend_from_slice(&part);
    }
    if bytes.is_empty() { Err(Code::BlobInvalid.into()) } else { Ok(bytes) }
}

/// A full disk has a code of its own; anything else is a fault.
fn not_written(error: object_store::Error) -> Refusal {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = cause {
        let io = inner.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(io, Some(std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)) {
            return Code::DiskFull.into();
        }
        cause = inner.source();
    }
    Refusal::fault(error)
}
