//! Marks on their way to disk: gathered, so that many readers cost one commit.

use rapport_store::{Store, StoreError};
use rapport_wire::limits::COMMIT_ENTRIES_MAX;
use rapport_wire::{AccountId, Bytes, SpaceId};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::clock::Clock;

type Mark = (SpaceId, AccountId, Bytes);

/// Nobody writes marks any more: the server is stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stopped;

/// The way in for marks. A mark is no acknowledgement: one lost in a crash is made again.
pub(crate) struct Marks {
    queue: std::sync::Mutex<Option<mpsc::Sender<Mark>>>,
}

impl Marks {
    /// Starts the task that writes them.
    pub(crate) fn start(store: Store, clock: Clock) -> (Self, JoinHandle<()>) {
        let (queue, queued) = mpsc::channel(COMMIT_ENTRIES_MAX);
        let writing = tokio::spawn(write(store, clock, queued));
        (Self { queue: std::sync::Mutex::new(Some(queue)) }, writing)
    }

    /// Hands a mark over.
    pub(crate) async fn keep(&self, space: SpaceId, account: AccountId, mark: Bytes) -> Result<(), Stopped> {
        let queue = self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        queue.ok_or(Stopped)?.send((space, account, mark)).await.map_err(|_| Stopped)
    }

    /// Lets the task end once it has written what waits.
    pub(crate) fn stop(&self) {
        self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    }
}

async fn write(store: Store, clock: Clock, mut waiting: mpsc::Receiver<Mark>) {
    let mut gathered = Vec::new();
    while waiting.recv_many(&mut gathered, COMMIT_ENTRIES_MAX).await > 0 {
        if let Err(error) = store.put_marks(&gathered, clock.now()).await {
            complain(&error);
        }
        gathered.clear();
    }
}

fn complain(error: &StoreError) {
    tracing::error!(%error, "marks could not be written");
}
