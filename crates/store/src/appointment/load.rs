//! From rows to appointments.

use std::collections::HashMap;

use rapport_wire::{AccountId, AppointmentId, SeriesId, SpaceId, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Value,
};

use super::{Appointment, Attendee, BookError, Buffers, attendee, row};
use crate::{StoreError, convert, dialect, erase};

/// Appointments whose attendees are read with one statement.
const TOGETHER: usize = 400;

/// The appointment with this id.
pub(crate) async fn by_id(
    db: &impl ConnectionTrait,
    id: AppointmentId,
) -> Result<Option<Appointment>, StoreError> {
    let row = row::Entity::find_by_id(id.as_bytes().to_vec()).one(db).await?;
    Ok(whole(db, row.into_iter().collect()).await?.pop())
}

/// The appointment with this id, nobody of whom can be booked elsewhere until the transaction ends.
pub(crate) async fn locked(
    tx: &DatabaseTransaction,
    id: AppointmentId,
) -> Result<Option<Appointment>, StoreError> {
    let Some(found) = by_id(tx, id).await? else { return Ok(None) };
    if !dialect::others_write(tx) {
        return Ok(Some(found));
    }
    lock(tx, found.attendees.iter().map(|attendee| attendee.account)).await?;
    // Who takes part never changes; everything else may have, while we waited.
    by_id(tx, id).await
}

/// Holds people still, in one order for all who do.
pub(crate) async fn lock(
    tx: &DatabaseTransaction,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<(), StoreError> {
    let ids: Vec<Value> = accounts.map(|account| account.as_bytes().to_vec().into()).collect();
    if ids.is_empty() { Ok(()) } else { dialect::lock_accounts(tx, &ids).await }
}

/// Holds people still, and looks whether all of them are here: whoever leaves for good holds themself still too, so
/// that nobody is given an hour with somebody who has just gone.
pub(super) async fn lock_present(tx: &DatabaseTransaction, attendees: &[Attendee]) -> Result<(), BookError> {
    lock(tx, attendees.iter().map(|one| one.account)).await?;
    for one in attendees {
        if erase::is_erased(tx, one.account.as_bytes()).await? {
            return Err(BookError::HasLeft);
        }
    }
    Ok(())
}

/// All appointments of a series, by when they begin.
pub(crate) async fn of_series(
    db: &impl ConnectionTrait,
    series: SeriesId,
) -> Result<Vec<Appointment>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Series.eq(series.as_bytes().to_vec()))
        .order_by_asc(row::Column::StartsAt)
        .all(db)
        .await?;
    whole(db, rows).await
}

/// Rows with their attendees, in the order of the rows.
pub(super) async fn whole(
    db: &impl ConnectionTrait,
    rows: Vec<row::Model>,
) -> Result<Vec<Appointment>, StoreError> {
    let mut people: HashMap<Vec<u8>, Vec<attendee::Model>> = HashMap::new();
    for some in rows.chunks(TOGETHER) {
        let ids = some.iter().map(|row| row.id.clone());
        let found = attendee::Entity::find()
            .filter(attendee::Column::Appointment.is_in(ids))
            .order_by_asc(attendee::Column::Account)
            .all(db)
            .await?;
        for one in found {
            people.entry(one.appointment.clone()).or_default().push(one);
        }
    }
    rows.into_iter()
        .map(|row| {
            let attendees = people.remove(&row.id).unwrap_or_default();
            appointment(&row, &attendees)
        })
        .collect()
}

fn appointment(row: &row::Model, people: &[attendee::Model]) -> Result<Appointment, StoreError> {
    let account = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(AccountId::from_slice).transpose();
    Ok(Appointment {
        id: AppointmentId::from_slice(&row.id)?,
        space: SpaceId::from_slice(&row.space)?,
        attendees: people.iter().map(|one| part(row, one)).collect::<Result<_, _>>()?,
        starts_at: Timestamp::from_micros(row.starts_at),
        ends_at: Timestamp::from_micros(row.ends_at),
        mode: convert::mode(&row.mode)?,
        state: convert::state(&row.state)?,
        held_until: row.held_until.map(Timestamp::from_micros),
        held_by: account(&row.held_by)?,
        booked_by: account(&row.booked_by)?,
        series: row.series.as_deref().map(SeriesId::from_slice).transpose()?,
        original_start: row.original_start.map(Timestamp::from_micros),
        sequence: row.sequence as u32,
        cancelled_by: account(&row.cancelled_by)?,
        outcome: row.outcome.as_deref().map(convert::outcome).transpose()?,
    })
}

fn part(row: &row::Model, one: &attendee::Model) -> Result<Attendee, StoreError> {
    let minutes = |micros: i64| (micros / 60_000_000) as u16;
    Ok(Attendee {
        account: AccountId::from_slice(&one.account)?,
        staff: one.staff != 0,
        zone: one.zone.clone(),
        buffers: Buffers {
            before_minutes: minutes(row.starts_at - one.busy_from),
            after_minutes: minutes(one.busy_until - row.ends_at),
        },
    })
}
