//! One appointment, or a series of them, as calendars elsewhere are told of it.

use calcard::icalendar::{
    ICalendarComponentType, ICalendarDay, ICalendarDuration, ICalendarFrequency, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarWeekday,
};
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::write::{Part, Writer, partial_utc};
use crate::instant::{Instant, Span};
use crate::recur::{End, Every, Repeat, SeriesError};
use crate::zone::Zone;

/// When it is.
#[derive(Clone, Copy, Debug)]
pub enum When<'a> {
    /// Once, shown in a zone.
    Once {
        /// From when to when.
        span: Span,
        /// Whose wall the times are written by.
        zone: &'a Zone,
    },
    /// Again and again.
    Series {
        /// The rhythm, with what was moved and skipped.
        repeat: &'a Repeat,
        /// How long each takes.
        minutes: u16,
    },
}

/// What is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Stays the same for as long as the appointment is remembered anywhere: `ID@HOST`.
    pub uid: &'a str,
    /// Counts moves and the cancellation (RFC 5546 2.1.4): a calendar ignores what counts lower than it has.
    pub sequence: u32,
    /// When this was last changed; orders messages that count alike (DTSTAMP).
    pub changed_at: Instant,
    /// What stands in the calendar. It must say nothing that a glance at a telephone should not.
    pub title: &'a str,
    /// When it is.
    pub when: When<'a>,
    /// Where to go, such as the page of the session.
    pub url: Option<&'a str>,
    /// Called off.
    pub cancelled: bool,
}

impl Event<'_> {
    /// The zone its times are written in.
    pub(super) fn zone(&self) -> &Zone {
        match &self.when {
            When::Once { zone, .. } => zone,
            When::Series { repeat, .. } => &repeat.zone,
        }
    }

    /// From its first moment to its last.
    pub(super) fn extent(&self) -> Result<Span, SeriesError> {
        match self.when {
            When::Once { span, .. } => Ok(span),
            When::Series { repeat, minutes } => {
                let originals = repeat.originals()?;
                let starts = originals.iter().map(|wall| repeat.zone.instant(*wall));
                let moved = repeat.changes.iter().filter_map(|change| change.moved_to);
                let starts: Vec<Instant> = starts.chain(moved).collect();
                let first = starts.iter().min().copied().unwrap_or_default();
                let last = starts.iter().max().copied().unwrap_or_default();
                Ok(Span { start: first, end: last.plus_minutes(minutes.into()) })
            }
        }
    }

    /// Writes it as one VEVENT, and one more for each occurrence that was moved. What `more` adds goes
    /// into each.
    pub(super) fn write(
        &self,
        writer: &mut Writer,
        more: &dyn Fn(&mut Writer, Part),
    ) -> Result<(), SeriesError> {
        let part = self.begin(writer);
        match self.when {
            When::Once { span, zone } => {
                writer.span(part, zone, span);
                more(writer, part);
            }
            When::Series { repeat, minutes } => {
                let occurrences = repeat.occurrences()?;
                writer.wall(part, ICalendarProperty::Dtstart, &repeat.zone, repeat.first);
                // A length, not an end: it is the same for each of them, whatever the clock does meanwhile.
                let length = ICalendarDuration::from_seconds(i64::from(minutes) * 60);
                writer.property(part, ICalendarProperty::Duration, length);
                writer.property(part, ICalendarProperty::Rrule, rule(repeat));
                for skipped in repeat.changes.iter().filter(|change| change.moved_to.is_none()) {
                    writer.wall(part, ICalendarProperty::Exdate, &repeat.zone, skipped.original);
                }
                more(writer, part);
                for moved in occurrences.iter().filter(|occurrence| occurrence.moved) {
                    let part = self.begin(writer);
                    writer.wall(part, ICalendarProperty::RecurrenceId, &repeat.zone, moved.original);
                    let span = Span::minutes_from(moved.start, minutes.into());
                    writer.span(part, &repeat.zone, span);
                    more(writer, part);
                }
            }
        }
        Ok(())
    }

    fn begin(&self, writer: &mut Writer) -> Part {
        let part = writer.begin(Writer::ROOT, ICalendarComponentType::VEvent);
        writer.text(part, ICalendarProperty::Uid, self.uid);
        writer.utc(part, ICalendarProperty::Dtstamp, self.changed_at);
        writer.property(part, ICalendarProperty::Sequence, i64::from(self.sequence));
        writer.text(part, ICalendarProperty::Summary, self.title);
        writer.text(part, ICalendarProperty::Status, if self.cancelled { "CANCELLED" } else { "CONFIRMED" });
        if self.cancelled {
            writer.text(part, ICalendarProperty::Transp, "TRANSPARENT");
        }
        if let Some(url) = self.url {
            writer.text(part, ICalendarProperty::Url, url);
        }
        // Nobody else's business, for calendars that know the difference.
        writer.text(part, ICalendarProperty::Class, "PRIVATE");
        part
    }
}

fn rule(repeat: &Repeat) -> ICalendarRecurrenceRule {
    let mut rule = ICalendarRecurrenceRule::default();
    match repeat.every {
        Every::Weeks(weeks) => {
            rule.freq = ICalendarFrequency::Weekly;
            rule.interval = (weeks > 1).then_some(weeks.into());
        }
        Every::MonthWeekday => {
            rule.freq = ICalendarFrequency::Monthly;
            let weekday = weekday(repeat.first.weekday());
            rule.byday = vec![ICalendarDay { ordwk: Some(repeat.nth()), weekday }];
        }
    }
    match repeat.end {
        End::Count(count) => rule.count = Some(count.into()),
        // In UTC, since the start has a zone (RFC 5545 3.3.10).
        End::Until(date) => rule.until = Some(partial_utc(repeat.zone.instant(end_of(date)))),
    }
    rule
}

fn end_of(date: Date) -> DateTime {
    date.to_datetime(Time::constant(23, 59, 59, 0))
}

fn weekday(weekday: Weekday) -> ICalendarWeekday {
    match weekday {
        Weekday::Monday => ICalendarWeekday::Monday,
        Weekday::Tuesday => ICalendarWeekday::Tuesday,
        Weekday::Wednesday => ICalendarWeekday::Wednesday,
        Weekday::Thursday => ICalendarWeekday::Thursday,
        Weekday::Friday => ICalendarWeekday::Friday,
        Weekday::Saturday => ICalendarWeekday::Saturday,
        Weekday::Sunday => ICalendarWeekday::Sunday,
    }
}
