//! Writing entries: what many sockets send is gathered and committed together.
//!
//! One task takes everything that waits, up to [`limits::COMMIT_ENTRIES_MAX`], and writes it in one
//! transaction: one flush of the disk for all of it. Answers are given after the commit and in the order
//! of the positions, by one call for the whole batch. While a commit is under way the next batch gathers,
//! so that a busier server commits larger batches, not more of them.
//!
//! Invariants: what was answered [`Outcome::Accepted`] is on disk; an entry sent again under its id gets
//! the answer it got the first time; an entry that is refused leaves its neighbours alone.

mod batch;
mod heads;
mod load;

use std::sync::Arc;

use rapport_wire::{AccountId, Bytes, EntryId, SpaceId, Timestamp, limits};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub(crate) use heads::Heads;

use crate::{Hash, Store, StoreError};

/// `prev` of the first entry of an author in a space.
pub const CHAIN_START: Hash = [0; 32];

/// An entry on its way in; its outside has been checked.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Where it goes.
    pub space: SpaceId,
    /// Who sends it: the account that is signed in.
    pub author: AccountId,
    /// Under which it is stored once.
    pub entry_id: EntryId,
    /// Its number in the author's chain in this space, from 1.
    pub seq: u64,
    /// Hash of the author's previous entry in this space; [`CHAIN_START`] for the first.
    pub prev: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The membership record it was sealed under: SHA-256 of the log's newest, or it is refused.
    pub log_head: Hash,
    /// Header, signature and body hash.
    pub head: Bytes,
    /// Sealed body.
    pub body: Bytes,
    /// When the server took it.
    pub received_at: Timestamp,
}

/// What became of an entry.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It is on disk.
    Accepted {
        /// Its place in the space: 1, 2, 3 … without gaps.
        position: u64,
        /// When the server took it, the first time.
        received_at: Timestamp,
        /// Whether this was that first time: if not, everybody has been told already.
        new: bool,
    },
    /// It was not taken, and will not be in this form.
    Refused(Refusal),
    /// The database failed; nothing was written. The same entry may be sent again.
    Failed(Arc<StoreError>),
}

/// Why an entry was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The author's chain has moved on, on another device perhaps.
    Stale,
    /// It was sealed under an older membership.
    OldEpoch,
    /// The author is no member of the space, or there is no such space.
    NotMember,
    /// Another author has used this entry id in this space.
    IdTaken,
}

/// An entry that is done, with what its sender wanted to have back.
#[derive(Debug)]
pub struct Done<T> {
    /// From the sender.
    pub tag: T,
    /// The entry.
    pub entry: NewEntry,
    /// What became of it.
    pub outcome: Outcome,
}

/// The writer has stopped; nothing more is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server is stopping")]
pub struct Stopped;

/// The way in for entries. Cheap to clone; the writer ends when the last one is dropped.
#[derive(Debug)]
pub struct EntryWriter<T> {
    queue: mpsc::Sender<(T, NewEntry)>,
}

impl<T> Clone for EntryWriter<T> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<T: Send + 'static> EntryWriter<T> {
    /// Starts the writer. `done` is called once a batch, after its commit, in order of position within
    /// each space; it must not block. One writer a store: a second would make the first look again.
    ///
    /// The handle ends when every [`EntryWriter`] is dropped and what they sent is written.
    pub fn start(store: Store, done: impl FnMut(Vec<Done<T>>) + Send + 'static) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(limits::COMMIT_QUEUE_MAX);
        // Whatever an earlier writer remembered may have been lost with it.
        store.heads().forget_all();
        (Self { queue }, tokio::spawn(run(store, waiting, done)))
    }

    /// Hands an entry over; waits while [`limits::COMMIT_QUEUE_MAX`] others wait already.
    pub async fn send(&self, tag: T, entry: NewEntry) -> Result<(), Stopped> {
        self.queue.send((tag, entry)).await.map_err(|_| Stopped)
    }
}

async fn run<T>(
    store: Store,
    mut waiting: mpsc::Receiver<(T, NewEntry)>,
    mut done: impl FnMut(Vec<Done<T>>),
) {
    let mut gathered = Vec::with_capacity(limits::COMMIT_ENTRIES_MAX);
    while waiting.recv_many(&mut gathered, limits::COMMIT_ENTRIES_MAX).await > 0 {
        let (tags, entries): (Vec<T>, Vec<NewEntry>) = gathered.drain(..).unzip();
        let outcomes = batch::commit(&store, &entries).await.unwrap_or_else(|error| {
            tracing::error!(%error, entries = entries.len(), "entries could not be written");
            vec![Outcome::Failed(Arc::new(error)); entries.len()]
        });
        let parts = tags.into_iter().zip(entries).zip(outcomes);
        done(parts.map(|((tag, entry), outcome)| Done { tag, entry, outcome }).collect());
    }
}
