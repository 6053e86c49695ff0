//! Appointments in and out of the tables, with the cells they take: always both, always in one transaction.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::offer::Mode;
use rapport_wire::{AccountId, AppointmentId, SpaceId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use super::cells::{self, Span};
use super::load::by_id;
use super::rules::{Holder, may_take};
use super::{Appointment, Attendee, attendee, row};
use crate::{StoreError, convert};

/// Time that somebody wants.
#[derive(Debug, Clone)]
pub struct Taking {
    /// The appointment's id.
    pub id: AppointmentId,
    /// The space whose people meet.
    pub space: SpaceId,
    /// Who takes part.
    pub attendees: Vec<Attendee>,
    /// When it begins: on the grid of five minutes.
    pub starts_at: Timestamp,
    /// When it ends: on the grid, and later.
    pub ends_at: Timestamp,
    /// How people meet.
    pub mode: Mode,
}

impl Taking {
    /// The appointment it becomes, in this state.
    pub(crate) fn appointment(&self, state: AppointmentState) -> Appointment {
        let mut attendees = self.attendees.clone();
        attendees.sort_by_key(|attendee| attendee.account);
        Appointment {
            id: self.id,
            space: self.space,
            attendees,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            mode: self.mode,
            state,
            held_until: None,
            held_by: None,
            booked_by: None,
            series: None,
            original_start: None,
            sequence: 0,
            cancelled_by: None,
            outcome: None,
        }
    }
}

/// What each attendee's time is taken for, buffers included.
pub(super) fn spans(appointment: &Appointment) -> Vec<Span> {
    let span = |one: &Attendee| {
        let (from, until) = one.buffers.around(appointment.starts_at, appointment.ends_at);
        (one.account, from, until)
    };
    appointment.attendees.iter().map(span).collect()
}

/// Lets go of holds in the way that ran out. False when something else is in the way.
pub(crate) async fn make_room(
    tx: &DatabaseTransaction,
    wanted: &Appointment,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut room = true;
    for id in cells::holders(tx, &spans(wanted)).await? {
        if id == wanted.id {
            continue;
        }
        let Some(other) = by_id(tx, id).await? else {
            return Err(StoreError::Row("time taken by no appointment"));
        };
        let holder = other.held_by.map_or(Holder::Waiting, Holder::Person);
        match other.held_until {
            Some(until) if may_take(holder, until, now) => clear(tx, &other).await?,
            _ => room = false,
        }
    }
    Ok(room)
}

/// Writes an appointment and takes its time. False, and nothing written, when any of it is taken.
pub(crate) async fn insert(
    tx: &DatabaseTransaction,
    new: &Appointment,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if !take(tx, new).await? {
        return Ok(false);
    }
    let bytes = |account: Option<AccountId>| account.map(|account| account.as_bytes().to_vec());
    let id = new.id.as_bytes().to_vec();
    let row = row::ActiveModel {
        id: Set(id.clone()),
        space: Set(new.space.as_bytes().to_vec()),
        starts_at: Set(new.starts_at.as_micros()),
        ends_at: Set(new.ends_at.as_micros()),
        mode: Set(new.mode.as_str().to_owned()),
        state: Set(convert::state_text(new.state).to_owned()),
        held_until: Set(new.held_until.map(Timestamp::as_micros)),
        held_by: Set(bytes(new.held_by)),
        booked_by: Set(bytes(new.booked_by)),
        series: Set(new.series.map(|series| series.as_bytes().to_vec())),
        original_start: Set(new.original_start.map(Timestamp::as_micros)),
        sequence: Set(i64::from(new.sequence)),
        cancelled_by: Set(None),
        outcome: Set(None),
        created_at: Set(now.as_micros()),
    };
    row::Entity::insert(row).exec_without_returning(tx).await?;
    let attendees = new.attendees.iter().map(|one| {
        let (busy_from, busy_until) = one.buffers.around(new.starts_at, new.ends_at);
        attendee::ActiveModel {
            appointment: Set(id.clone()),
            account: Set(one.account.as_bytes().to_vec()),
            staff: Set(i64::from(one.staff)),
            zone: Set(one.zone.clone()),
            starts_at: Set(new.starts_at.as_micros()),
            busy_from: Set(busy_from.as_micros()),
            busy_until: Set(busy_until.as_micros()),
        }
    });
    attendee::Entity::insert_many(attendees).exec_without_returning(tx).await?;
    Ok(true)
}

/// Takes the time of an appointment, whole or not at all.
pub(super) async fn take(tx: &DatabaseTransaction, appointment: &Appointment) -> Result<bool, StoreError> {
    let spans = spans(appointment);
    if cells::take(tx, appointment.id, &spans).await? {
        return Ok(true);
    }
    cells::give_back(tx, appointment.id, &spans).await?;
    Ok(false)
}

/// Gives the time of an appointment back.
pub(super) async fn give_back(tx: &DatabaseTransaction, appointment: &Appointment) -> Result<(), StoreError> {
    cells::give_back(tx, appointment.id, &spans(appointment)).await
}

/// Takes a hold out of the tables.
pub(crate) async fn clear(tx: &DatabaseTransaction, hold: &Appointment) -> Result<(), StoreError> {
    give_back(tx, hold).await?;
    let id = hold.id.as_bytes().to_vec();
    attendee::Entity::delete_many().filter(attendee::Column::Appointment.eq(id.clone())).exec(tx).await?;
    let still = row::Column::State.eq(convert::state_text(AppointmentState::Held));
    let gone = row::Entity::delete_by_id(id).filter(still).exec(tx).await?;
    // Booked in this very moment by somebody whom nothing held still: then nothing of this happened.
    if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::Busy) }
}

/// The zone somebody last told, as it stands in an appointment of theirs.
pub(crate) async fn last_zone(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<String>, StoreError> {
    let row = attendee::Entity::find()
        .filter(attendee::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(attendee::Column::Zone.is_not_null())
        .order_by_desc(attendee::Column::StartsAt)
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.zone))
}

/// Fills in the zones that nobody named.
pub(crate) async fn fill_zones(
    db: &impl ConnectionTrait,
    attendees: &mut [Attendee],
) -> Result<(), StoreError> {
    for one in attendees.iter_mut().filter(|one| one.zone.is_none()) {
        one.zone = last_zone(db, one.account).await?;
    }
    Ok(())
}
