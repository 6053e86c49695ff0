//! Calendars outside: feeds that others read, and sources that we read, with the times that are taken there.

use sea_orm_migration::prelude::*;

use super::{bytes, index, int, int_null, key, points, text, text_null, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let feed = Table::create()
            .table("feed")
            .col(bytes("id").primary_key())
            .col(bytes("account"))
            .col(bytes("secret_hash"))
            .col(text("label"))
            .col(text("zone"))
            .col(int("created_at"))
            .col(int_null("read_at"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(feed).await?;
        manager.create_index(unique("feed", &["secret_hash"])).await?;
        manager.create_index(index("feed", &["account"])).await?;

        // Address and login are sealed together under a key that is not in this database.
        let source = Table::create()
            .table("source")
            .col(bytes("id").primary_key())
            .col(bytes("account"))
            .col(text("label"))
            .col(text("host"))
            .col(text("kind"))
            .col(bytes("sealed"))
            .col(int("created_at"))
            .col(int("next_at"))
            .col(int_null("read_at"))
            .col(text_null("trouble"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(source).await?;
        manager.create_index(index("source", &["account"])).await?;
        manager.create_index(index("source", &["next_at"])).await?;

        let busy = Table::create()
            .table("busy")
            .col(bytes("source"))
            .col(int("starts_at"))
            .col(int("ends_at"))
            .primary_key(&mut key(&["source", "starts_at", "ends_at"]))
            .foreign_key(&mut points("source", "source", "id"))
            .take();
        manager.create_table(busy).await
    }
}
