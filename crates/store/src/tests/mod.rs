//! The store against both databases: every test here runs on a SQLite file and on PostgreSQL.

mod accounts;
mod addresses;
mod appointments;
mod backups;
mod blobs;
mod calendar_links;
mod devices;
mod entries;
mod faults;
mod invitations;
mod leaving;
mod model;
mod outbox;
mod practice;
mod schedules;
mod spaces;
mod waiting;

use rapport_testkit::Postgres;
use rapport_wire::Timestamp;
use tempfile::TempDir;

use crate::Store;

/// A database of its own, and what must live as long as it.
pub(crate) struct Db {
    pub(crate) url: String,
    pub(crate) store: Store,
    _folder: Option<TempDir>,
    _postgres: Option<Postgres>,
}

impl Db {
    /// A SQLite file.
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("rapport.db").display());
        let store = Store::open(&url, at(0)).await.unwrap();
        Self { url, store, _folder: Some(folder), _postgres: None }
    }

    /// A database in a throw-away PostgreSQL.
    pub(crate) async fn postgres() -> Self {
        let postgres = Postgres::start().await.unwrap();
        let url = postgres.url().to_owned();
        let store = Store::open(&url, at(0)).await.unwrap();
        Self { url, store, _folder: None, _postgres: Some(postgres) }
    }
}

/// An instant, in seconds from some beginning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_760_000_000_000).plus_seconds(seconds)
}

/// Runs each test, an `async fn(Db)`, on both databases.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::tests::Db::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::tests::Db::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both;
