//! The time a therapist offers: weekly windows at local times in their own zone, dated exceptions, the kinds
//! of appointment that fit, and the room left around each.
//!
//! Local times are wall-clock minutes of a named zone, never instants: five in the afternoon stays five in the
//! afternoon when the clocks change.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::{AccountId, AppointmentId, SpaceId, Timestamp};

/// How people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With picture and sound.
    Video,
    /// With sound alone.
    Voice,
    /// By phone.
    Phone,
    /// In writing, both there at once.
    Chat,
    /// In one room.
    InPerson,
    /// Several clients together.
    Group,
}

impl Mode {
    /// Every mode there is.
    pub const ALL: [Self; 6] =
        [Self::Video, Self::Voice, Self::Phone, Self::Chat, Self::InPerson, Self::Group];

    /// The name that is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Voice => "voice",
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::InPerson => "in_person",
            Self::Group => "group",
        }
    }

    /// The mode a stored name means.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// Whether people meet in a session of ours.
    pub const fn is_online(self) -> bool {
        matches!(self, Self::Video | Self::Voice | Self::Chat | Self::Group)
    }
}

/// A kind of appointment a therapist offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kind {
    /// Names it within the offer; never used again for another.
    pub id: u16,
    /// Length in minutes, on the grid of five: 5 to 480.
    pub minutes: u16,
    /// How people meet.
    pub mode: Mode,
    /// Whether clients may book it themselves; otherwise only the therapist gives it.
    pub self_booked: bool,
}

/// A stretch of a local day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hours {
    /// Minutes after local midnight, on the grid of five.
    pub from_minute: u16,
    /// After `from_minute`, by 24 hours at most; past 1,440 it reaches into the next day.
    pub to_minute: u16,
    /// Kinds that fit; none named means all.
    pub kinds: Vec<u16>,
}

/// Hours that come back every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub weekday: u8,
    /// When.
    pub hours: Hours,
}

/// One date on which the weekly windows do not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exception {
    /// `2026-12-24`, a local date.
    pub date: String,
    /// What holds instead; none means closed.
    pub hours: Vec<Hours>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// IANA name: `Europe/London`.
    pub zone: String,
    /// Kinds of appointment.
    pub kinds: Vec<Kind>,
    /// Every week.
    pub windows: Vec<Window>,
    /// Some dates.
    pub exceptions: Vec<Exception>,
    /// Minutes kept free before each appointment.
    pub buffer_before_minutes: u16,
    /// Minutes kept free after each.
    pub buffer_after_minutes: u16,
    /// How long before it begins an appointment can still be booked by a client, in minutes.
    pub notice_minutes: u32,
    /// How far ahead clients may book, in days.
    pub horizon_days: u16,
    /// Local minutes between the beginnings that are offered, counted from midnight: on the grid of five, and so
    /// that they fill a day (15, 30, 45, 60 and 90 do, 50 does not).
    pub step_minutes: u16,
}

/// Asks for somebody's offer. Whoever shares a space with them may see it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetOffer {
    /// The therapist.
    pub therapist: AccountId,
}
endpoint!(GetOffer => OfferView, Get "/api/therapists/{therapist}/offer", SignedIn,
    |me| format!("/api/therapists/{}/offer", me.therapist));

/// An offer, and whether there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferView {
    /// None until the therapist has made one.
    pub offer: Option<Offer>,
    /// Counts changes; a change must name the version it stands on.
    pub version: u32,
}

/// Replaces one's own offer. Appointments made already stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutOffer {
    /// The version this stands on, so that two devices do not undo each other.
    pub version: u32,
    /// The new one.
    pub offer: Offer,
}
endpoint!(PutOffer => OfferView, Put "/api/offer", SignedIn);

/// Asks for free time with the therapists of a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindSlots {
    /// The space whose people meet.
    pub space: SpaceId,
    /// Therapists to look at: members of the space.
    pub therapists: Vec<AccountId>,
    /// All of them at once, or any of them.
    pub who: Who,
    /// How people meet.
    pub mode: Mode,
    /// How long, in minutes; one of the kinds offered.
    pub minutes: u16,
    /// From when; the past is left out.
    pub from: Timestamp,
    /// Until when: at most 62 days after `from`.
    pub until: Timestamp,
    /// An appointment of one's own in this space that is to be moved: it is in nobody's way.
    #[serde(default)]
    pub moving: Option<AppointmentId>,
}
endpoint!(FindSlots => Slots, Post "/api/slots", SignedIn);

/// Whether several therapists are needed at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Anybody of them.
    Any,
    /// All of them together.
    All,
}

/// Free beginnings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slots {
    /// In order.
    pub slots: Vec<Slot>,
    /// There are more than one reply holds; ask again from the last one on.
    pub more: bool,
}

/// A free beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slot {
    /// When it begins.
    pub starts_at: Timestamp,
    /// Who is free then; with [`Who::All`], all who were asked for.
    pub therapists: Vec<AccountId>,
}

/// What a practice asks of everybody. Anybody of the practice may read it; the owner changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookingPolicy {
    /// A cancellation or move by a client later than so many minutes before the beginning is a late one; at most
    /// 14 days.
    pub cancel_notice_minutes: u32,
    /// Whether a client may move an appointment by themselves inside that time.
    pub late_move: bool,
    /// Appointments a client may have ahead of them with one therapist, by their own booking; at most 104.
    pub ahead_max: u16,
}

/// Reads the policy.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetBookingPolicy {}
endpoint!(GetBookingPolicy => BookingPolicy, Get "/api/practice/booking", SignedIn);

/// Changes it. Owners only; `policy-invalid` past a limit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutBookingPolicy {
    /// The new one.
    pub policy: BookingPolicy,
}
endpoint!(PutBookingPolicy => Done, Put "/api/practice/booking", SignedIn);
