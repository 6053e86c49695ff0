//! Busy times out of a calendar elsewhere: an .ics file, or what a CalDAV server answers.
//!
//! Times alone are kept; titles, places and people are dropped here. What cannot be understood event by
//! event (a zone nobody knows, an hourly rule) is left out and counted, so that the therapist can be told;
//! what is no calendar, or too much of one, is an error. The work is bounded whatever the file says: bytes,
//! values, parts, days looked at and stretches found all have limits.
//!
//! ```
//! use rapport_calendar::ical::busy::busy;
//! use rapport_calendar::{Span, Zone, civil::date};
//!
//! let home: Zone = "Europe/London".parse()?;
//! let day = home.start_of_day(date(2026, 11, 23));
//! let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Dentist\r\nDTSTART:20261123T090000\r\n\
//!             DURATION:PT45M\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
//! let found = busy(text.as_bytes(), &home, Span::minutes_from(day, 24 * 60))?;
//! assert_eq!(found.spans.as_slice(), [Span::minutes_from(day.plus_minutes(9 * 60), 45)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod expand;
mod own_zone;
mod read;
mod zones;

use std::collections::HashMap;

use calcard::icalendar::{ICalendar, ICalendarComponentType};
use calcard::{Entry, Parser};
use thiserror::Error;

use super::caldav::{self, CaldavError};
use crate::instant::Span;
use crate::limits::{
    ICAL_BUSY_MAX, ICAL_BYTES_MAX, ICAL_DAYS_MAX, ICAL_PARTS_MAX, ICAL_UNREAD_MAX, ICAL_VALUES_MAX,
};
use crate::recur::rule::{Budget, Spent};
use crate::spans::Spans;
use crate::zone::Zone;
use expand::Replaced;
use read::Event;
use zones::Zones;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Busy {
    /// When they are taken, within what was asked for.
    pub spans: Spans,
    /// How many events were left out because they were not understood.
    pub unread_events: u32,
    /// Why, each reason once; at most [`ICAL_UNREAD_MAX`].
    pub unread: Vec<Unread>,
}

/// Why an event was left out.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Unread {
    /// A zone that neither the tz database nor the file explains.
    #[error("there is no time zone {0:?}")]
    Zone(String),
    /// No start, or one that is no date; an end before the start.
    #[error("its dates cannot be read")]
    Dates,
    /// A recurrence more often than daily, or one that cannot be read.
    #[error("how it comes back cannot be read")]
    Rule,
}

/// Why nothing could be read at all.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum BusyError {
    /// More than [`ICAL_BYTES_MAX`].
    #[error("the calendar is larger than {} MB: share a part of it", ICAL_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// It is not iCalendar, or breaks off.
    #[error("this is not a whole calendar: check the address")]
    NotACalendar,
    /// Too many values, parts, recurrences or stretches of time.
    #[error("the calendar holds too many events: share a part of it")]
    TooMuch,
    /// The answer of a CalDAV server cannot be read.
    #[error(transparent)]
    Caldav(#[from] CaldavError),
}

impl From<Spent> for BusyError {
    fn from(_: Spent) -> Self {
        Self::TooMuch
    }
}

/// The busy times of an .ics file within a range. Times without a zone, and whole days, are those of `home`.
pub fn busy(ics: &[u8], home: &Zone, range: Span) -> Result<Busy, BusyError> {
    if ics.len() > ICAL_BYTES_MAX {
        return Err(BusyError::TooLarge);
    }
    let mut reading = Reading::new(home, range);
    reading.add(&String::from_utf8_lossy(ics))?;
    Ok(reading.finish())
}

/// The busy times in a CalDAV server's answer to a query or multiget (RFC 4791 7.8, 7.9).
pub fn busy_in_caldav(body: &[u8], home: &Zone, range: Span) -> Result<Busy, BusyError> {
    if body.len() > ICAL_BYTES_MAX {
        return Err(BusyError::TooLarge);
    }
    let mut reading = Reading::new(home, range);
    for calendar in caldav::calendars(body)? {
        reading.add(&calendar)?;
    }
    Ok(reading.finish())
}

/// What is shared by all calendars of one reading: what was found, and what may still be spent.
struct Reading<'a> {
    home: &'a Zone,
    range: Span,
    days: Budget,
    values: usize,
    parts: usize,
    spans: Vec<Span>,
    found: Busy,
}

impl<'a> Reading<'a> {
    fn new(home: &'a Zone, range: Span) -> Self {
        Self {
            home,
            range,
            days: Budget(ICAL_DAYS_MAX),
            values: ICAL_VALUES_MAX,
            parts: ICAL_PARTS_MAX,
            spans: Vec::new(),
            found: Busy::default(),
        }
    }

    fn add(&mut self, text: &str) -> Result<(), BusyError> {
        // calcard forgives what breaks off; a download that did must not look like a free afternoon.
        if !is_whole(text) {
            return Err(BusyError::NotACalendar);
        }
        self.spend(text)?;
        let mut parser = Parser::new(text);
        let mut calendars = 0;
        loop {
            match parser.entry() {
                Entry::ICalendar(calendar) => self.add_calendar(&calendar)?,
                Entry::Eof if calendars > 0 => return Ok(()),
                Entry::InvalidLine(line) if line.trim().is_empty() => continue,
                Entry::TooManyComponents => return Err(BusyError::TooMuch),
                _ => return Err(BusyError::NotACalendar),
            }
            calendars += 1;
        }
    }

    /// Before anything is parsed: each value and part takes memory, however short it is in the file.
    fn spend(&mut self, text: &str) -> Result<(), BusyError> {
        let values = text.bytes().filter(|byte| matches!(byte, b'\n' | b',' | b';')).count();
        let parts = begins(text);
        self.values = self.values.checked_sub(values).ok_or(BusyError::TooMuch)?;
        self.parts = self.parts.checked_sub(parts).ok_or(BusyError::TooMuch)?;
        Ok(())
    }

    fn add_calendar(&mut self, calendar: &ICalendar) -> Result<(), BusyError> {
        let mut zones = Zones::new(calendar, self.home);
        let mut events = Vec::new();
        for part in &calendar.components {
            match part.component_type {
                ICalendarComponentType::VEvent => match read::event(part, &mut zones) {
                    Ok(event) => events.push(event),
                    Err(why) => self.leave_out(why),
                },
                ICalendarComponentType::VFreebusy => {
                    for span in read::freebusy(part) {
                        self.take(span)?;
                    }
                }
                _ => {}
            }
        }
        self.add_events(&events)
    }

    fn add_events(&mut self, events: &[Event]) -> Result<(), BusyError> {
        let mut replaced: HashMap<&str, Replaced> = HashMap::new();
        for event in events {
            if let (Some(uid), Some(original)) = (&event.uid, &event.replaces) {
                replaced.entry(uid).or_default().insert(original);
            }
        }
        let none = Replaced::default();
        for event in events.iter().filter(|event| event.takes_time) {
            // An occurrence that replaces another is not replaced itself.
            let by_uid = event.uid.as_deref().filter(|_| event.replaces.is_none());
            let replaced = by_uid.and_then(|uid| replaced.get(uid)).unwrap_or(&none);
            for span in expand::spans(event, replaced, self.range, &mut self.days)? {
                self.take(span)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, span: Span) -> Result<(), BusyError> {
        let span = span.clip(self.range);
        if !span.is_empty() {
            self.spans.push(span);
        }
        if self.spans.len() > ICAL_BUSY_MAX { Err(BusyError::TooMuch) } else { Ok(()) }
    }

    fn leave_out(&mut self, why: Unread) {
        self.found.unread_events += 1;
        if self.found.unread.len() < ICAL_UNREAD_MAX && !self.found.unread.contains(&why) {
            self.found.unread.push(why);
        }
    }

    fn finish(self) -> Busy {
        Busy { spans: self.spans.into_iter().collect(), ..self.found }
    }
}

fn is_whole(text: &str) -> bool {
    const END: &str = "END:VCALENDAR";
    let text = text.trim_end().as_bytes();
    text.len().checked_sub(END.len()).is_some_and(|start| text[start..].eq_ignore_ascii_case(END.as_bytes()))
}

/// How often something begins, in either case.
fn begins(text: &str) -> usize {
    let six = text.as_bytes().windows(6);
    six.filter(|word| word.eq_ignore_ascii_case(b"BEGIN:")).count()
}

#[cfg(test)]
mod tests;
