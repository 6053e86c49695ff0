//! Appointments, who takes part, and the cells of time each of them takes.

use sea_orm_migration::prelude::*;

use super::{bytes, bytes_null, index, int, int_null, key, points, text, text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let series = Table::create()
            .table("series")
            .col(bytes("id").primary_key())
            .col(bytes("space"))
            .col(text("repeat"))
            .col(bytes("created_by"))
            .col(int("created_at"))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("created_by", "account", "id"))
            .take();
        manager.create_table(series).await?;

        let appointment = Table::create()
            .table("appointment")
            .col(bytes("id").primary_key())
            .col(bytes("space"))
            .col(int("starts_at"))
            .col(int("ends_at"))
            .col(text("mode"))
            .col(text("state"))
            .col(int_null("held_until"))
            .col(bytes_null("held_by"))
            .col(bytes_null("booked_by"))
            .col(bytes_null("series"))
            .col(int_null("original_start"))
            .col(int("sequence"))
            .col(bytes_null("cancelled_by"))
            .col(text_null("outcome"))
            .col(int("created_at"))
            .foreign_key(&mut points("space", "space", "id"))
            .foreign_key(&mut points("series", "series", "id"))
            .take();
        manager.create_table(appointment).await?;
        manager.create_index(index("appointment", &["series"])).await?;
        manager.create_index(index("appointment", &["held_until"])).await?;

        // The beginning stands here once more, so that "mine, from then until then" is one range of one index.
        let attendee = Table::create()
            .table("attendee")
            .col(bytes("appointment"))
            .col(bytes("account"))
            .col(int("staff"))
            .col(text_null("zone"))
            .col(int("starts_at"))
            .col(int("busy_from"))
            .col(int("busy_until"))
            .primary_key(&mut key(&["appointment", "account"]))
            .foreign_key(&mut points("appointment", "appointment", "id"))
            .foreign_key(&mut points("account", "account", "id"))
            .take();
        manager.create_table(attendee).await?;
        manager.create_index(index("attendee", &["account", "starts_at"])).await?;

        // One row for each five minutes of each person, by primary key: this is what makes it impossible for
        // one of them to be in two appointments at once.
        let taken = Table::create()
            .table("taken")
            .col(bytes("account"))
            .col(int("cell"))
            .col(bytes("appointment"))
            .primary_key(&mut key(&["account", "cell"]))
            .take();
        manager.create_table(taken).await
    }
}
