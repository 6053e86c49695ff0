//! The server as its callers see it, over HTTP and the socket, on both databases.
//!
//! Every test starts a server of its own in this process. The people in them are real: they stretch
//! passphrases, sign records and seal entries with `seal`, which the server itself never links.

/// Writes a test once and runs it on SQLite and PostgreSQL.
macro_rules! on_both {
    ($(async fn $name:ident($kind:ident: Kind) $body:block)*) => {
        $(mod $name {
            #[allow(unused_imports, reason = "a test need not use all its file imports")]
            use super::*;
            async fn run($kind: Kind) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() { run(Kind::Sqlite).await; }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() { run(Kind::Postgres).await; }
        })*
    };
}

mod support;

mod access;
mod accounts;
mod blobs;
mod bookings;
mod calls;
mod edge;
mod floods;
mod invitations;
mod leaving;
mod records;
mod reminders;
mod socket;
mod storage;
mod waiting;
