//! Opening a database, and the two ways into it: one writer and a few readers.

use std::sync::Arc;

use rapport_wire::Timestamp;
use sea_orm::{DatabaseConnection, DatabaseTransaction};

use crate::dialect::Target;
use crate::writer::Heads;
use crate::{StoreError, dialect, maintenance, migrations};

/// An open database. Cheap to clone; all clones share its connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    /// On SQLite a single connection: writers wait for it in order, never for a lock.
    write: DatabaseConnection,
    read: DatabaseConnection,
    heads: Heads,
}

impl Store {
    /// Opens the database at `url` (a file, `sqlite:FILE`, `postgres://…`), makes it when it is a file that
    /// does not exist, and brings its tables up to date.
    ///
    /// A small SQLite file is checked for damage; ask [`Store::integrity`] for a large one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Newer`], [`StoreError::Address`], or what the database said.
    pub async fn open(url: &str, now: Timestamp) -> Result<Self, StoreError> {
        let target = Target::parse(url)?;
        let store = Self::connect(&target).await?;
        maintenance::check_at_start(&store, &target).await?;
        migrations::run(&store, now).await?;
        Ok(store)
    }

    /// Connections without a look at what is behind them.
    async fn connect(target: &Target) -> Result<Self, StoreError> {
        let (write, read) = dialect::connect(target).await?;
        Ok(Self { inner: Arc::new(Inner { write, read, heads: Heads::default() }) })
    }

    /// Whether the database answers, for a readiness probe.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.inner.read.ping().await?)
    }

    /// Closes the connections once what is under way is done. Clones of this store are closed with it.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.read.close_by_ref().await?;
        Ok(self.inner.write.close_by_ref().await?)
    }

    /// Begins to write. On SQLite this is the only writer until it commits or is dropped.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        dialect::begin_write(&self.inner.write).await
    }

    /// Begins to read from one unchanging state of everything, while others write on.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        dialect::begin_snapshot(&self.inner.read).await
    }

    /// Where single reads go.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.read
    }

    /// Where statements go that cannot stand in a transaction.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.write
    }

    /// What the entry writer remembers of each space.
    pub(crate) fn heads(&self) -> &Heads {
        &self.inner.heads
    }
}
