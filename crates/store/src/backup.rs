//! Backups: one archive of every table, from one unchanging state while writes go on.
//!
//! The archive is *logical*: rows, not pages, so what was dumped from SQLite restores into PostgreSQL and
//! the other way, and an archive of an older schema into a newer one. What it holds is as sealed as the
//! database it came from. Attachments' chunks lie elsewhere and are copied beside it.
//!
//! ```text
//! "rapport/backup/v1\n"
//! block*                u32 length (little endian), then that many bytes of postcard: a `Block`
//! [u8; 32]              SHA-256 of everything before
//! ```
//!
//! Neither side ever holds a whole table: rows stream. A restore is one transaction that commits only
//! after the hash at the very end fits, so that a cut or altered archive leaves nothing behind.

mod archive;
mod dump;
mod restore;

use std::io;

use rapport_wire::Timestamp;

pub use restore::restore;

use crate::StoreError;

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When it was made.
    pub made_at: Timestamp,
    /// Name of the newest migration of the database it was made from.
    pub schema: String,
    /// Rows of all tables.
    pub rows: u64,
}

/// Why a backup was not made, or not restored. A database that was to be restored is empty still.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The archive ends before its end: copy it again.
    #[error("the backup is cut short: copy it again, or use an older one")]
    CutShort,
    /// The archive is not what was written, or no backup at all.
    #[error("this is no backup of Rapport, or it was altered ({0}): use another")]
    Altered(&'static str),
    /// The archive was made by a newer version of this software.
    #[error("the backup was made by a newer version (its tables are at `{0}`): run that version")]
    Newer(String),
    /// The database to restore into holds something.
    #[error("the database is not empty: restore into a new one")]
    NotEmpty,
    /// The archive could not be read or written.
    #[error("the backup could not be read or written: {0}")]
    Io(io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::CutShort } else { Self::Io(error) }
    }
}

impl From<sea_orm::DbErr> for BackupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
