//! What can go wrong with a database, in words that say what to do.

use sea_orm::DbErr;

use crate::dialect;

/// Why the database did not do what was asked. Nothing has changed, unless said otherwise.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database is damaged. What can be read is still served; nothing is repaired by guessing.
    #[error(
        "the database is damaged ({0}): stop the server, keep a copy of the file, and restore the newest backup with `rapport restore`"
    )]
    Corrupt(String),
    /// The disk, or the room the database may take, is full. What was acknowledged is safe.
    #[error("the disk is full: free some space; everything acknowledged so far is safe")]
    DiskFull,
    /// The database was made by a newer version of this software.
    #[error(
        "the database was written by a newer version (it knows `{0}`): run that version, or restore a backup of this one"
    )]
    Newer(String),
    /// Another process or node held the rows for too long; asking again may help.
    #[error("the database is busy: try again")]
    Busy,
    /// The address is of neither kind of database.
    #[error("`{0}` is no database address: expected a file, `sqlite:FILE` or `postgres://…`")]
    Address(String),
    /// A stored row is not what this version writes.
    #[error("a stored row is not understood: {0}")]
    Row(&'static str),
    /// Anything else the database said.
    #[error("database: {0}")]
    Database(#[source] DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        dialect::classify(error)
    }
}

impl From<rapport_wire::ids::ParseIdError> for StoreError {
    fn from(_: rapport_wire::ids::ParseIdError) -> Self {
        Self::Row("an id of the wrong length")
    }
}
