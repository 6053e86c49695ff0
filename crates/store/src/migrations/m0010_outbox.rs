//! What must happen later or outside, and what people chose about it: reminders, and an address for mail.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, index, int, int_null, points, text, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The id is made of what the row is about, so that asking for the same thing twice is one row.
        let outbox = Table::create()
            .table("outbox")
            .col(bytes("id").primary_key())
            .col(text("kind"))
            .col(bytes("account"))
            .col(bytes_null("appointment"))
            .col(int("due_at"))
            .col(int("not_after"))
            .col(text("state"))
            .col(int_null("lease_until"))
            .col(int("attempts"))
            .col(text_null("last_error"))
            .col(bytes("payload"))
            .col(int("created_at"))
            .col(int_null("done_at"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(outbox).await?;
        manager.create_index(index("outbox", &["state", "due_at"])).await?;
        manager.create_index(index("outbox", &["account", "state"])).await?;
        manager.create_index(index("outbox", &["appointment"])).await?;

        let reminder = Table::create()
            .table("reminder")
            .col(bytes("account").primary_key())
            .col(text("before_minutes"))
            .col(text("zone"))
            .col(int_null("quiet_from"))
            .col(int_null("quiet_to"))
            .col(int("invitations"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(reminder).await?;

        // The row outlives the address: it counts the codes of the day.
        let address = Table::create()
            .table("address")
            .col(bytes("account").primary_key())
            .col(text_null("mail"))
            .col(int_null("confirmed_at"))
            .col(bytes_null("code_hash"))
            .col(int_null("code_at"))
            .col(int("code_attempts"))
            .col(int("day"))
            .col(int("codes_in_day"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(address).await
    }
}
