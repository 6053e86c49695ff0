//! Invitations, and the one use of each.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, index, int, int_null, points, text, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let invitation = Table::create()
            .table("invitation")
            .col(bytes("id").primary_key())
            .col(bytes("token_hash"))
            .col(bytes_null("space"))
            .col(text("role"))
            .col(bytes_null("created_by"))
            .col(int("created_at"))
            .col(int("expires_at"))
            .col(int_null("revoked_at"))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("created_by", "account", "id"))
            .take();
        manager.create_table(invitation).await?;
        manager.create_index(unique("invitation", &["token_hash"])).await?;
        manager.create_index(index("invitation", &["space"])).await?;

        // One row an invitation, by primary key: this is what makes it single use.
        let redemption = Table::create()
            .table("redemption")
            .col(bytes("invitation").primary_key())
            .col(bytes("account"))
            .col(int("redeemed_at"))
            .foreign_key(&mut points("invitation", "invitation", "id"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(redemption).await
    }
}
