//! Moving and calling off, and what became of an hour. Each stands on a sequence number: of two changes at
//! once one wins, and the other is told.

use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::{AccountId, AppointmentId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use super::save::{give_back, make_room, take};
use super::{Appointment, BookError, Buffers, attendee, load, row};
use crate::waiting::{self, Hour, Suits};
use crate::{Store, StoreError, convert, schedule};

/// An appointment is to stand elsewhere.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which.
    pub id: AppointmentId,
    /// The sequence this stands on.
    pub sequence: u32,
    /// When it is to begin.
    pub starts_at: Timestamp,
    /// When it is to end.
    pub ends_at: Timestamp,
    /// Room around it for those of the staff who take part; none for others.
    pub buffers: Vec<(AccountId, Buffers)>,
    /// Now.
    pub now: Timestamp,
}

/// An appointment is called off.
#[derive(Debug, Clone)]
pub struct Cancel {
    /// Which.
    pub id: AppointmentId,
    /// The sequence this stands on.
    pub sequence: u32,
    /// Who calls it off.
    pub by: AccountId,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Also all later ones of its series that have not begun.
    pub and_following: bool,
    /// Now.
    pub now: Timestamp,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What was changed, as it is now.
    pub appointments: Vec<Appointment>,
    /// The hours that became free by it and are now held for somebody who waited.
    pub offered: Vec<Appointment>,
}

impl Store {
    /// The appointment with this id, whosever it is.
    pub async fn appointment(&self, id: AppointmentId) -> Result<Option<Appointment>, StoreError> {
        load::by_id(self.reader(), id).await
    }

    /// Moves an appointment, and offers the hour it leaves to whoever waits and whom it `suits`.
    ///
    /// # Errors
    /// [`BookError::Taken`]; [`BookError::Changed`] when it is booked no more or has another sequence.
    pub async fn reschedule(&self, change: Move, suits: Suits<'_>) -> Result<Changed, BookError> {
        let tx = self.begin().await?;
        let old = current(&tx, change.id, change.sequence).await?;
        let mut new = old.clone();
        (new.starts_at, new.ends_at) = (change.starts_at, change.ends_at);
        new.sequence += 1;
        for one in &mut new.attendees {
            let named = change.buffers.iter().find(|(account, _)| *account == one.account);
            one.buffers = named.map(|(_, buffers)| *buffers).unwrap_or_default();
        }
        give_back(&tx, &old).await?;
        if !make_room(&tx, &new, change.now).await? || !take(&tx, &new).await? {
            return Err(BookError::Taken);
        }
        step(&tx, &old, |update| {
            update
                .col_expr(row::Column::StartsAt, Expr::value(new.starts_at.as_micros()))
                .col_expr(row::Column::EndsAt, Expr::value(new.ends_at.as_micros()))
        })
        .await?;
        for one in &new.attendees {
            let (from, until) = one.buffers.around(new.starts_at, new.ends_at);
            attendee::Entity::update_many()
                .col_expr(attendee::Column::StartsAt, Expr::value(new.starts_at.as_micros()))
                .col_expr(attendee::Column::BusyFrom, Expr::value(from.as_micros()))
                .col_expr(attendee::Column::BusyUntil, Expr::value(until.as_micros()))
                .filter(attendee::Column::Appointment.eq(new.id.as_bytes().to_vec()))
                .filter(attendee::Column::Account.eq(one.account.as_bytes().to_vec()))
                .exec(&tx)
                .await?;
        }
        let appointments = vec![new];
        schedule::appointments_changed(&tx, &appointments, change.now).await?;
        let offered = freed(&tx, &old, suits, change.now).await?;
        tx.commit().await?;
        Ok(Changed { appointments, offered })
    }

    /// Calls an appointment off, and perhaps those that follow it in its series, and offers the hours to
    /// whoever waits and whom they `suit`.
    ///
    /// # Errors
    /// [`BookError::Changed`] when it is booked no more or has another sequence.
    pub async fn cancel(&self, change: Cancel, suits: Suits<'_>) -> Result<Changed, BookError> {
        let tx = self.begin().await?;
        let first = current(&tx, change.id, change.sequence).await?;
        let mut all = vec![first];
        if change.and_following {
            all.extend(following(&tx, &all[0], change.now).await?);
        }
        let mut changed = Changed { appointments: Vec::new(), offered: Vec::new() };
        for old in all {
            give_back(&tx, &old).await?;
            step(&tx, &old, |update| {
                let state = convert::state_text(AppointmentState::Cancelled);
                update
                    .col_expr(row::Column::State, Expr::value(state))
                    .col_expr(row::Column::CancelledBy, Expr::value(change.by.as_bytes().to_vec()))
                    .col_expr(row::Column::Outcome, Expr::value(convert::outcome_text(change.outcome)))
            })
            .await?;
            changed.offered.extend(freed(&tx, &old, suits, change.now).await?);
            changed.appointments.push(Appointment {
                state: AppointmentState::Cancelled,
                cancelled_by: Some(change.by),
                outcome: Some(change.outcome),
                sequence: old.sequence + 1,
                ..old
            });
        }
        schedule::appointments_changed(&tx, &changed.appointments, change.now).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Records what became of an appointment, if it still has this sequence.
    pub async fn record_outcome(
        &self,
        id: AppointmentId,
        sequence: u32,
        outcome: Outcome,
    ) -> Result<(), BookError> {
        let tx = self.begin().await?;
        let done = row::Entity::update_many()
            .col_expr(row::Column::Outcome, Expr::value(convert::outcome_text(outcome)))
            .filter(row::Column::Id.eq(id.as_bytes().to_vec()))
            .filter(row::Column::Sequence.eq(i64::from(sequence)))
            .exec(&tx)
            .await?;
        if done.rows_affected != 1 {
            return Err(BookError::Changed);
        }
        Ok(tx.commit().await?)
    }
}

/// A booked appointment that still has this sequence, its people held still.
async fn current(
    tx: &DatabaseTransaction,
    id: AppointmentId,
    sequence: u32,
) -> Result<Appointment, BookError> {
    let known = load::locked(tx, id).await?.ok_or(BookError::NotFound)?;
    let same = known.state == AppointmentState::Booked && known.sequence == sequence;
    if same { Ok(known) } else { Err(BookError::Changed) }
}

/// Writes a change, if the row still is what was read. This decides between two at once even where nothing
/// was held still.
async fn step(
    tx: &DatabaseTransaction,
    old: &Appointment,
    change: impl FnOnce(sea_orm::UpdateMany<row::Entity>) -> sea_orm::UpdateMany<row::Entity>,
) -> Result<(), BookError> {
    let update = row::Entity::update_many()
        .col_expr(row::Column::Sequence, Expr::value(i64::from(old.sequence) + 1))
        .filter(row::Column::Id.eq(old.id.as_bytes().to_vec()))
        .filter(row::Column::Sequence.eq(i64::from(old.sequence)))
        .filter(row::Column::State.eq(convert::state_text(AppointmentState::Booked)));
    let done = change(update).exec(tx).await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(BookError::Changed) }
}

/// The later ones of its series, by where the series put them, that are booked and have not begun.
async fn following(
    tx: &DatabaseTransaction,
    first: &Appointment,
    now: Timestamp,
) -> Result<Vec<Appointment>, BookError> {
    let (Some(series), Some(from)) = (first.series, first.original_start) else { return Ok(Vec::new()) };
    let rows = row::Entity::find()
        .filter(row::Column::Series.eq(series.as_bytes().to_vec()))
        .filter(row::Column::OriginalStart.gt(from.as_micros()))
        .filter(row::Column::State.eq(convert::state_text(AppointmentState::Booked)))
        .filter(row::Column::StartsAt.gt(now.as_micros()))
        .order_by_asc(row::Column::StartsAt)
        .all(tx)
        .await?;
    Ok(load::whole(tx, rows).await?)
}

/// Offers the hour an appointment has left to whoever waits for one of its staff, except to those who had it.
async fn freed(
    tx: &DatabaseTransaction,
    old: &Appointment,
    suits: Suits<'_>,
    now: Timestamp,
) -> Result<Vec<Appointment>, StoreError> {
    let mut offered = Vec::new();
    for therapist in old.staff() {
        let hour = Hour { therapist, starts_at: old.starts_at };
        waiting::had_hour(tx, old.space, hour, now).await?;
        offered.extend(waiting::offer_hour(tx, hour, suits, now).await?);
    }
    Ok(offered)
}
