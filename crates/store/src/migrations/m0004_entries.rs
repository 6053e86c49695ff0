//! Entries: one place each in the space, one in the chain of the author, one for each id.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, int, key, points, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let entry = Table::create()
            .table("entry")
            .col(bytes("space"))
            .col(int("position"))
            .col(bytes("author"))
            .col(int("seq"))
            .col(bytes("entry_id"))
            .col(bytes("hash"))
            .col(bytes("head"))
            .col(bytes_null("body"))
            .col(int("received_at"))
            .primary_key(&mut key(&["space", "position"]))
            .foreign_key(&mut points("space", "space", "id"))
            .take();
        manager.create_table(entry).await?;
        manager.create_index(unique("entry", &["space", "author", "seq"])).await?;
        manager.create_index(unique("entry", &["space", "entry_id"])).await
    }
}
