//! From a hold to an appointment.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, AppointmentId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::rules::expired;
use super::{Appointment, BookError, attendee, load, row};
use crate::{Store, convert, schedule, waiting};

/// Somebody has decided.
#[derive(Debug, Clone)]
pub struct Book {
    /// The hold.
    pub id: AppointmentId,
    /// Who decided.
    pub by: AccountId,
    /// Their zone.
    pub zone: String,
    /// Now.
    pub now: Timestamp,
}

impl Store {
    /// Makes a hold an appointment. Twice is the same as once. An hour that was offered to somebody waiting
    /// takes them off the list.
    ///
    /// # Errors
    /// [`BookError::HoldExpired`] when it ran out, is gone, or was never the caller's: the three are not told
    /// apart. [`BookError::Changed`] when it was booked and called off since.
    pub async fn book(&self, book: Book) -> Result<Appointment, BookError> {
        let tx = self.begin().await?;
        let mut known = load::locked(&tx, book.id).await?.ok_or(BookError::HoldExpired)?;
        if known.state != AppointmentState::Held {
            if known.booked_by != Some(book.by) {
                return Err(BookError::HoldExpired);
            }
            let stands = known.state == AppointmentState::Booked;
            return if stands { Ok(known) } else { Err(BookError::Changed) };
        }
        let client = known.attendee(book.by).is_some_and(|me| !me.staff);
        let for_them = known.held_by.map_or(client, |holder| holder == book.by);
        if !for_them || known.held_until.is_none_or(|until| expired(until, book.now)) {
            return Err(BookError::HoldExpired);
        }
        let id = book.id.as_bytes().to_vec();
        let done = row::Entity::update_many()
            .col_expr(row::Column::State, Expr::value(convert::state_text(AppointmentState::Booked)))
            .col_expr(row::Column::HeldUntil, Expr::value(None::<i64>))
            .col_expr(row::Column::HeldBy, Expr::value(None::<Vec<u8>>))
            .col_expr(row::Column::BookedBy, Expr::value(book.by.as_bytes().to_vec()))
            .filter(row::Column::Id.eq(id.clone()))
            .filter(row::Column::State.eq(convert::state_text(AppointmentState::Held)))
            .exec(&tx)
            .await?;
        if done.rows_affected != 1 {
            return Err(BookError::HoldExpired);
        }
        attendee::Entity::update_many()
            .col_expr(attendee::Column::Zone, Expr::value(book.zone.clone()))
            .filter(attendee::Column::Appointment.eq(id))
            .filter(attendee::Column::Account.eq(book.by.as_bytes().to_vec()))
            .exec(&tx)
            .await?;
        waiting::served(&tx, book.id).await?;
        known.state = AppointmentState::Booked;
        (known.held_until, known.held_by, known.booked_by) = (None, None, Some(book.by));
        if let Some(me) = known.attendees.iter_mut().find(|one| one.account == book.by) {
            me.zone = Some(book.zone);
        }
        schedule::appointments_changed(&tx, std::slice::from_ref(&known), book.now).await?;
        tx.commit().await?;
        Ok(known)
    }
}
