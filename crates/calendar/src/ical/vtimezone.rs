//! VTIMEZONE (RFC 5545 3.6.5) from the tz database: each change of the clock by itself, over the time in use.
//!
//! No rules: what a zone does is not always a rule (Casablanca follows the moon), and the events of a feed
//! end.

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarComponentType, ICalendarProperty};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::write::{Part, Writer, partial};
use crate::instant::Span;
use crate::zone::{Change, Zone};

/// Writes what a zone does from before a span until after it.
pub(super) fn write(writer: &mut Writer, zone: &Zone, over: Span) {
    let part = writer.begin(Writer::ROOT, ICalendarComponentType::VTimezone);
    writer.text(part, ICalendarProperty::Tzid, zone.name());
    let changes = zone.changes(over);
    // The first may have nothing before it; then the zone has always been so.
    let mut before = changes[0].before;
    for change in &changes {
        write_change(writer, part, change, before);
        before = change.offset;
    }
}

fn write_change(writer: &mut Writer, zone: Part, change: &Change, before: Offset) {
    let kind =
        if change.is_summer { ICalendarComponentType::Daylight } else { ICalendarComponentType::Standard };
    let part = writer.begin(zone, kind);
    // By the clock as it was before (RFC 5545 3.6.5).
    let wall: DateTime = before.to_datetime(change.at);
    writer.property(part, ICalendarProperty::Dtstart, partial(wall));
    writer.property(part, ICalendarProperty::Tzoffsetfrom, offset(before));
    writer.property(part, ICalendarProperty::Tzoffsetto, offset(change.offset));
    writer.text(part, ICalendarProperty::Tzname, &change.name);
}

/// Whole minutes, which is all there has been since 1972.
fn offset(offset: Offset) -> PartialDateTime {
    let minutes = (offset.seconds() / 60).unsigned_abs();
    PartialDateTime {
        tz_hour: Some((minutes / 60) as u8),
        tz_minute: Some((minutes % 60) as u8),
        tz_minus: offset.is_negative(),
        ..PartialDateTime::default()
    }
}
