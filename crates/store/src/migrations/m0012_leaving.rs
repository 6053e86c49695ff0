//! Accounts that ended, and until when spaces are kept once their clients have left.

use sea_orm_migration::prelude::*;

use super::{index, int_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let account = Table::alter().table("account").add_column(int_null("erased_at")).take();
        manager.alter_table(account).await?;
        let space = Table::alter().table("space").add_column(int_null("kept_until")).take();
        manager.alter_table(space).await?;
        manager.create_index(index("space", &["kept_until"])).await
    }
}
