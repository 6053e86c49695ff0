//! Giving a free hour to whoever is next, inside the transaction that frees it.

use std::collections::HashSet;

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, AppointmentId, Role, SpaceId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{Hour, Suits, Terms, WaitingPlace, list, offered, order, row};
use crate::appointment::{self, Appointment, Attendee, Buffers, Taking};
use crate::{StoreError, convert, erase, schedule, space};

/// Holds an hour for the first of those who wait whom it suits and who are free then. Whoever calls this
/// holds the therapist still.
pub(crate) async fn offer_hour(
    tx: &DatabaseTransaction,
    hour: Hour,
    suits: Suits<'_>,
    now: Timestamp,
) -> Result<Option<Appointment>, StoreError> {
    let places = list::of_therapist(tx, hour.therapist).await?;
    if places.is_empty() {
        return Ok(None);
    }
    let mut know = know_of(tx, hour).await?;
    loop {
        let thinks = |place: &WaitingPlace| place.offered.is_some();
        let knows = |place: &WaitingPlace| know.contains(&place.space);
        let Some(place) = order::next(&places, thinks, knows, |place| suits(place, &hour).is_some()) else {
            return Ok(None);
        };
        let terms = suits(place, &hour);
        if let Some(terms) = terms
            && let Some(held) = hold(tx, place, hour, terms, now).await?
        {
            return Ok(Some(held));
        }
        // Not free then: passed over for this hour, without counting as having been asked.
        know.insert(place.space);
    }
}

/// The hour was booked: whoever it was held for waits no more.
pub(crate) async fn served(tx: &DatabaseTransaction, hold: AppointmentId) -> Result<(), StoreError> {
    row::Entity::delete_many().filter(row::Column::Offered.eq(hold.as_bytes().to_vec())).exec(tx).await?;
    Ok(())
}

/// A space had this hour and leaves it: it is not offered that one again.
pub(crate) async fn had_hour(
    tx: &DatabaseTransaction,
    space: SpaceId,
    hour: Hour,
    now: Timestamp,
) -> Result<(), StoreError> {
    // The row is there already when the hour was offered first and booked then.
    let known = [offered::Column::Space, offered::Column::Therapist, offered::Column::StartsAt];
    let row = known_hour(space, hour, now);
    offered::Entity::insert(row).on_conflict_do_nothing_on(known).exec_without_returning(tx).await?;
    Ok(())
}

/// The row that keeps an hour from being offered to a space.
fn known_hour(space: SpaceId, hour: Hour, now: Timestamp) -> offered::ActiveModel {
    offered::ActiveModel {
        space: Set(space.as_bytes().to_vec()),
        therapist: Set(hour.therapist.as_bytes().to_vec()),
        starts_at: Set(hour.starts_at.as_micros()),
        offered_at: Set(now.as_micros()),
    }
}

/// The spaces that were offered this hour before, or had it.
async fn know_of(db: &impl ConnectionTrait, hour: Hour) -> Result<HashSet<SpaceId>, StoreError> {
    let rows = offered::Entity::find()
        .filter(offered::Column::Therapist.eq(hour.therapist.as_bytes().to_vec()))
        .filter(offered::Column::StartsAt.eq(hour.starts_at.as_micros()))
        .all(db)
        .await?;
    rows.iter().map(|row| Ok(SpaceId::from_slice(&row.space)?)).collect()
}

/// Holds the hour for one place; none when somebody of theirs is not free or not there any more.
async fn hold(
    tx: &DatabaseTransaction,
    place: &WaitingPlace,
    hour: Hour,
    terms: Terms,
    now: Timestamp,
) -> Result<Option<Appointment>, StoreError> {
    let Some(attendees) = attendees(tx, place, &terms).await? else { return Ok(None) };
    let taking = Taking {
        id: terms.id,
        space: place.space,
        attendees,
        starts_at: hour.starts_at,
        ends_at: hour.starts_at.plus_seconds(i64::from(place.minutes) * 60),
        mode: place.mode,
    };
    let mut held = taking.appointment(AppointmentState::Held);
    held.held_until = Some(terms.until);
    appointment::fill_zones(tx, &mut held.attendees).await?;
    if !appointment::make_room(tx, &held, now).await? || !appointment::insert(tx, &held, now).await? {
        return Ok(None);
    }
    row::Entity::update_many()
        .col_expr(row::Column::Offered, Expr::value(held.id.as_bytes().to_vec()))
        .filter(row::Column::Id.eq(place.id.as_bytes().to_vec()))
        .exec(tx)
        .await?;
    offered::Entity::insert(known_hour(place.space, hour, now)).exec_without_returning(tx).await?;
    schedule::hour_offered(tx, &held, now).await?;
    Ok(Some(held))
}

/// The therapist and all clients of the space, as it is now; none when either is missing.
async fn attendees(
    db: &impl ConnectionTrait,
    place: &WaitingPlace,
    terms: &Terms,
) -> Result<Option<Vec<Attendee>>, StoreError> {
    let mut attendees = Vec::new();
    let mut therapist = false;
    for member in space::current(place.space).all(db).await? {
        let account = AccountId::from_slice(&member.account)?;
        let role = convert::role(&member.role)?;
        if role == Role::Client && !erase::is_erased(db, &member.account).await? {
            let buffers = Buffers::default();
            attendees.push(Attendee { account, staff: false, zone: None, buffers });
        }
        therapist |= account == place.therapist && role.is_staff();
    }
    if attendees.is_empty() || !therapist {
        return Ok(None);
    }
    let zone = Some(terms.zone.clone());
    attendees.push(Attendee { account: place.therapist, staff: true, zone, buffers: terms.buffers });
    Ok(Some(attendees))
}
