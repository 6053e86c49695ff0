//! When somebody offers which kind of appointment, in their own zone.
//!
//! An [`Offer`] is what a person fills in; [`Offer::check`] says what is wrong with it in a sentence. A
//! [`Timetable`] is an offer that was checked and laid out for searching.
//!
//! Invariant: an offer is open at a moment exactly when the person's own clock on the wall is inside one of
//! its windows. So a window shrinks on the night an hour is left out, and grows on the night one comes
//! twice; it is never open at a time of day that was not offered.

mod check;
mod timetable;

use jiff::civil::{Date, Weekday};

use crate::instant::Span;
use crate::zone::Zone;

pub use check::{OfferError, Place};
pub use timetable::Timetable;

/// A kind of appointment among those of one offer: a number the practice gave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KindId(pub u16);

/// How people meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mode {
    /// Seeing and hearing each other.
    Video,
    /// Hearing each other, through Rapport.
    Voice,
    /// On the telephone.
    Phone,
    /// In writing, at the same time.
    Chat,
    /// In one room.
    InPerson,
    /// More than a couple, by video.
    Group,
}

/// A kind of appointment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// Unique in its offer.
    pub id: KindId,
    /// How long it takes, without buffers: 5 to 480, in steps of 5.
    pub minutes: u16,
    /// How people meet.
    pub mode: Mode,
}

/// Part of a day, by the clock on the wall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hours {
    /// Minutes after midnight at which it opens: below 1440, in steps of 5.
    pub from_minute: u16,
    /// Minutes after the same midnight at which it closes. Past 1440 it goes on after midnight, at most
    /// until it has been open for 24 hours.
    pub to_minute: u16,
    /// The kinds that fit; all of them when empty.
    pub kinds: Vec<KindId>,
}

/// Hours of every week. They belong to the day on which they begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// The day on which they begin.
    pub weekday: Weekday,
    /// From when to when.
    pub hours: Hours,
}

/// A date that is not like its weekday: a holiday, or an extra morning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// The date, in the zone of the offer.
    pub date: Date,
    /// What begins on this date instead of the week's windows; nothing when closed. What began the evening
    /// before and goes on past midnight belongs to the evening.
    pub hours: Vec<Hours>,
}

/// What keeps appointments apart, and how late and how early they can be booked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Kept free before each appointment.
    pub buffer_before_minutes: u16,
    /// Kept free after each appointment.
    pub buffer_after_minutes: u16,
    /// Shortest time between booking and beginning.
    pub notice_minutes: u32,
    /// Whole days after today on which an appointment may begin; 0 is today alone.
    pub horizon_days: u16,
    /// Appointments begin at multiples of this after midnight on the wall: a divisor of 1440, in steps of 5.
    pub step_minutes: u16,
}

impl Default for Rules {
    /// No buffers and no notice, eight weeks ahead, every quarter of an hour.
    fn default() -> Self {
        Self {
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            notice_minutes: 0,
            horizon_days: 56,
            step_minutes: 15,
        }
    }
}

impl Rules {
    /// What an appointment keeps busy: itself and its buffers. Give this to a search for each appointment
    /// that is booked; two appointments then lie at least *after* plus *before* apart.
    #[must_use]
    pub fn around(&self, appointment: Span) -> Span {
        Span {
            start: appointment.start.plus_minutes(-i64::from(self.buffer_before_minutes)),
            end: appointment.end.plus_minutes(i64::from(self.buffer_after_minutes)),
        }
    }
}

/// All that one person offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Where their clock hangs.
    pub zone: Zone,
    /// What can be booked.
    pub kinds: Vec<Kind>,
    /// Every week.
    pub windows: Vec<Window>,
    /// Dates that are different; each at most once.
    pub exceptions: Vec<Exception>,
    /// Buffers, notice, horizon, step.
    pub rules: Rules,
}
