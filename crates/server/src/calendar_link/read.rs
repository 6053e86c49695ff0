//! From what another server sent to stretches of time.

use rapport_calendar::ical::busy::{busy, busy_in_caldav};
use rapport_calendar::{Instant, Span, Zone};
use rapport_wire::appointment::Busy;
use rapport_wire::calendar_link::SourceKind;
use rapport_wire::limits::{APPOINTMENT_DAYS_MAX, SOURCE_SPANS_MAX};
use rapport_wire::{Code, Timestamp};

/// From yesterday, so that what is under way counts.
const BACK_SECONDS: i64 = 24 * 3600;

/// The time that is looked at.
pub(super) const fn range(now: Timestamp) -> Span {
    let end = now.plus_seconds(APPOINTMENT_DAYS_MAX * 24 * 3600);
    Span {
        start: Instant::from_micros(now.plus_seconds(-BACK_SECONDS).as_micros()),
        end: Instant::from_micros(end.as_micros()),
    }
}

/// What is taken in a calendar. Takes a while for a large one: not for a thread that serves others.
pub(super) fn taken(kind: SourceKind, body: &[u8], home: &Zone, range: Span) -> Result<Vec<Busy>, Code> {
    let read = match kind {
        SourceKind::Ics => busy(body, home, range),
        SourceKind::CalDav => busy_in_caldav(body, home, range),
    };
    let spans = read.map_err(|_| Code::SourceInvalid)?.spans;
    if spans.iter().count() > SOURCE_SPANS_MAX {
        return Err(Code::SourceInvalid);
    }
    let instant = |at: Instant| Timestamp::from_micros(at.as_micros());
    Ok(spans.iter().map(|span| Busy { starts_at: instant(span.start), ends_at: instant(span.end) }).collect())
}

/// Asks a CalDAV collection for what touches a range, and for nothing but what says when (RFC 4791 7.8, 9.6).
pub(super) fn query(range: Span) -> String {
    let (start, end) = (utc(range.start), utc(range.end));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\
         <D:prop><C:calendar-data/></D:prop>\
         <C:filter><C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">\
         <C:time-range start=\"{start}\" end=\"{end}\"/>\
         </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )
}

/// `20261124T150000Z`.
fn utc(at: Instant) -> String {
    let wall = Zone::utc().wall(at);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        wall.year(),
        wall.month(),
        wall.day(),
        wall.hour(),
        wall.minute(),
        wall.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_532_400_000);

    #[test]
    fn a_question_names_its_range() {
        let query = query(range(NOW));
        assert!(query.contains("start=\"20261123T150000Z\" end=\"20271229T150000Z\""), "{query}");
    }

    #[test]
    fn times_are_kept_and_nothing_else() {
        let ics = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dentist\r\nDTSTART:20261125T090000Z\r\n\
                   DTEND:20261125T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let found = taken(SourceKind::Ics, ics.as_bytes(), &Zone::utc(), range(NOW)).unwrap();
        let nine = Timestamp::from_millis(1_795_597_200_000);
        assert_eq!(found, [Busy { starts_at: nine, ends_at: nine.plus_seconds(3600) }]);
        let wrong = taken(SourceKind::Ics, b"<html>", &Zone::utc(), range(NOW));
        assert_eq!(wrong, Err(Code::SourceInvalid));
        let wrong = taken(SourceKind::CalDav, ics.as_bytes(), &Zone::utc(), range(NOW));
        assert_eq!(wrong, Err(Code::SourceInvalid));
    }
}
