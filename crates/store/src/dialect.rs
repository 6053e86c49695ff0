//! Every difference between the two databases: addresses, connections, locks, error codes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, RuntimeErr, SqlErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};

use crate::StoreError;

/// Connections that read at once.
const READERS_MAX: u32 = 4;
/// Connections to PostgreSQL, reading or writing.
const POSTGRES_CONNECTIONS_MAX: u32 = 16;
/// Pages the writer keeps, so that a large commit does not read again what it just wrote.
const WRITER_CACHE_KIB: u32 = 32 * 1024;
/// Pages each reader keeps.
const READER_CACHE_KIB: u32 = 2 * 1024;
/// Pages in the write-ahead log before they are folded into the file. SQLite's own 1,000 would fold after
/// nearly every commit when it is busy, flushing the disk twice more each time.
const CHECKPOINT_PAGES: u32 = 16 * 1024;
/// How long a writer waits for its turn, and for another process that has the file.
const WAIT: Duration = Duration::from_secs(30);

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A URL, as PostgreSQL's own tools take it.
    Postgres(String),
}

impl Target {
    /// Reads an address: `postgres://…`, `sqlite:FILE`, or a file.
    pub(crate) fn parse(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        let path = address.strip_prefix("sqlite:").unwrap_or(address);
        let path = path.strip_prefix("//").unwrap_or(path);
        // A `file:` or `:memory:` address would open something else than it names.
        if path.is_empty() || path.contains("://") || path.starts_with(':') {
            return Err(StoreError::Address(address.to_owned()));
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// The file behind it, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

/// The connection that writes and the ones that read.
pub(crate) async fn connect(target: &Target) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    match target {
        Target::Sqlite(path) => {
            make_private(path)
                .map_err(|error| sea_orm::DbErr::Custom(format!("{}: {error}", path.display())))?;
            let write = Database::connect(sqlite_options(path, 1, WRITER_CACHE_KIB)).await?;
            let read = Database::connect(sqlite_options(path, READERS_MAX, READER_CACHE_KIB)).await?;
            Ok((write, read))
        }
        Target::Postgres(url) => {
            let mut options = ConnectOptions::new(url.clone());
            options.max_connections(POSTGRES_CONNECTIONS_MAX).acquire_timeout(WAIT).sqlx_logging(false);
            let pool = Database::connect(options).await?;
            Ok((pool.clone(), pool))
        }
    }
}

/// Makes the file for its owner alone, if it is not there; SQLite gives its -wal and -shm files the same rights.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn sqlite_options(path: &Path, connections: u32, cache_kib: u32) -> ConnectOptions {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .acquire_timeout(WAIT)
        // The writer stays open, and with it its prepared statements and the -wal file.
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            // The URL above is a placeholder: a path need not be text, and needs no escaping here.
            options
                .filename(&path)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(WAIT)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL and not NORMAL: in WAL mode NORMAL may lose the last commits with the power.
                .synchronous(SqliteSynchronous::Full)
                .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
                // Negative: in KiB, not in pages.
                .pragma("cache_size", format!("-{cache_kib}"))
        });
    options
}

/// Begins to write: at once on SQLite, since a read lock that must grow can only fail.
pub(crate) async fn begin_write(connection: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(connection.begin_with_options(options).await?)
}

/// Begins to read one unchanging state.
pub(crate) async fn begin_snapshot(
    connection: &DatabaseConnection,
) -> Result<DatabaseTransaction, StoreError> {
    let options = match connection.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
        // A deferred transaction in WAL mode keeps the state its first read saw.
        _ => TransactionOptions::default(),
    };
    Ok(connection.begin_with_options(options).await?)
}

/// Keeps other nodes from changing the tables at the same time; until the transaction ends.
pub(crate) async fn lock_schema(tx: &DatabaseTransaction) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // Any number that nobody else takes: "rapport" in ASCII.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(x'726170706f7274'::bigint)").await?;
    }
    Ok(())
}

/// Whether other nodes may write to this database while we do.
pub(crate) fn others_write(tx: &DatabaseTransaction) -> bool {
    tx.get_database_backend() == DbBackend::Postgres
}

/// Holds the spaces named by `ids` still against other writers, until the transaction ends.
pub(crate) async fn lock_spaces(tx: &DatabaseTransaction, ids: &[Value]) -> Result<(), StoreError> {
    lock_rows(tx, "space", ids).await
}

/// Holds the accounts named by `ids` still against whoever else books with them. SQLite has one writer.
pub(crate) async fn lock_accounts(tx: &DatabaseTransaction, ids: &[Value]) -> Result<(), StoreError> {
    if others_write(tx) { lock_rows(tx, "account", ids).await } else { Ok(()) }
}

async fn lock_rows(tx: &DatabaseTransaction, table: &str, ids: &[Value]) -> Result<(), StoreError> {
    // NO KEY UPDATE: foreign keys that point to the row need not wait.
    let backend = tx.get_database_backend();
    let places = places(backend, 1, ids.len());
    let sql = format!("SELECT id FROM {table} WHERE id IN ({places}) ORDER BY id FOR NO KEY UPDATE");
    tx.query_all_raw(Statement::from_sql_and_values(backend, sql, ids.iter().cloned())).await?;
    Ok(())
}

/// Placeholders for `count` values, numbered from `first` where the database wants numbers.
///
/// SQLite takes numbers too, but then looks each one up among all of them while binding, which made the
/// largest statements a seventh dearer. So there the values must stand in the order of their use.
pub(crate) fn places(backend: DbBackend, first: usize, count: usize) -> String {
    let place = |number: usize| match backend {
        DbBackend::Postgres => format!("${number}"),
        _ => "?".to_owned(),
    };
    let places: Vec<String> = (first..first + count).map(place).collect();
    places.join(", ")
}

/// Looks for damage. SQLite reads its whole file; PostgreSQL checks pages as it reads them.
pub(crate) async fn check(connection: &DatabaseConnection) -> Result<(), StoreError> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Ok(connection.ping().await?);
    }
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)");
    let row = connection.query_one_raw(statement).await?;
    let verdict: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Corrupt(verdict)) }
}

/// From here on, until it is said otherwise, what is deleted is overwritten with zeros on SQLite, which else leaves
/// it in free pages. PostgreSQL keeps dead rows until its vacuum has been there (`docs/adr/0016`).
pub(crate) async fn overwrite_deleted(tx: &DatabaseTransaction, overwrite: bool) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        let switch = if overwrite { "ON" } else { "OFF" };
        tx.execute_unprepared(&format!("PRAGMA secure_delete = {switch}")).await?;
    }
    Ok(())
}

/// Folds SQLite's write-ahead log into its file, as far as readers allow. A reader in the way is not waited for: the
/// one connection that writes would stand still meanwhile.
pub(crate) async fn checkpoint(connection: &DatabaseConnection) -> Result<(), StoreError> {
    if connection.get_database_backend() == DbBackend::Sqlite {
        connection.execute_unprepared("PRAGMA busy_timeout = 0").await?;
        let folded = connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await;
        let wait = format!("PRAGMA busy_timeout = {}", WAIT.as_millis());
        connection.execute_unprepared(&wait).await?;
        folded?;
    }
    Ok(())
}

/// Whether a unique key refused the row.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether a row was refused because what it points to does not exist.
pub(crate) fn is_dangling(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_)))
}

/// Gives the database's codes their meaning.
pub(crate) fn classify(error: DbErr) -> StoreError {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))) = &error
    else {
        return match error {
            DbErr::ConnectionAcquire(_) => StoreError::Busy,
            other => StoreError::Database(other),
        };
    };
    let sea_orm::sqlx::Error::Database(said) = cause.as_ref() else {
        return StoreError::Database(error);
    };
    let code = said.code().unwrap_or_default();
    // SQLite's extended codes carry the primary one in their low byte; PostgreSQL's have five characters.
    let primary = if code.len() == 5 { None } else { code.parse::<u32>().ok().map(|code| code & 0xff) };
    match (primary, code.as_ref()) {
        (Some(5 | 6), _) | (None, "40001" | "40P01" | "55P03") => StoreError::Busy,
        (Some(11 | 26), _) | (None, "XX001" | "XX002") => StoreError::Corrupt(said.message().to_owned()),
        (Some(13), _) | (None, "53100") => StoreError::DiskFull,
        _ => StoreError::Database(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_for_its_owner_alone_and_one_that_is_there_stays_as_it_is() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new.db");
        let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        make_private(&file).unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        make_private(&file).unwrap();
        assert_eq!(mode(), 0o640);
        assert!(make_private(&folder.path().join("nowhere/new.db")).is_err());
    }

    #[test]
    fn addresses_are_read_or_refused() {
        let file = |path: &str| Target::Sqlite(PathBuf::from(path));
        assert_eq!(Target::parse("sqlite:/a/b.db").unwrap(), file("/a/b.db"));
        assert_eq!(Target::parse("sqlite:///a/b.db").unwrap(), file("/a/b.db"));
        assert_eq!(Target::parse("b.db").unwrap(), file("b.db"));
        assert!(matches!(Target::parse("postgres://u@h/d"), Ok(Target::Postgres(_))));
        for wrong in ["", "sqlite:", "mysql://h/d", ":memory:", "sqlite::memory:"] {
            assert!(matches!(Target::parse(wrong), Err(StoreError::Address(_))), "{wrong}");
        }
    }
}
