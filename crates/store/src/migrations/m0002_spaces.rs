//! Spaces, their membership logs, who is a member, and marks.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, index, int, int_null, key, points, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let space = Table::create()
            .table("space")
            .col(bytes("id").primary_key())
            .col(text("kind"))
            .col(int("log_index"))
            .col(bytes("log_head"))
            .col(int("created_at"))
            .take();
        manager.create_table(space).await?;

        // The primary key is the compare-and-swap: one record has an index, whoever was faster.
        let record = Table::create()
            .table("record")
            .col(bytes("space"))
            .col(int("record_index"))
            .col(bytes("hash"))
            .col(bytes("record"))
            .col(bytes_null("wraps"))
            .col(int("received_at"))
            .primary_key(&mut key(&["space", "record_index"]))
            .foreign_key(&mut points("space", "space", "id"))
            .take();
        manager.create_table(record).await?;

        let member = Table::create()
            .table("member")
            .col(bytes("space"))
            .col(bytes("account"))
            .col(text("role"))
            .col(int("since_index"))
            .col(int_null("left_index"))
            .primary_key(&mut key(&["space", "account"]))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(member).await?;
        manager.create_index(index("member", &["account"])).await?;

        let mark = Table::create()
            .table("mark")
            .col(bytes("space"))
            .col(bytes("account"))
            .col(bytes("mark"))
            .col(int("received_at"))
            .primary_key(&mut key(&["space", "account"]))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(mark).await
    }
}
