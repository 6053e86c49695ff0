//! Places on lists: taken, changed, put first, seen.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::offer::Mode;
use rapport_wire::waiting::Parts;
use rapport_wire::{AccountId, Role, SpaceId, Timestamp, WaitId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{WaitingError, WaitingPlace, order, row};
use crate::appointment::{self, Appointment};
use crate::{Store, StoreError, convert, space};

/// Somebody wants to wait.
#[derive(Debug, Clone)]
pub struct JoinList {
    /// The place's id, if it is a new one.
    pub id: WaitId,
    /// The space whose people wait.
    pub space: SpaceId,
    /// Whose list.
    pub therapist: AccountId,
    /// How they would meet.
    pub mode: Mode,
    /// How long, in minutes.
    pub minutes: u16,
    /// What would suit.
    pub parts: Parts,
    /// Only hours before this.
    pub before: Option<Timestamp>,
    /// Places a list may have.
    pub places_max: usize,
    /// Now.
    pub now: Timestamp,
}

impl Store {
    /// Takes a place, or changes what would suit the one the space has.
    ///
    /// # Errors
    /// [`WaitingError::TooMany`] when the list is full.
    pub async fn join_list(&self, join: JoinList) -> Result<WaitingPlace, WaitingError> {
        let tx = self.begin().await?;
        appointment::lock(&tx, [join.therapist].into_iter()).await?;
        let places = of_therapist(&tx, join.therapist).await?;
        if let Some(known) = places.iter().find(|place| place.space == join.space) {
            row::Entity::update_many()
                .col_expr(row::Column::Mode, Expr::value(join.mode.as_str()))
                .col_expr(row::Column::Minutes, Expr::value(i64::from(join.minutes)))
                .col_expr(row::Column::Parts, Expr::value(i64::from(join.parts.0)))
                .col_expr(row::Column::Before, Expr::value(join.before.map(Timestamp::as_micros)))
                .filter(row::Column::Id.eq(known.id.as_bytes().to_vec()))
                .exec(&tx)
                .await?;
            tx.commit().await?;
            let WaitingPlace { id, space, therapist, since, urgent, offered, .. } = *known;
            let JoinList { mode, minutes, parts, before, .. } = join;
            return Ok(WaitingPlace {
                id,
                space,
                therapist,
                mode,
                minutes,
                parts,
                before,
                since,
                urgent,
                offered,
            });
        }
        if places.len() >= join.places_max {
            return Err(WaitingError::TooMany);
        }
        let row = row::ActiveModel {
            id: Set(join.id.as_bytes().to_vec()),
            space: Set(join.space.as_bytes().to_vec()),
            therapist: Set(join.therapist.as_bytes().to_vec()),
            mode: Set(join.mode.as_str().to_owned()),
            minutes: Set(i64::from(join.minutes)),
            parts: Set(i64::from(join.parts.0)),
            before: Set(join.before.map(Timestamp::as_micros)),
            since: Set(join.now.as_micros()),
            urgent: Set(0),
            offered: Set(None),
        };
        row::Entity::insert(row).exec_without_returning(&tx).await?;
        let row = row::Entity::find_by_id(join.id.as_bytes().to_vec()).one(&tx).await?;
        tx.commit().await?;
        row.ok_or(WaitingError::NotFound)?.try_into().map_err(WaitingError::Store)
    }

    /// A place.
    pub async fn waiting_place(&self, id: WaitId) -> Result<Option<WaitingPlace>, StoreError> {
        let row = row::Entity::find_by_id(id.as_bytes().to_vec()).one(self.reader()).await?;
        row.map(WaitingPlace::try_from).transpose()
    }

    /// Somebody's list, in the order in which they are asked.
    pub async fn waiting_list(&self, therapist: AccountId) -> Result<Vec<WaitingPlace>, StoreError> {
        of_therapist(self.reader(), therapist).await
    }

    /// The places of the spaces that this account is a client of.
    pub async fn waiting_places_of(&self, account: AccountId) -> Result<Vec<WaitingPlace>, StoreError> {
        let spaces = space::current_of(account)
            .filter(space::member::Column::Role.eq(convert::role_text(Role::Client)))
            .all(self.reader())
            .await?;
        let spaces = spaces.into_iter().map(|member| member.space);
        let rows = row::Entity::find().filter(row::Column::Space.is_in(spaces)).all(self.reader()).await?;
        in_order(rows)
    }

    /// What is held for a place now.
    pub async fn offered_to(&self, place: &WaitingPlace) -> Result<Option<Appointment>, StoreError> {
        let Some(id) = place.offered else { return Ok(None) };
        let held = appointment::by_id(self.reader(), id).await?;
        Ok(held.filter(|held| held.state == AppointmentState::Held))
    }

    /// Puts a place first, or back into its order. False when there is no such place.
    pub async fn set_urgent(&self, id: WaitId, urgent: bool) -> Result<bool, StoreError> {
        let tx = self.begin().await?;
        let done = row::Entity::update_many()
            .col_expr(row::Column::Urgent, Expr::value(i64::from(urgent)))
            .filter(row::Column::Id.eq(id.as_bytes().to_vec()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected == 1)
    }
}

/// Somebody's list, in order.
pub(super) async fn of_therapist(
    db: &impl ConnectionTrait,
    therapist: AccountId,
) -> Result<Vec<WaitingPlace>, StoreError> {
    let mine = row::Column::Therapist.eq(therapist.as_bytes().to_vec());
    in_order(row::Entity::find().filter(mine).all(db).await?)
}

fn in_order(rows: Vec<row::Model>) -> Result<Vec<WaitingPlace>, StoreError> {
    let mut places = rows.into_iter().map(WaitingPlace::try_from).collect::<Result<Vec<_>, _>>()?;
    places.sort_by_key(|place| order::rank(place.urgent, place.since, place.id));
    Ok(places)
}
