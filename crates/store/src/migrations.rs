//! Migrations: one a file, only ever added, never changed once released.

mod m0001_accounts;
mod m0002_spaces;
mod m0003_invitations;
mod m0004_entries;
mod m0005_blobs;
mod m0006_offers;
mod m0007_appointments;
mod m0008_waiting;
mod m0010_outbox;
mod m0011_calendar_links;
mod m0012_leaving;
mod m0013_due;

use rapport_wire::Timestamp;
use sea_orm_migration::MigrationTrait;
use sea_orm_migration::prelude::*;

use crate::{Store, StoreError, dialect};

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_spaces::Migration),
            Box::new(m0003_invitations::Migration),
            Box::new(m0004_entries::Migration),
            Box::new(m0005_blobs::Migration),
            Box::new(m0006_offers::Migration),
            Box::new(m0007_appointments::Migration),
            Box::new(m0008_waiting::Migration),
            Box::new(m0010_outbox::Migration),
            Box::new(m0011_calendar_links::Migration),
            Box::new(m0012_leaving::Migration),
            Box::new(m0013_due::Migration),
        ]
    }
}

/// Brings the tables up to date in one transaction, or refuses a database that is ahead of this version.
pub(crate) async fn run(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    dialect::lock_schema(&tx).await?;
    let known: Vec<String> = names();
    if SchemaManager::new(&tx).has_table("seaql_migrations").await? {
        let applied = Migrator::get_migration_models(&tx).await?;
        if let Some(ahead) = applied.into_iter().find(|row| !known.contains(&row.version)) {
            return Err(StoreError::Newer(ahead.version));
        }
    }
    Migrator::up(&tx, None).await?;
    tx.commit().await?;
    tracing::debug!(now_micros = now.as_micros(), schema = %newest(), "the tables are up to date");
    Ok(())
}

/// Name of the newest migration: the version of the schema.
pub(crate) fn newest() -> String {
    names().pop().unwrap_or_default()
}

/// Names of all migrations, oldest first.
pub(crate) fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// A column of bytes.
fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

/// A column of bytes that may be missing.
fn bytes_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().null().take()
}

/// A column of text.
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A column of text that may be missing.
fn text_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// A column of whole numbers: counts, and instants in microseconds.
fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A column of whole numbers that may be missing.
fn int_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A primary key over several columns.
fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key.primary().take()
}

/// A pointer to a row of another table, which cannot go while it is pointed to.
fn points(column: &'static str, table: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(table, to).take()
}

/// An index on a table that exists.
fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index.name(format!("{table}_{}", columns.join("_"))).table(table).take()
}

/// A unique key on a table that exists.
fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().take()
}
