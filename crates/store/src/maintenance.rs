//! What is done to the database as a whole: looking for damage, and clearing away what has expired.

use rapport_wire::{AccountId, DeviceId, Timestamp, limits};

use crate::dialect::{self, Target};
use crate::{Store, StoreError, outbox};

/// The largest file that is read whole at every start; a larger one would delay it.
const CHECK_AT_START_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// What a sweep has cleared away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Devices signed out because nobody used them; their sockets are to be closed.
    pub devices: Vec<(AccountId, DeviceId)>,
}

impl Store {
    /// Looks the whole database over for damage. Reads all of a SQLite file: seconds for a large one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], with what SQLite says is wrong.
    pub async fn integrity(&self) -> Result<(), StoreError> {
        dialect::check(self.reader()).await
    }

    /// Clears away what has expired by `now`, and folds the write-ahead log into the file. For once an hour.
    ///
    /// Unfinished attachments are not among it: their chunks come first, see [`Store::expired_blobs`].
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, StoreError> {
        let unused = now.plus_seconds(-limits::DEVICE_DAYS_MAX * 24 * 3600);
        let devices = self.expire_devices(unused).await?;
        self.expire_holds(now).await?;
        self.forget_cells(now).await?;
        self.forget_offered(now).await?;
        let done = now.plus_seconds(-limits::OUTBOX_KEEP_DAYS * 24 * 3600);
        let tx = self.begin().await?;
        outbox::forget(&tx, done).await?;
        tx.commit().await?;
        self.fold_log().await?;
        Ok(Swept { devices })
    }

    /// Folds SQLite's write-ahead log into its file, as far as readers allow: until then the log still holds pages as
    /// they were before something was destroyed. Nothing depends on it, and it waits for nobody; the next one does
    /// what this one could not.
    pub async fn fold_log(&self) -> Result<(), StoreError> {
        dialect::checkpoint(self.writer()).await
    }
}

/// A look for damage that never keeps a start waiting long.
pub(crate) async fn check_at_start(store: &Store, target: &Target) -> Result<(), StoreError> {
    let size = target.file().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |file| file.len());
    if size > CHECK_AT_START_BYTES_MAX {
        tracing::info!(size_bytes = size, "the database is checked later, being large");
        return Ok(());
    }
    store.integrity().await
}
