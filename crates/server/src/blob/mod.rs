//! Attachments: sealed chunks in a folder, their names in the store.
//!
//! Invariant: a row says that a chunk is there only once its bytes are on disk under their own hash; two
//! who put different bytes at once end in the row, not in the file.

mod get;
mod open;
mod put;
mod rules;

use std::path::Path;
use std::sync::Arc;

use axum::routing::get as on_get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::StreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};
use rapport_store::{Blob, Store};
use rapport_wire::blob::CHUNK_PATH;
use rapport_wire::endpoint::{Access, Method};
use rapport_wire::limits::BLOB_OPEN_DAYS_MAX;
use rapport_wire::{BlobId, SpaceId, Timestamp};
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::http::{Refusal, Reply, Routes};

/// Chunks on their way in at once: each is gathered in memory before it is written.
const UPLOADS_MAX: usize = 16;
/// Attachments looked at in one sweep.
const SWEEP_MAX: usize = 100;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.private(open::open).raw(CHUNK_PATH, on_get(get::get).put(put::put), |description| {
        description.bytes("PutChunk", CHUNK_PATH, Method::Put, Access::SignedIn);
        description.bytes("GetChunk", CHUNK_PATH, Method::Get, Access::SignedIn);
    })
}

/// The places of a chunk's path.
#[derive(Debug, Clone, Copy, Deserialize)]
struct ChunkName {
    space: SpaceId,
    blob: BlobId,
    #[serde(deserialize_with = "number")]
    chunk: u32,
}

/// Places of a path are text.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// Where chunks lie.
pub(crate) struct Blobs {
    objects: Arc<dyn ObjectStore>,
    uploads: Semaphore,
}

impl Blobs {
    /// In a folder, which is made when it is not there. A write is on disk before it is answered.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, object_store::Error> {
        std::fs::create_dir_all(folder)
            .map_err(|source| object_store::Error::Generic { store: "folder", source: Box::new(source) })?;
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), uploads: Semaphore::new(UPLOADS_MAX) })
    }

    /// Removes attachments begun long ago and never finished.
    pub(crate) async fn sweep(&self, store: &Store, now: Timestamp) -> Reply<()> {
        let before = now.plus_seconds(-BLOB_OPEN_DAYS_MAX * 24 * 3600);
        for blob in store.expired_blobs(before, SWEEP_MAX).await? {
            for chunk in 0..blob.chunks {
                self.remove(store, &blob, chunk).await?;
            }
            store.delete_blob(blob.space, blob.id).await?;
        }
        Ok(())
    }

    /// Removes every chunk of a space, whatever rows say of it.
    pub(crate) async fn destroy(&self, space: SpaceId) -> Reply<()> {
        let all = ObjectPath::from_iter([space.to_string()]);
        let mut chunks = self.objects.list(Some(&all));
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(Refusal::fault)?;
            self.delete(&chunk.location).await?;
        }
        Ok(())
    }

    async fn remove(&self, store: &Store, blob: &Blob, chunk: u32) -> Reply<()> {
        let Some(hash) = store.chunk(blob.space, blob.id, chunk).await? else { return Ok(()) };
        self.delete(&place(blob.space, blob.id, chunk, &hash)).await
    }

    async fn delete(&self, chunk: &ObjectPath) -> Reply<()> {
        match self.objects.delete(chunk).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Refusal::fault(error)),
        }
    }
}

/// Where a chunk with these bytes lies.
fn place(space: SpaceId, blob: BlobId, chunk: u32, hash: &[u8; 32]) -> ObjectPath {
    let hash = URL_SAFE_NO_PAD.encode(hash);
    ObjectPath::from_iter([space.to_string(), blob.to_string(), format!("{chunk}-{hash}")])
}
