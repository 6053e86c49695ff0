//! Where an appointment fits: for one person, for several at once, for any who fits.
//!
//! A start fits when the whole appointment lies inside what is open for its kind, the appointment with its
//! buffers touches nothing busy, it is after the notice and before the horizon, and the clock on the wall
//! shows a multiple of the step. All but the last are sets of starts, so they are worked out as
//! [`Spans`] for the whole range at once; the grid is laid over them at the end.

mod grid;

use thiserror::Error;

use crate::availability::{KindId, Timetable};
use crate::instant::{DAY, Instant, MINUTE, Span};
use crate::limits::{SEARCH_DAYS_MAX, TOGETHER_MAX};
use crate::spans::Spans;
use crate::zone::Stretch;

pub use grid::Slots;

/// A time at which an appointment fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot {
    /// When it begins.
    pub start: Instant,
    /// When it ends, without buffers.
    pub end: Instant,
}

/// Somebody who offers appointments, for one search.
#[derive(Clone, Copy, Debug)]
pub struct Host<'a> {
    /// When they are there.
    pub timetable: &'a Timetable,
    /// What is to be booked with them.
    pub kind: KindId,
    /// When they are taken: their appointments with buffers ([`crate::availability::Rules::around`]), and
    /// what their own calendar says.
    pub busy: &'a Spans,
}

/// A time, and one who is free then.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Choice {
    /// The time.
    pub slot: Slot,
    /// Who: a position among the hosts that were given.
    pub host: u32,
}

/// Why a search cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum SlotError {
    /// A kind that one of the hosts does not offer.
    #[error("kind {} is not offered", .0.0)]
    UnknownKind(KindId),
    /// A range that is empty, longer than [`SEARCH_DAYS_MAX`] or outside of the years 1972 to 9998.
    #[error("search a range of up to {SEARCH_DAYS_MAX} days that ends after it begins")]
    Range,
    /// Kinds that take differently long cannot be one appointment.
    #[error("one appointment cannot take {0} and {1} minutes")]
    Lengths(u16, u16),
    /// Nobody to search for, or more people than [`TOGETHER_MAX`].
    #[error("search for one to {TOGETHER_MAX} people at once")]
    People,
}

/// The free times of one person that begin within a range.
pub fn free(
    timetable: &Timetable,
    kind: KindId,
    busy: &Spans,
    now: Instant,
    range: Span,
) -> Result<Slots, SlotError> {
    let search = Search::new(now, range)?;
    let host = search.of(Host { timetable, kind, busy })?;
    Ok(host.slots(&host.starts()))
}

/// The times at which everybody is free: all hosts by their own timetables, all guests by what they
/// already have. Starts are on the grid of the first host.
pub fn together(
    hosts: &[Host<'_>],
    guests: &[&Spans],
    now: Instant,
    range: Span,
) -> Result<Slots, SlotError> {
    if hosts.is_empty() || hosts.len() + guests.len() > TOGETHER_MAX {
        return Err(SlotError::People);
    }
    let search = Search::new(now, range)?;
    let hosts = hosts.iter().map(|host| search.of(*host)).collect::<Result<Vec<_>, _>>()?;
    let first = &hosts[0];
    if let Some(other) = hosts.iter().find(|other| other.minutes != first.minutes) {
        return Err(SlotError::Lengths(first.minutes, other.minutes));
    }
    let mut starts = first.starts();
    for host in &hosts[1..] {
        starts = starts.intersect(&host.starts());
    }
    for busy in guests {
        starts = clear_of(&starts, busy, search.range, first.length(), 0, 0);
    }
    Ok(first.slots(&starts))
}

/// The free times of each host, in one list by time: who can be booked when. Those who share a slot stand
/// together, so `choices.chunk_by(|a, b| a.slot == b.slot)` gives each time with everybody who is free.
pub fn any(hosts: &[Host<'_>], now: Instant, range: Span) -> Result<Vec<Choice>, SlotError> {
    let search = Search::new(now, range)?;
    let mut choices = Vec::new();
    for (host, position) in hosts.iter().zip(0..) {
        let host = search.of(*host)?;
        choices.extend(host.slots(&host.starts()).map(|slot| Choice { slot, host: position }));
    }
    // Each host's are in order already: a stable sort merges runs.
    choices.sort();
    Ok(choices)
}

/// What all people of one search share.
struct Search {
    now: Instant,
    range: Span,
}

/// One host of it.
struct Hosting<'a> {
    host: Host<'a>,
    minutes: u16,
    /// The range of starts: within what was asked, after the notice, before the horizon.
    range: Span,
    stretches: Vec<Stretch>,
}

impl Search {
    fn new(now: Instant, range: Span) -> Result<Self, SlotError> {
        // Within what jiff can count, a few years from either end, so that nothing below can overflow.
        let sane = |at: Instant| (730 * DAY..=2_932_000 * DAY).contains(&at.as_micros());
        let length = range.end.as_micros().saturating_sub(range.start.as_micros());
        let long = (1..=SEARCH_DAYS_MAX * DAY).contains(&length);
        if !long || !sane(now) || !sane(range.start) || !sane(range.end) {
            return Err(SlotError::Range);
        }
        Ok(Self { now, range })
    }

    fn of<'a>(&self, host: Host<'a>) -> Result<Hosting<'a>, SlotError> {
        let minutes = host.timetable.kind(host.kind).ok_or(SlotError::UnknownKind(host.kind))?.minutes;
        let earliest = self.now.plus_minutes(i64::from(host.timetable.rules().notice_minutes));
        let bookable = Span { start: earliest, end: host.timetable.horizon(self.now) };
        let range = self.range.clip(bookable);
        let stretches = if range.is_empty() {
            Vec::new()
        } else {
            // What begins within the range may end after it.
            let end = range.end.plus_minutes(i64::from(minutes));
            host.timetable.zone().stretches(Span { start: range.start, end })
        };
        Ok(Hosting { host, minutes, range, stretches })
    }
}

impl Hosting<'_> {
    fn length(&self) -> i64 {
        i64::from(self.minutes) * MINUTE
    }

    /// Every start that fits, on the grid or off it.
    fn starts(&self) -> Spans {
        let rules = self.host.timetable.rules();
        let open = self.host.timetable.open_through(self.host.kind, &self.stretches);
        let before = i64::from(rules.buffer_before_minutes) * MINUTE;
        let after = i64::from(rules.buffer_after_minutes) * MINUTE;
        let starts = open.starts_of(self.length()).within(self.range);
        clear_of(&starts, self.host.busy, self.range, self.length(), before, after)
    }

    fn slots(&self, starts: &Spans) -> Slots {
        let step = i64::from(self.host.timetable.rules().step_minutes) * MINUTE;
        Slots::on_grid(starts, &self.stretches, step, self.length())
    }
}

/// The starts at which an appointment with its buffers overlaps nothing busy.
fn clear_of(starts: &Spans, busy: &Spans, range: Span, length: i64, before: i64, after: i64) -> Spans {
    let near = busy.ending_after(range.start.plus_micros(-before)).iter();
    // It overlaps when it begins before the busy span has ended and ends after that began.
    let blocked = near.map(|busy| Span {
        start: busy.start.plus_micros(1 - length - after),
        end: busy.end.plus_micros(before),
    });
    starts.minus_sorted(blocked.take_while(|blocked| blocked.start < range.end))
}

#[cfg(test)]
mod tests;
