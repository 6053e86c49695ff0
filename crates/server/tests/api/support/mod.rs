//! A server, people, and the calls they make.

pub(crate) mod person;
pub(crate) mod server;
mod socket;

pub(crate) use person::Person;
pub(crate) use server::{Kind, Server};
pub(crate) use socket::Socket;

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
pub(crate) use on_both;
