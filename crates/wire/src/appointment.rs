//! Appointments: held, booked, moved, called off, and what became of them. Times and people only; what an
//! appointment is *about* is an entry in the space, sealed.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::offer::Mode;
use crate::{AccountId, AppointmentId, SeriesId, SpaceId, Timestamp};

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// Kept for somebody who is deciding, until `held_until`.
    Held,
    /// Agreed.
    Booked,
    /// Called off.
    Cancelled,
}

/// What became of the hour, recorded by the therapist after it began, or by a cancellation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They met.
    Met,
    /// The client did not come.
    NoShow,
    /// The client called it off later than the policy asks.
    LateCancel,
    /// The client called it off in time.
    Cancelled,
    /// The practice called it off.
    CancelledByPractice,
}

/// Somebody's part in an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attendee {
    /// Who.
    pub account: AccountId,
    /// Whether they are among those who work here.
    pub staff: bool,
    /// Their zone, as they last told it (IANA); none when they never did.
    pub zone: Option<String>,
}

/// An appointment, as those who take part see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// Its id; also the beginning of its UID in calendars.
    pub id: AppointmentId,
    /// The space whose people meet.
    pub space: SpaceId,
    /// Who takes part.
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
    /// The series it belongs to.
    pub series: Option<SeriesId>,
    /// Whether it stands elsewhere than its series put it.
    pub moved: bool,
    /// Counts moves and the cancellation (RFC 5546 SEQUENCE). A change must name the one it stands on.
    pub sequence: u32,
    /// Who called it off.
    pub cancelled_by: Option<AccountId>,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

/// How an appointment comes back, at the same local time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Repeat {
    /// The zone whose wall clock holds (IANA).
    pub zone: String,
    /// In which rhythm.
    pub every: Every,
    /// How it ends.
    pub end: RepeatEnd,
}

/// A rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every so many weeks, on the weekday of the first: 1 to 12.
    Weeks(u8),
    /// Every month, on the weekday of the first and as the same one of the month (the second Tuesday); a month
    /// without a fifth one is passed over.
    MonthWeekday,
}

/// An end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RepeatEnd {
    /// After so many, the first included: 2 to 104.
    Count(u16),
    /// With the last one on or before this local date (`2027-06-30`).
    Until(String),
}

/// Holds a free slot for [`crate::limits::HOLD_SECONDS`], while the caller decides.
///
/// Refused with `slot-taken` when somebody was quicker, `slot-not-offered` when it is none that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldSlot {
    /// Chosen by the caller's device; the same one twice is one hold.
    pub id: AppointmentId,
    /// The space whose people meet.
    pub space: SpaceId,
    /// The therapists, members of the space.
    pub therapists: Vec<AccountId>,
    /// How.
    pub mode: Mode,
    /// How long.
    pub minutes: u16,
    /// When.
    pub starts_at: Timestamp,
}
endpoint!(HoldSlot => Appointment, Post "/api/appointments/hold", SignedIn);

/// Makes a hold of one's own an appointment. Twice is the same as once. `hold-expired` when it was let go of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookHeld {
    /// The hold.
    pub appointment: AppointmentId,
    /// The caller's zone, shown to the others (IANA).
    pub zone: String,
}
endpoint!(BookHeld => Appointment, Post "/api/appointments/{appointment}/book", SignedIn,
    |me| format!("/api/appointments/{}/book", me.appointment));

/// Lets go of a hold of one's own.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReleaseHold {
    /// The hold.
    pub appointment: AppointmentId,
}
endpoint!(ReleaseHold => Done, Post "/api/appointments/{appointment}/release", SignedIn,
    |me| format!("/api/appointments/{}/release", me.appointment));

/// A therapist gives an appointment, or a series of them, within or outside the hours offered. It must not
/// overlap anything of anybody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrange {
    /// Chosen by the caller's device: of the appointment, or of the series' first.
    pub id: AppointmentId,
    /// The space whose people meet; the caller is staff in it. All its clients take part.
    pub space: SpaceId,
    /// Further therapists of the space who take part.
    pub with: Vec<AccountId>,
    /// How.
    pub mode: Mode,
    /// How long.
    pub minutes: u16,
    /// When it begins, or the first does.
    pub starts_at: Timestamp,
    /// How it comes back.
    pub repeat: Option<Repeat>,
    /// Only looks: what would be made, and what stands in the way.
    pub only_look: bool,
    /// Leaves out those that something stands in the way of, instead of making none.
    pub skip_taken: bool,
}
endpoint!(Arrange => Arranged, Post "/api/appointments", SignedIn);

/// What was made, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arranged {
    /// In order; with `only_look`, only their times are real.
    pub appointments: Vec<Appointment>,
    /// Beginnings that something stands in the way of.
    pub taken: Vec<Timestamp>,
}

/// Moves an appointment: a client to a slot that is offered, by the policy; a therapist anywhere free.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reschedule {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The sequence this stands on; `appointment-changed` when it is another by now.
    pub sequence: u32,
    /// When it is to begin.
    pub starts_at: Timestamp,
}
endpoint!(Reschedule => Appointment, Post "/api/appointments/{appointment}/move", SignedIn,
    |me| format!("/api/appointments/{}/move", me.appointment));

/// Calls an appointment off, alone or with those that follow it in its series.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CancelAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The sequence this stands on.
    pub sequence: u32,
    /// Also all later ones of its series. Staff only.
    pub and_following: bool,
}
endpoint!(CancelAppointment => Appointments, Post "/api/appointments/{appointment}/cancel", SignedIn,
    |me| format!("/api/appointments/{}/cancel", me.appointment));

/// Records what became of an appointment that has begun. Staff who take part only; may be corrected.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordOutcome {
    /// The appointment.
    pub appointment: AppointmentId,
    /// What became of it.
    pub outcome: Outcome,
}
endpoint!(RecordOutcome => Appointment, Post "/api/appointments/{appointment}/outcome", SignedIn,
    |me| format!("/api/appointments/{}/outcome", me.appointment));

/// One's own appointments that touch a time, holds included.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListAppointments {
    /// From when.
    pub from: Timestamp,
    /// Until when: at most 400 days after `from`.
    pub until: Timestamp,
}
endpoint!(ListAppointments => Appointments, Post "/api/appointments/list", SignedIn);

/// Appointments, by their beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointments {
    /// In order.
    pub appointments: Vec<Appointment>,
    /// Times taken by calendars of one's own elsewhere, and by nothing that is known here.
    pub busy: Vec<Busy>,
    /// There are more; ask again from the last one's beginning on.
    pub more: bool,
}

/// A stretch that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Busy {
    /// From.
    pub starts_at: Timestamp,
    /// Until.
    pub ends_at: Timestamp,
}
