//! Attachments: rows of sealed chunks. The key and the hash travel inside an entry, never here.
//!
//! Chunks are raw bodies, not JSON: `PUT` and `GET` [`chunk_path`], at most
//! [`crate::limits::CHUNK_SEALED_BYTES_MAX`] bytes, by any member of the space. A chunk once stored is
//! never replaced: putting the same bytes again is fine, other bytes are refused.

use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{BlobId, SpaceId};

/// Begins an attachment, or asks how far it has come (the same call resumes).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenBlob {
    /// The space whose members may read it.
    pub space: SpaceId,
    /// Chosen at random by the sender.
    pub blob: BlobId,
    /// How many chunks there will be, 1 to [`crate::limits::BLOB_CHUNKS_MAX`].
    pub chunks: u32,
}
endpoint!(OpenBlob => BlobState, Post "/api/spaces/{space}/blobs/{blob}", SignedIn,
    |me| format!("/api/spaces/{}/blobs/{}", me.space, me.blob));

/// How far an attachment has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlobState {
    /// How many chunks it will have.
    pub chunks: u32,
    /// Which are still missing, ascending.
    pub missing: Vec<u32>,
}

/// Where a chunk is put and got.
pub fn chunk_path(space: SpaceId, blob: BlobId, chunk: u32) -> String {
    format!("/api/spaces/{space}/blobs/{blob}/{chunk}")
}

/// [`chunk_path`] as a route.
pub const CHUNK_PATH: &str = "/api/spaces/{space}/blobs/{blob}/{chunk}";
