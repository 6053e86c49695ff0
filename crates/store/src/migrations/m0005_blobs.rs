//! Attachments and the chunks of them that have come.

use sea_orm_migration::prelude::*;

use super::{bytes, index, int, int_null, key, points};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let blob = Table::create()
            .table("blob")
            .col(bytes("space"))
            .col(bytes("blob"))
            .col(bytes("owner"))
            .col(int("chunks"))
            .col(int("opened_at"))
            .col(int_null("finished_at"))
            .primary_key(&mut key(&["space", "blob"]))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("owner", "account", "id"))
            .take();
        manager.create_table(blob).await?;
        manager.create_index(index("blob", &["owner"])).await?;

        let chunk = Table::create()
            .table("chunk")
            .col(bytes("space"))
            .col(bytes("blob"))
            .col(int("chunk"))
            .col(bytes("hash"))
            .primary_key(&mut key(&["space", "blob", "chunk"]))
            .take();
        manager.create_table(chunk).await
    }
}
