//! Settings of the server, accounts and their devices.

use sea_orm_migration::prelude::*;

use super::{bytes, index, int, points, text, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let setting =
            Table::create().table("setting").col(text("name").primary_key()).col(bytes("value")).take();
        manager.create_table(setting).await?;

        let account = Table::create()
            .table("account")
            .col(bytes("id").primary_key())
            .col(text("handle"))
            .col(text("role"))
            .col(bytes("opaque_record"))
            .col(bytes("identity"))
            .col(bytes("keyring"))
            .col(bytes("recovery_verify_key"))
            .col(bytes("recovery_keyring"))
            .col(int("created_at"))
            .take();
        manager.create_table(account).await?;
        manager.create_index(unique("account", &["handle"])).await?;

        let device = Table::create()
            .table("device")
            .col(bytes("id").primary_key())
            .col(bytes("account"))
            .col(bytes("token_hash"))
            .col(bytes("device_key"))
            .col(text("label"))
            .col(int("signed_in_at"))
            .col(int("last_seen_at"))
            .col(int("proven_at"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(device).await?;
        manager.create_index(unique("device", &["token_hash"])).await?;
        manager.create_index(index("device", &["account"])).await
    }
}
