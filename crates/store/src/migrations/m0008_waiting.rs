//! Waiting lists, and which hours were offered to whom.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, index, int, int_null, key, points, text, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = Table::create()
            .table("waiting")
            .col(bytes("id").primary_key())
            .col(bytes("space"))
            .col(bytes("therapist"))
            .col(text("mode"))
            .col(int("minutes"))
            .col(int("parts"))
            .col(int_null("before"))
            .col(int("since"))
            .col(int("urgent"))
            .col(bytes_null("offered"))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("therapist", "account", "id"))
            .foreign_key(&mut points("offered", "appointment", "id"))
            .take();
        manager.create_table(waiting).await?;
        manager.create_index(unique("waiting", &["space", "therapist"])).await?;
        manager.create_index(index("waiting", &["therapist"])).await?;
        // One hour is held for one place.
        manager.create_index(unique("waiting", &["offered"])).await?;

        // By primary key nobody is offered an hour twice, whatever is killed when.
        let offered = Table::create()
            .table("offered_hour")
            .col(bytes("space"))
            .col(bytes("therapist"))
            .col(int("starts_at"))
            .col(int("offered_at"))
            .primary_key(&mut key(&["space", "therapist", "starts_at"]))
            .foreign_key(&mut points("space", "space", "id"))
            .take();
        manager.create_table(offered).await
    }
}
