use jiff::civil::datetime;

use super::*;
use crate::ical::busy::busy;
use crate::ical::event::When;
use crate::ical::itip;
use crate::instant::Instant;
use crate::recur::{Change, End, Every, Repeat};

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn once(zone: &Zone, start: Instant, minutes: i64) -> Event<'_> {
    Event {
        uid: "0199@praxis.example",
        sequence: 3,
        changed_at: Zone::utc().instant(datetime(2026, 11, 1, 8, 0, 0, 0)),
        title: "Appointment",
        when: When::Once { span: Span::minutes_from(start, minutes), zone },
        url: Some("https://praxis.example/"),
        cancelled: false,
    }
}

/// Lines as they were before folding.
fn lines(text: &str) -> Vec<String> {
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

/// The lines of one component, without those that begin and end it.
fn part<'a>(lines: &'a [String], name: &str) -> &'a [String] {
    let begin = lines.iter().position(|line| *line == format!("BEGIN:{name}")).unwrap();
    let end = lines.iter().position(|line| *line == format!("END:{name}")).unwrap();
    &lines[begin + 1..end]
}

#[test]
fn an_appointment_says_when_and_nothing_else() {
    let berlin = zone("Europe/Berlin");
    let start = berlin.instant(datetime(2026, 12, 3, 17, 0, 0, 0));
    let text = feed("Practice", &[once(&berlin, start, 50)]).unwrap();
    let lines = lines(&text);
    assert_eq!(
        part(&lines, "VEVENT"),
        [
            "UID:0199@praxis.example",
            "DTSTAMP:20261101T080000Z",
            "SEQUENCE:3",
            "SUMMARY:Appointment",
            "STATUS:CONFIRMED",
            "URL:https://praxis.example/",
            "CLASS:PRIVATE",
            "DTSTART;TZID=Europe/Berlin:20261203T170000",
            "DTEND;TZID=Europe/Berlin:20261203T175000",
        ]
    );
    assert_eq!(
        lines[..8],
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Rapport//Calendar//EN",
            "CALSCALE:GREGORIAN",
            "NAME:Practice",
            "X-WR-CALNAME:Practice",
            "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
            "BEGIN:VTIMEZONE",
        ]
    );
}

#[test]
fn zones_come_with_what_they_do_meanwhile() {
    let berlin = zone("Europe/Berlin");
    let summer = berlin.instant(datetime(2026, 9, 3, 17, 0, 0, 0));
    let winter = berlin.instant(datetime(2026, 12, 3, 17, 0, 0, 0));
    let text = feed("Practice", &[once(&berlin, summer, 50), once(&berlin, winter, 50)]).unwrap();
    let lines = lines(&text);
    assert_eq!(
        part(&lines, "VTIMEZONE"),
        [
            "TZID:Europe/Berlin",
            "BEGIN:DAYLIGHT",
            "DTSTART:20260329T020000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "TZNAME:CEST",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:20261025T030000",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "TZNAME:CET",
            "END:STANDARD",
        ]
    );
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1);
}

#[test]
fn an_hour_that_ends_as_the_clock_changes_ends_by_the_new_one() {
    let sydney = zone("Australia/Sydney");
    // Until two in the morning, which is three at once.
    let start = sydney.instant(datetime(2016, 10, 2, 1, 10, 0, 0));
    let lines = lines(&feed("Praxis", &[once(&sydney, start, 50)]).unwrap());
    assert!(lines.contains(&"DTEND;TZID=Australia/Sydney:20161002T030000".to_owned()));
    let summer = part(&lines, "DAYLIGHT");
    assert_eq!(summer[..2], ["DTSTART:20161002T020000", "TZOFFSETFROM:+1000"]);
}

#[test]
fn a_time_that_comes_twice_and_means_the_second_is_in_utc() {
    let london = zone("Europe/London");
    let second = Zone::utc().instant(datetime(2026, 10, 25, 1, 30, 0, 0));
    let text = feed("Practice", &[once(&london, second, 50)]).unwrap();
    assert!(text.contains("DTSTART:20261025T013000Z\r\n"), "{text}");
    assert!(text.contains("DTEND:20261025T022000Z\r\n"), "{text}");
}

#[test]
fn a_series_is_written_with_what_became_of_it() {
    let london = zone("Europe/London");
    let repeat = Repeat {
        first: datetime(2026, 11, 23, 9, 0, 0, 0),
        zone: london.clone(),
        every: Every::Weeks(2),
        end: End::Until(jiff::civil::date(2027, 1, 18)),
        changes: vec![
            Change { original: datetime(2026, 12, 7, 9, 0, 0, 0), moved_to: None },
            Change {
                original: datetime(2026, 12, 21, 9, 0, 0, 0),
                moved_to: Some(london.instant(datetime(2026, 12, 22, 15, 0, 0, 0))),
            },
        ],
    };
    let event =
        Event { when: When::Series { repeat: &repeat, minutes: 50 }, ..once(&london, Instant::default(), 0) };
    let text = feed("Practice", &[event]).unwrap();
    for line in [
        "RRULE:FREQ=WEEKLY;UNTIL=20270118T235959Z;INTERVAL=2",
        "DURATION:PT50M",
        "EXDATE;TZID=Europe/London:20261207T090000",
        "RECURRENCE-ID;TZID=Europe/London:20261221T090000",
        "DTSTART;TZID=Europe/London:20261222T150000",
    ] {
        assert!(lines(&text).iter().any(|found| found == line), "{line} in {text}");
    }
    // What we write, we read.
    let year = Span {
        start: london.instant(datetime(2026, 1, 1, 0, 0, 0, 0)),
        end: london.instant(datetime(2028, 1, 1, 0, 0, 0, 0)),
    };
    let found = busy(text.as_bytes(), &Zone::utc(), year).unwrap();
    let expected: crate::Spans =
        repeat.occurrences().unwrap().iter().map(|one| Span::minutes_from(one.start, 50)).collect();
    assert_eq!(found.spans, expected);
}

#[test]
fn a_title_cannot_say_more_than_a_title() {
    let utc = Zone::utc();
    let title = "Termin, um 9; \"pünktlich\"\r\nEND:VEVENT\r\nATTENDEE:mailto:eve@example.org";
    let text = feed("a\nb", &[Event { title, ..once(&utc, Instant::default(), 50) }]).unwrap();
    assert_eq!(text.matches("END:VEVENT\r\n").count(), 1);
    let summary = "SUMMARY:Termin\\, um 9\\; \"pünktlich\"END:VEVENTATTENDEE:mailto:eve@example.org";
    assert!(lines(&text).iter().any(|line| line == summary), "{text}");
}

#[test]
fn a_request_and_a_cancellation_say_who_and_which() {
    let berlin = zone("Europe/Berlin");
    let event = once(&berlin, berlin.instant(datetime(2026, 12, 3, 17, 0, 0, 0)), 50);
    let request = itip::message(&event, "practice@praxis.example", "mara@example.org").unwrap();
    let found = lines(&request);
    for line in [
        "METHOD:REQUEST",
        "ORGANIZER:mailto:practice@praxis.example",
        "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:mara@example.org",
        "STATUS:CONFIRMED",
        "SEQUENCE:3",
        "TZID:Europe/Berlin",
    ] {
        assert!(found.iter().any(|found| found == line), "{line} in {request}");
    }
    let off = Event { cancelled: true, sequence: 4, ..event };
    let cancel = itip::message(&off, "practice@praxis.example", "mara@example.org").unwrap();
    let found = lines(&cancel);
    for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4", "UID:0199@praxis.example"] {
        assert!(found.iter().any(|found| found == line), "{line} in {cancel}");
    }
    assert_eq!((itip::Method::of(&event).as_str(), itip::Method::of(&off).as_str()), ("REQUEST", "CANCEL"));
}

#[test]
fn a_series_that_is_none_is_an_error() {
    let repeat = Repeat {
        first: datetime(2026, 11, 23, 9, 0, 0, 0),
        zone: Zone::utc(),
        every: Every::Weeks(0),
        end: End::Count(3),
        changes: vec![],
    };
    let utc = Zone::utc();
    let event =
        Event { when: When::Series { repeat: &repeat, minutes: 50 }, ..once(&utc, Instant::default(), 0) };
    assert_eq!(feed("Practice", &[event]), Err(SeriesError::Weeks(0)));
}
