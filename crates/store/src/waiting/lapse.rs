//! An hour that was held for somebody and is not any more: run out, declined, or its place left the list.
//! Each is one commit with giving it to the next.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AppointmentId, Timestamp, WaitId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use super::offering::offer_hour;
use super::{Hour, Passed, Suits, WaitingError, WaitingPlace, offered, row};
use crate::appointment::{self, Appointment, expired, row as appointment_row};
use crate::{Store, StoreError};

impl Store {
    /// Hours whose time to answer is over.
    pub async fn lapsing(&self, now: Timestamp) -> Result<Vec<WaitingPlace>, StoreError> {
        let rows = row::Entity::find()
            .inner_join(appointment_row::Entity)
            .filter(appointment_row::Column::HeldUntil.lte(now.as_micros()))
            .order_by_asc(appointment_row::Column::HeldUntil)
            .all(self.reader())
            .await?;
        rows.into_iter().map(WaitingPlace::try_from).collect()
    }

    /// When the next hour's time to answer is over.
    pub async fn next_lapse(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = appointment_row::Entity::find()
            .inner_join(row::Entity)
            .filter(appointment_row::Column::HeldUntil.is_not_null())
            .order_by_asc(appointment_row::Column::HeldUntil)
            .one(self.reader())
            .await?;
        Ok(row.and_then(|row| row.held_until).map(Timestamp::from_micros))
    }

    /// Passes an hour that nobody answered to the next. None when it was answered meanwhile.
    pub async fn lapse(
        &self,
        place: WaitId,
        suits: Suits<'_>,
        now: Timestamp,
    ) -> Result<Option<Passed>, StoreError> {
        let tx = self.begin().await?;
        let Some((place, hold)) = held_for(&tx, place).await? else { return Ok(None) };
        if hold.held_until.is_none_or(|until| !expired(until, now)) {
            return Ok(None);
        }
        let passed = pass_on(&tx, place, hold, suits, now).await?;
        tx.commit().await?;
        Ok(Some(passed))
    }

    /// Says no to an hour: it goes to the next, and the place is kept.
    ///
    /// # Errors
    /// [`WaitingError::NotFound`] when this hour is not held for the place.
    pub async fn decline_hour(
        &self,
        place: WaitId,
        hour: AppointmentId,
        suits: Suits<'_>,
        now: Timestamp,
    ) -> Result<Passed, WaitingError> {
        let tx = self.begin().await?;
        let (place, hold) = held_for(&tx, place).await?.ok_or(WaitingError::NotFound)?;
        if hold.id != hour {
            return Err(WaitingError::NotFound);
        }
        let passed = pass_on(&tx, place, hold, suits, now).await?;
        tx.commit().await?;
        Ok(passed)
    }

    /// Takes a place off its list. What was held for it goes to the next.
    ///
    /// # Errors
    /// [`WaitingError::NotFound`] when there is no such place.
    pub async fn leave_list(
        &self,
        id: WaitId,
        suits: Suits<'_>,
        now: Timestamp,
    ) -> Result<Passed, WaitingError> {
        let tx = self.begin().await?;
        let place = find(&tx, id).await?.ok_or(WaitingError::NotFound)?;
        appointment::lock(&tx, [place.therapist].into_iter()).await?;
        let passed = match held_for(&tx, id).await? {
            Some((place, hold)) => pass_on(&tx, place, hold, suits, now).await?,
            None => Passed { place, before: None, offered: None },
        };
        row::Entity::delete_by_id(id.as_bytes().to_vec()).exec(&tx).await?;
        tx.commit().await?;
        Ok(passed)
    }

    /// Forgets which hours of the past were offered to whom.
    pub(crate) async fn forget_offered(&self, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.begin().await?;
        offered::Entity::delete_many()
            .filter(offered::Column::StartsAt.lt(now.as_micros()))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

async fn find(tx: &DatabaseTransaction, id: WaitId) -> Result<Option<WaitingPlace>, StoreError> {
    let row = row::Entity::find_by_id(id.as_bytes().to_vec()).one(tx).await?;
    row.map(WaitingPlace::try_from).transpose()
}

/// A place and what is held for it, everybody held still.
async fn held_for(
    tx: &DatabaseTransaction,
    id: WaitId,
) -> Result<Option<(WaitingPlace, Appointment)>, StoreError> {
    let Some(hour) = find(tx, id).await?.and_then(|place| place.offered) else { return Ok(None) };
    let Some(hold) = appointment::locked(tx, hour).await? else { return Ok(None) };
    // While we waited it may have been booked, or gone to the next.
    let Some(place) = find(tx, id).await? else { return Ok(None) };
    let still = place.offered == Some(hour) && hold.state == AppointmentState::Held;
    Ok(still.then_some((place, hold)))
}

/// Ends a hold and gives its hour to the next.
async fn pass_on(
    tx: &DatabaseTransaction,
    place: WaitingPlace,
    hold: Appointment,
    suits: Suits<'_>,
    now: Timestamp,
) -> Result<Passed, StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Offered, Expr::value(None::<Vec<u8>>))
        .filter(row::Column::Id.eq(place.id.as_bytes().to_vec()))
        .exec(tx)
        .await?;
    appointment::clear(tx, &hold).await?;
    let hour = Hour { therapist: place.therapist, starts_at: hold.starts_at };
    let offered = offer_hour(tx, hour, suits, now).await?;
    Ok(Passed { place: WaitingPlace { offered: None, ..place }, before: Some(hold), offered })
}
