//! The time each therapist offers.

use sea_orm_migration::prelude::*;

use super::{bytes, int, points, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let offer = Table::create()
            .table("offer")
            .col(bytes("account").primary_key())
            .col(int("version"))
            .col(text("offer"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(offer).await
    }
}
