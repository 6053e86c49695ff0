//! Waiting lists: an hour that becomes free is held for one of those who wait, then for the next.
//!
//! Order, and with it fairness: places the therapist put first come first, then whoever has waited longest.
//! A place keeps its time when what would suit it changes, when an hour is declined and when one runs out,
//! so nobody loses their turn by not answering at night. A place that is thinking about one hour is passed
//! over for others meanwhile.
//!
//! Nobody is offered the same hour twice: `offered_hour` has the space, the therapist and the beginning as
//! its primary key, and outlives the place, so leaving and coming back changes nothing. Nor is anybody offered
//! an hour they had: whoever leaves one, called off or moved by either side, gets the same row, so that the hour
//! goes round to the others without coming back. Anybody may still book it where it is free. What frees an hour
//! and what offers it to the next are one commit. A kill at any moment leaves it either with the one before
//! or with the next, never with both and never with nobody: what runs out is found again by
//! [`Store::lapsing`].

mod lapse;
mod list;
mod offering;
mod order;

use rapport_wire::offer::Mode;
use rapport_wire::waiting::Parts;
use rapport_wire::{AccountId, AppointmentId, SpaceId, Timestamp, WaitId};

use crate::appointment::{Appointment, Buffers};
use crate::{StoreError, convert};

pub use list::JoinList;
pub use order::{next, rank};

pub(crate) use offering::{had_hour, offer_hour, served};

/// A place on a therapist's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingPlace {
    /// Its id.
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
    /// Since when.
    pub since: Timestamp,
    /// Whether the therapist put it first.
    pub urgent: bool,
    /// What is held for it now.
    pub offered: Option<AppointmentId>,
}

/// A beginning that became free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// Whose.
    pub therapist: AccountId,
    /// When.
    pub starts_at: Timestamp,
}

/// On which terms a place is offered an hour.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The id of the hold.
    pub id: AppointmentId,
    /// Until when it is held.
    pub until: Timestamp,
    /// What the therapist keeps free around it.
    pub buffers: Buffers,
    /// The therapist's zone.
    pub zone: String,
}

/// Decides whether an hour suits a place, and on which terms it is offered. Whether everybody's time is free
/// is not asked here: their cells decide.
pub type Suits<'a> = &'a (dyn Fn(&WaitingPlace, &Hour) -> Option<Terms> + Send + Sync);

/// What became of a place, or of an hour that was held for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The place.
    pub place: WaitingPlace,
    /// What was held for it and is not any more.
    pub before: Option<Appointment>,
    /// Where the hour has gone.
    pub offered: Option<Appointment>,
}

/// Why nothing was done about a place.
#[derive(Debug, thiserror::Error)]
pub enum WaitingError {
    /// There is no such place, or nothing is held for it.
    #[error("there is no such place")]
    NotFound,
    /// The list is as long as it may be.
    #[error("the list is full")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for WaitingError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl TryFrom<row::Model> for WaitingPlace {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: WaitId::from_slice(&row.id)?,
            space: SpaceId::from_slice(&row.space)?,
            therapist: AccountId::from_slice(&row.therapist)?,
            mode: convert::mode(&row.mode)?,
            minutes: row.minutes as u16,
            parts: Parts(row.parts as u32),
            before: row.before.map(Timestamp::from_micros),
            since: Timestamp::from_micros(row.since),
            urgent: row.urgent != 0,
            offered: row.offered.as_deref().map(AppointmentId::from_slice).transpose()?,
        })
    }
}

/// The table `waiting`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "waiting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub space: Vec<u8>,
        pub therapist: Vec<u8>,
        pub mode: String,
        pub minutes: i64,
        pub parts: i64,
        pub before: Option<i64>,
        pub since: i64,
        pub urgent: i64,
        pub offered: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(
            belongs_to = "crate::appointment::row::Entity",
            from = "Column::Offered",
            to = "crate::appointment::row::Column::Id"
        )]
        Appointment,
    }

    impl Related<crate::appointment::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Appointment.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `offered_hour`.
pub(crate) mod offered {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "offered_hour")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub space: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub therapist: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub starts_at: i64,
        pub offered_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
