//! Appointments: held, booked, moved, called off. Two people never get one slot: the schema decides.
//!
//! Time is cut into cells of five minutes. Each attendee of a live appointment has a row in `taken` for each
//! cell it takes (staff with their buffers), and `(account, cell)` is its primary key: whoever comes second
//! with any cell of any attendee gets nothing at all. Moving gives the old cells back and takes new ones in
//! one commit; calling off gives them back.
//!
//! A hold that ran out is let go of by the next one who wants its time, in the same commit, so nothing here
//! waits for housekeeping. One that was offered to somebody waiting is not: it goes to whoever waits next
//! (see [`crate::waiting`]).
//!
//! On PostgreSQL every change first holds the accounts of its attendees still, in order, so that people
//! wait for each other instead of failing. Without that the primary key would still decide.

mod arrange;
mod book;
mod cells;
mod change;
mod hold;
mod list;
mod load;
mod rules;
mod save;
mod told;

use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::offer::Mode;
use rapport_wire::{AccountId, AppointmentId, SeriesId, SpaceId, Timestamp};

use crate::StoreError;

pub use arrange::{Arrange, Arranged, NewSeries};
pub use book::Book;
pub use change::{Cancel, Changed, Move};
pub use hold::{Hold, HoldLimits};
pub use list::{BusySpan, Page};
pub use rules::{Holder, expired, may_take};

pub use save::Taking;
pub use told::Series;

pub(crate) use load::{by_id, lock, locked, of_series};
pub(crate) use save::{clear, fill_zones, insert, make_room};
pub(crate) use told::sequence;

/// Somebody's part in an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub account: AccountId,
    /// Whether they work here.
    pub staff: bool,
    /// Their zone as they last told it (IANA).
    pub zone: Option<String>,
    /// What is kept free around it for them.
    pub buffers: Buffers,
}

/// Room around an appointment, in minutes on the grid of five.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Buffers {
    /// Before it begins.
    pub before_minutes: u16,
    /// After it ends.
    pub after_minutes: u16,
}

impl Buffers {
    /// From when until when somebody is busy with an appointment.
    pub fn around(self, starts_at: Timestamp, ends_at: Timestamp) -> (Timestamp, Timestamp) {
        let before = i64::from(self.before_minutes) * 60;
        (starts_at.plus_seconds(-before), ends_at.plus_seconds(i64::from(self.after_minutes) * 60))
    }
}

/// An appointment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// The space whose people meet.
    pub space: SpaceId,
    /// Who takes part, by account.
    pub attendees: Vec<Attendee>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How people meet.
    pub mode: Mode,
    /// Where it stands.
    pub state: AppointmentState,
    /// Until when it is held, while it is.
    pub held_until: Option<Timestamp>,
    /// For whom it is held; none while it is held for all clients of the space, being offered to them.
    pub held_by: Option<AccountId>,
    /// Who made it an appointment.
    pub booked_by: Option<AccountId>,
    /// The series it belongs to.
    pub series: Option<SeriesId>,
    /// Where its series put it.
    pub original_start: Option<Timestamp>,
    /// Counts moves and the cancellation.
    pub sequence: u32,
    /// Who called it off.
    pub cancelled_by: Option<AccountId>,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

impl Appointment {
    /// Somebody's part in it.
    pub fn attendee(&self, account: AccountId) -> Option<&Attendee> {
        self.attendees.iter().find(|attendee| attendee.account == account)
    }

    /// Those of the staff who take part.
    pub fn staff(&self) -> impl Iterator<Item = AccountId> {
        self.attendees.iter().filter(|attendee| attendee.staff).map(|attendee| attendee.account)
    }
}

/// Why time was not given. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Somebody who takes part has something else then.
    #[error("the time is taken")]
    Taken,
    /// There is no such appointment, or none of the caller's.
    #[error("there is no such appointment")]
    NotFound,
    /// The hold ran out, or was never the caller's.
    #[error("the hold ran out")]
    HoldExpired,
    /// It is not as the caller thinks it is.
    #[error("the appointment was changed meanwhile")]
    Changed,
    /// More holds, or more appointments ahead, than there may be.
    #[error("more than there may be")]
    TooMany,
    /// Somebody who takes part has left for good.
    #[error("somebody has left for good")]
    HasLeft,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for BookError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// The table `appointment`.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "appointment")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub space: Vec<u8>,
        pub starts_at: i64,
        pub ends_at: i64,
        pub mode: String,
        pub state: String,
        pub held_until: Option<i64>,
        pub held_by: Option<Vec<u8>>,
        pub booked_by: Option<Vec<u8>>,
        pub series: Option<Vec<u8>>,
        pub original_start: Option<i64>,
        pub sequence: i64,
        pub cancelled_by: Option<Vec<u8>>,
        pub outcome: Option<String>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(has_one = "crate::waiting::row::Entity")]
        Waiting,
    }

    impl Related<crate::waiting::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Waiting.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `attendee`.
pub(crate) mod attendee {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "attendee")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub appointment: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: Vec<u8>,
        pub staff: i64,
        pub zone: Option<String>,
        pub starts_at: i64,
        pub busy_from: i64,
        pub busy_until: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(
            belongs_to = "super::row::Entity",
            from = "Column::Appointment",
            to = "super::row::Column::Id"
        )]
        Appointment,
    }

    impl Related<super::row::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Appointment.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `series`.
pub(crate) mod series {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, DeriveEntityModel)]
    #[sea_orm(table_name = "series")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub space: Vec<u8>,
        pub repeat: String,
        pub created_by: Vec<u8>,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
