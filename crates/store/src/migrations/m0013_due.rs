//! Whether somebody wants to be told that something falls due.

use sea_orm_migration::prelude::*;

use super::int;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut due = int("due");
        let reminder = Table::alter().table("reminder").add_column(due.default(0)).take();
        manager.alter_table(reminder).await
    }
}
