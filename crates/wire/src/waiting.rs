//! The waiting list: an hour that becomes free is offered to one person at a time and held for them, then to
//! the next.
//!
//! Order: urgent places first, then whoever has waited longest. Nobody is offered the same hour twice.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::offer::Mode;
use crate::{AccountId, AppointmentId, SpaceId, Timestamp, WaitId};

/// Parts of the week that would suit, in the therapist's zone: a bit for each (Monday morning is bit 0, then
/// Monday afternoon, Monday evening, Tuesday morning …). Mornings end at noon, evenings begin at 17:00. 0 is
/// never; all 21 bits is any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Parts(pub u32);

impl Parts {
    /// Any time of the week.
    pub const ANY: Self = Self((1 << 21) - 1);

    /// Whether a local time suits. `weekday`: 1 is Monday; `minute` of the local day.
    pub const fn suits(self, weekday: u8, minute: u16) -> bool {
        let part = if minute < 12 * 60 {
            0
        } else if minute < 17 * 60 {
            1
        } else {
            2
        };
        self.0 & (1 << ((weekday as u32 - 1) * 3 + part)) != 0
    }
}

/// Puts a space on a therapist's waiting list; again changes what would suit and keeps the place.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinWaiting {
    /// The space whose people wait. The caller is a member.
    pub space: SpaceId,
    /// The therapist, a member as well.
    pub therapist: AccountId,
    /// How they would meet.
    pub mode: Mode,
    /// How long.
    pub minutes: u16,
    /// What would suit.
    pub parts: Parts,
    /// Only hours before this; none means any.
    pub before: Option<Timestamp>,
}
endpoint!(JoinWaiting => Waiting, Post "/api/waiting", SignedIn);

/// Somebody's place on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// Its id.
    pub id: WaitId,
    /// The space whose people wait.
    pub space: SpaceId,
    /// Whose list.
    pub therapist: AccountId,
    /// How they would meet.
    pub mode: Mode,
    /// How long.
    pub minutes: u16,
    /// What would suit.
    pub parts: Parts,
    /// Only hours before this.
    pub before: Option<Timestamp>,
    /// Since when.
    pub since: Timestamp,
    /// Whether the therapist has put it first.
    pub urgent: bool,
    /// How many come before it on this list.
    pub ahead: u32,
    /// An hour that is held for them now.
    pub offered: Option<OfferedHour>,
}

/// An hour that became free, held for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferedHour {
    /// The hold: booked with [`crate::appointment::BookHeld`].
    pub appointment: AppointmentId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Until when it is held.
    pub until: Timestamp,
}

/// One's places, and for staff also those on their own list, in order.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListWaiting {}
endpoint!(ListWaiting => WaitingList, Get "/api/waiting", SignedIn);

/// Reply to [`ListWaiting`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingList {
    /// In the order in which they will be asked.
    pub waiting: Vec<Waiting>,
}

/// Leaves a list. Also by the therapist whose list it is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeaveWaiting {
    /// The place.
    pub waiting: WaitId,
}
endpoint!(LeaveWaiting => Done, Delete "/api/waiting/{waiting}", SignedIn,
    |me| format!("/api/waiting/{}", me.waiting));

/// Says no to the hour that is held; it goes to the next, and the place is kept.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclineHour {
    /// The place.
    pub waiting: WaitId,
    /// The hour.
    pub appointment: AppointmentId,
}
endpoint!(DeclineHour => Done, Post "/api/waiting/{waiting}/decline", SignedIn,
    |me| format!("/api/waiting/{}/decline", me.waiting));

/// Puts a place first, or back into its order. The therapist whose list it is only.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetUrgent {
    /// The place.
    pub waiting: WaitId,
    /// First, or not.
    pub urgent: bool,
}
endpoint!(SetUrgent => Done, Post "/api/waiting/{waiting}/urgent", SignedIn,
    |me| format!("/api/waiting/{}/urgent", me.waiting));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_week_is_one_bit() {
        let tuesday_evening = Parts(1 << 5);
        assert!(tuesday_evening.suits(2, 17 * 60));
        assert!(!tuesday_evening.suits(2, 17 * 60 - 1));
        assert!(!tuesday_evening.suits(3, 18 * 60));
        for weekday in 1..=7 {
            for minute in [0, 719, 720, 1019, 1020, 1439] {
                assert!(Parts::ANY.suits(weekday, minute));
                assert!(!Parts(0).suits(weekday, minute));
            }
        }
    }
}
