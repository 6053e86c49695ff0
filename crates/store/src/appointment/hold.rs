//! Holding a slot while somebody decides, and letting go of it.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, AppointmentId, Timestamp};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use super::rules::expired;
use super::save::{self, Taking, clear, insert, make_room};
use super::{Appointment, BookError, attendee, load, row};
use crate::{Store, StoreError};

/// A slot that a client wants to keep while they decide.
#[derive(Debug, Clone)]
pub struct Hold {
    /// The time, and whose.
    pub taking: Taking,
    /// Who decides; takes part.
    pub by: AccountId,
    /// Until when it is held.
    pub until: Timestamp,
    /// How many they may have.
    pub limits: HoldLimits,
    /// Now.
    pub now: Timestamp,
}

/// How much one person may take.
#[derive(Debug, Clone, Copy)]
pub struct HoldLimits {
    /// Holds at once.
    pub holds_max: usize,
    /// Appointments ahead with one therapist by their own booking, holds included.
    pub ahead_max: usize,
}

impl Store {
    /// Holds a slot. The same id twice is one hold.
    ///
    /// # Errors
    /// [`BookError::Taken`], [`BookError::TooMany`]; [`BookError::Changed`] when the id is that of something
    /// else of the caller's, [`BookError::NotFound`] when it is somebody else's.
    pub async fn hold(&self, hold: Hold) -> Result<Appointment, BookError> {
        let tx = self.begin().await?;
        load::lock_present(&tx, &hold.taking.attendees).await?;
        if let Some(known) = load::by_id(&tx, hold.taking.id).await?
            && let Some(same) = again(&tx, known, &hold).await?
        {
            return Ok(same);
        }
        check_limits(&tx, &hold).await?;
        let mut new = hold.taking.appointment(AppointmentState::Held);
        new.held_until = Some(hold.until);
        new.held_by = Some(hold.by);
        save::fill_zones(&tx, &mut new.attendees).await?;
        if !make_room(&tx, &new, hold.now).await? || !insert(&tx, &new, hold.now).await? {
            return Err(BookError::Taken);
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Lets go of a hold. Returns what it was.
    ///
    /// # Errors
    /// [`BookError::NotFound`] when it is not, or no more, a hold of the caller's.
    pub async fn release(&self, id: AppointmentId, by: AccountId) -> Result<Appointment, BookError> {
        let tx = self.begin().await?;
        let hold = load::locked(&tx, id).await?.ok_or(BookError::NotFound)?;
        if hold.state != AppointmentState::Held || hold.held_by != Some(by) {
            return Err(BookError::NotFound);
        }
        clear(&tx, &hold).await?;
        tx.commit().await?;
        Ok(hold)
    }

    /// Removes holds that ran out. What was offered to somebody waiting is left to [`crate::waiting`].
    pub(crate) async fn expire_holds(&self, now: Timestamp) -> Result<(), StoreError> {
        let over = row::Entity::find()
            .filter(row::Column::HeldUntil.lte(now.as_micros()))
            .filter(row::Column::HeldBy.is_not_null())
            .all(self.reader())
            .await?;
        for row in over {
            let tx = self.begin().await?;
            let hold = load::locked(&tx, AppointmentId::from_slice(&row.id)?).await?;
            if let Some(hold) = hold
                && hold.state == AppointmentState::Held
                && hold.held_until.is_some_and(|until| expired(until, now))
            {
                clear(&tx, &hold).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

/// The id is known: the same hold, or an old one of the caller's that makes way for the new one.
async fn again(
    tx: &DatabaseTransaction,
    known: Appointment,
    hold: &Hold,
) -> Result<Option<Appointment>, BookError> {
    if known.held_by != Some(hold.by) && known.booked_by != Some(hold.by) {
        return Err(BookError::NotFound);
    }
    let same = known.space == hold.taking.space
        && known.starts_at == hold.taking.starts_at
        && known.ends_at == hold.taking.ends_at
        && known.mode == hold.taking.mode
        && known.attendees.len() == hold.taking.attendees.len()
        && hold.taking.attendees.iter().all(|one| known.attendee(one.account).is_some());
    if !same || known.state == AppointmentState::Cancelled {
        return Err(BookError::Changed);
    }
    if known.held_until.is_some_and(|until| expired(until, hold.now)) {
        clear(tx, &known).await?;
        return Ok(None);
    }
    Ok(Some(known))
}

async fn check_limits(tx: &DatabaseTransaction, hold: &Hold) -> Result<(), BookError> {
    let ahead = ahead_of(tx, hold.by, hold.now).await?;
    let deciding = |one: &&Appointment| {
        one.held_by == Some(hold.by) && one.held_until.is_some_and(|until| !expired(until, hold.now))
    };
    if ahead.iter().filter(deciding).count() >= hold.limits.holds_max {
        return Err(BookError::TooMany);
    }
    let booked = |one: &&Appointment| {
        one.state == AppointmentState::Booked && one.booked_by == Some(hold.by) || deciding(one)
    };
    let with = |staff: AccountId| {
        ahead.iter().filter(booked).filter(|one| one.staff().any(|it| it == staff)).count()
    };
    let staff = hold.taking.attendees.iter().filter(|one| one.staff);
    if staff.map(|one| with(one.account)).any(|count| count >= hold.limits.ahead_max) {
        return Err(BookError::TooMany);
    }
    Ok(())
}

/// What somebody has ahead of them.
async fn ahead_of(
    tx: &DatabaseTransaction,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Appointment>, StoreError> {
    let found = attendee::Entity::find()
        .filter(attendee::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(attendee::Column::StartsAt.gt(now.as_micros()))
        .order_by_asc(attendee::Column::StartsAt)
        .find_also_related(row::Entity)
        .all(tx)
        .await?;
    load::whole(tx, found.into_iter().filter_map(|(_, row)| row).collect()).await
}
