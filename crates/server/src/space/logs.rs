//! Verified membership logs in memory, and the lock under which each grows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rapport_envelope::Log;
use rapport_store::Store;
use rapport_wire::limits::{PAGE_RECORDS_MAX, SPACES_CACHED_MAX};
use rapport_wire::space::Append;
use rapport_wire::{AccountId, Code, SpaceId, Timestamp};
use tokio::sync::OwnedMutexGuard;

use super::rules::{self, Checked};
use crate::http::{Refusal, Reply};

/// The logs that have been read, verified from their genesis.
#[derive(Default)]
pub(crate) struct Logs {
    known: Mutex<HashMap<SpaceId, Arc<Known>>>,
}

struct Known {
    current: RwLock<Arc<Log>>,
    /// Held while a record is on its way in.
    growing: Arc<tokio::sync::Mutex<()>>,
}

/// A log that nobody else can append to while this is held.
pub(crate) struct SpaceGuard {
    known: Arc<Known>,
    _growing: OwnedMutexGuard<()>,
}

impl SpaceGuard {
    /// The space.
    pub(crate) fn space(&self) -> SpaceId {
        self.log().space()
    }

    /// The log as it stands.
    pub(crate) fn log(&self) -> Arc<Log> {
        self.known.log()
    }

    /// Whether the log may hold this record by `author`.
    pub(crate) fn check(
        &self,
        append: &Append,
        author: AccountId,
        now: Timestamp,
    ) -> Result<Checked, Refusal> {
        rules::check(&self.log(), append, author, now)
    }

    /// The record is on disk: the log is this from now on.
    pub(super) fn grow(&self, log: Arc<Log>) {
        *self.known.current.write().unwrap_or_else(PoisonError::into_inner) = log;
    }
}

impl Known {
    fn log(&self) -> Arc<Log> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Logs {
    /// A space's log; `not-found` when there is no such space.
    pub(crate) async fn get(&self, store: &Store, space: SpaceId) -> Reply<Arc<Log>> {
        Ok(self.known(store, space).await?.log())
    }

    /// A space's log, held still.
    pub(crate) async fn lock(&self, store: &Store, space: SpaceId) -> Reply<SpaceGuard> {
        let known = self.known(store, space).await?;
        let growing = Arc::clone(&known.growing).lock_owned().await;
        // Another node may have appended: the store's head decides, and a log that is behind is read on.
        let state = store.space(space).await?.ok_or(Code::NotFound)?;
        if state.log_head != known.log().head() {
            let fresh = read(store, space).await?;
            *known.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        }
        Ok(SpaceGuard { known, _growing: growing })
    }

    /// The space is no more.
    pub(crate) fn forget(&self, space: SpaceId) {
        self.map().remove(&space);
    }

    async fn known(&self, store: &Store, space: SpaceId) -> Reply<Arc<Known>> {
        if let Some(known) = self.map().get(&space) {
            return Ok(Arc::clone(known));
        }
        let log = read(store, space).await?;
        let mut map = self.map();
        if map.len() >= SPACES_CACHED_MAX {
            // Whoever is in use keeps its own handle; the rest is read again when it is needed.
            map.retain(|_, known| Arc::strong_count(known) > 1);
        }
        let fresh = || Arc::new(Known { current: RwLock::new(Arc::new(log)), growing: Arc::default() });
        Ok(Arc::clone(map.entry(space).or_insert_with(fresh)))
    }

    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<SpaceId, Arc<Known>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads and verifies a whole log. Expiry is left out: it was judged when each record came.
async fn read(store: &Store, space: SpaceId) -> Reply<Log> {
    let mut log: Option<Log> = None;
    loop {
        let from = log.as_ref().map_or(0, Log::next_index);
        let page = store.records(space, from, PAGE_RECORDS_MAX).await?;
        for stored in page.records {
            let wraps = stored.wraps.as_deref();
            match &mut log {
                None => log = Some(Log::begin(space, &stored.record, wraps).map_err(Refusal::fault)?),
                Some(log) => log.append(&stored.record, wraps, None).map_err(Refusal::fault)?,
            }
        }
        if !page.more {
            return log.ok_or_else(|| Code::NotFound.into());
        }
    }
}
