use std::fmt::Write as _;
use std::iter::repeat_n;

use jiff::Timestamp;

use super::*;
use crate::instant::Instant;

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn at(text: &str) -> Instant {
    let at: Timestamp = format!("{text}:00Z").parse().unwrap();
    Instant::from_micros(at.as_microsecond())
}

/// November and December 2026.
fn range() -> Span {
    Span { start: at("2026-11-01T00:00"), end: at("2027-01-01T00:00") }
}

/// A calendar of events, each its lines.
fn ics(events: &[&str]) -> String {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\n".to_owned();
    for event in events {
        let lines = event.replace('\n', "\r\n");
        write!(text, "BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n").unwrap();
    }
    text + "END:VCALENDAR\r\n"
}

fn read(text: &str) -> Busy {
    busy(text.as_bytes(), &zone("Europe/London"), range()).unwrap()
}

/// `11-23T09:00-10:00`, in UTC.
fn texts(found: &Busy) -> Vec<String> {
    let text = |at: Instant, format| crate::zone::timestamp(at).strftime(format).to_string();
    found
        .spans
        .iter()
        .map(|span| format!("{}-{}", text(span.start, "%m-%dT%H:%M"), text(span.end, "%dT%H:%M")))
        .collect()
}

fn taken(event: &str) -> Vec<String> {
    let found = read(&ics(&[event]));
    assert_eq!(found.unread, [], "{event}");
    texts(&found)
}

fn unread(event: &str) -> Unread {
    let found = read(&ics(&[event]));
    assert!(found.spans.is_empty() && found.unread_events == 1, "{found:?}");
    found.unread[0].clone()
}

#[test]
fn times_are_read_however_they_are_written() {
    for (event, expected) in [
        ("DTSTART:20261123T090000Z\nDTEND:20261123T100000Z", "11-23T09:00-23T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20261123T090000\nDURATION:PT90M", "11-23T08:00-23T09:30"),
        // Without a zone: at home.
        ("DTSTART:20261123T090000\nDURATION:PT1H", "11-23T09:00-23T10:00"),
        // As Windows calls it.
        ("DTSTART;TZID=\"W. Europe Standard Time\":20261123T090000\nDURATION:PT1H", "11-23T08:00-23T09:00"),
        ("DTSTART;TZID=Nepal Standard Time:20261123T090000\nDURATION:PT1H", "11-23T03:15-23T04:15"),
        ("DTSTART;VALUE=DATE:20261123", "11-23T00:00-24T00:00"),
        ("DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261126", "11-23T00:00-26T00:00"),
        ("DTSTART:20261123T220000\nDURATION:P1D", "11-23T22:00-24T22:00"),
    ] {
        assert_eq!(taken(event), [expected], "{event}");
    }
}

/// A zone as Outlook writes it when somebody made one up, and an event at nine on two days.
fn made_up(observances: &str) -> String {
    let zone = format!("BEGIN:VTIMEZONE\r\nTZID:Customized\r\n{observances}END:VTIMEZONE\r\nBEGIN:VEVENT");
    let event =
        "DTSTART;TZID=Customized:20261023T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=31;COUNT=2";
    ics(&[event]).replacen("BEGIN:VEVENT", &zone.replace('\n', "\r\n").replace("\r\r", "\r"), 1)
}

#[test]
fn a_zone_that_the_file_explains_is_understood() {
    let winter = "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0330\nTZOFFSETTO:+0230\n\
                  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n";
    let summer = "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0230\nTZOFFSETTO:+0330\n\
                  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n";
    let october = Span { start: at("2026-10-01T00:00"), end: at("2026-12-01T00:00") };
    let read = |text: &str| busy(text.as_bytes(), &Zone::utc(), october).unwrap();
    let both = read(&made_up(&format!("{winter}{summer}")));
    assert_eq!(texts(&both), ["10-23T05:30-23T06:30", "11-23T06:30-23T07:30"]);
    let fixed =
        "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:-0330\nTZOFFSETTO:-0330\nEND:STANDARD\n";
    assert_eq!(texts(&read(&made_up(fixed))), ["10-23T12:30-23T13:30", "11-23T12:30-23T13:30"]);
    // Summer begins by no rule: not guessed at.
    let unclear = read(&made_up(&format!("{winter}{}", summer.replace("BYDAY=-1SU;", ""))));
    assert_eq!(unclear.unread, [Unread::Zone("Customized".to_owned())]);
}

#[test]
fn a_whole_day_is_one_at_home() {
    let text = ics(&["DTSTART;VALUE=DATE:20261123"]);
    let found = busy(text.as_bytes(), &zone("Pacific/Apia"), range()).unwrap();
    assert_eq!(texts(&found), ["11-22T11:00-23T11:00"]);
}

#[test]
fn what_takes_no_time_is_left_out() {
    for line in [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "DTEND:20261123T090000Z", // no length
    ] {
        assert!(taken(&format!("DTSTART:20261123T090000Z\nDURATION:PT1H\n{line}")).is_empty(), "{line}");
    }
    assert!(taken("DTSTART:20261123T090000Z").is_empty());
}

#[test]
fn titles_are_not_kept() {
    let found = read(&ics(&["SUMMARY:Oncology\nDTSTART:20261123T090000Z\nDURATION:PT1H"]));
    assert!(!format!("{found:?}").contains("Oncology"));
}

#[test]
fn a_series_keeps_its_time_on_the_wall() {
    let found = busy(
        ics(&["DTSTART;TZID=Europe/London:20200106T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO"])
            .as_bytes(),
        &Zone::utc(),
        Span { start: at("2026-10-19T00:00"), end: at("2026-10-27T00:00") },
    );
    assert_eq!(texts(&found.unwrap()), ["10-19T08:00-19T09:00", "10-26T09:00-26T10:00"]);
}

#[test]
fn ends_are_kept_to() {
    let series =
        |end: &str| taken(&format!("DTSTART:20261123T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;{end}")).len();
    assert_eq!(series("COUNT=3"), 3);
    assert_eq!(series("UNTIL=20261126T090000Z"), 4);
    assert_eq!(series("UNTIL=20261126T085959Z"), 3);
    assert_eq!(series("UNTIL=20261126"), 4);
    assert_eq!(series("UNTIL=20261126T090000"), 4);
    assert_eq!(series("INTERVAL=2;COUNT=100"), 20); // until the end of the range
}

#[test]
fn a_count_counts_from_the_first_even_before_the_range() {
    assert_eq!(
        taken("DTSTART:20261030T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4"),
        ["11-01T09:00-01T10:00", "11-02T09:00-02T10:00"]
    );
}

#[test]
fn occurrences_are_left_out_added_moved_and_called_off() {
    let master = "UID:a\nDTSTART;TZID=Europe/London:20261123T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5\n\
                  EXDATE;TZID=Europe/London:20261124T090000\nRDATE;TZID=Europe/London:20261201T120000";
    let moved =
        "UID:a\nRECURRENCE-ID;TZID=Europe/London:20261125T090000\nDTSTART:20261125T150000Z\nDURATION:PT30M";
    let off =
        "UID:a\nRECURRENCE-ID:20261126T090000Z\nDTSTART:20261126T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED";
    let found = read(&ics(&[master, moved, off]));
    assert_eq!(
        texts(&found),
        ["11-23T09:00-23T10:00", "11-25T15:00-25T15:30", "11-27T09:00-27T10:00", "12-01T12:00-01T13:00"]
    );
    // Somebody else's series is not touched.
    let other = master.replace("UID:a", "UID:b");
    assert_eq!(read(&ics(&[&other, moved])).spans.as_slice().len(), 6);
}

#[test]
fn a_whole_day_series_is_left_out_by_date() {
    let found = taken("DTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20261124");
    assert_eq!(found, ["11-23T00:00-24T00:00", "11-25T00:00-26T00:00"]);
}

#[test]
fn what_began_before_the_range_and_reaches_into_it_counts() {
    assert_eq!(taken("DTSTART:20261031T220000Z\nDTEND:20261101T030000Z"), ["11-01T00:00-01T03:00"]);
    let nights =
        taken("DTSTART:20260101T220000Z\nDURATION:PT72H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=30;UNTIL=20261101");
    assert_eq!(nights, ["11-01T00:00-02T22:00"]);
}

#[test]
fn freebusy_counts() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY:20261123T090000Z/PT1H,20261124T090000Z/20261124T093000Z\n\
                FREEBUSY;FBTYPE=FREE:20261125T090000Z/PT1H\nEND:VFREEBUSY\nEND:VCALENDAR\n";
    assert_eq!(texts(&read(text)), ["11-23T09:00-23T10:00", "11-24T09:00-24T09:30"]);
}

#[test]
fn several_calendars_in_one_file_all_count() {
    let one = ics(&["DTSTART:20261123T090000Z\nDURATION:PT1H"]);
    let other = ics(&["DTSTART:20261124T090000Z\nDURATION:PT1H"]);
    assert_eq!(read(&format!("{one}\r\n{other}")).spans.as_slice().len(), 2);
}

#[test]
fn a_caldav_answer_is_read_like_a_file() {
    let calendar = ics(&["DTSTART:20261123T090000Z\nDURATION:PT1H"]);
    let response = format!("<r><calendar-data>{calendar}</calendar-data></r>");
    let body = format!("<multistatus>{response}{response}</multistatus>");
    let found = busy_in_caldav(body.as_bytes(), &Zone::utc(), range()).unwrap();
    assert_eq!(texts(&found), ["11-23T09:00-23T10:00"]);
    let wrong =
        busy_in_caldav(b"<multistatus><calendar-data>x</calendar-data></multistatus>", &Zone::utc(), range());
    assert_eq!(wrong, Err(BusyError::NotACalendar));
}

#[test]
fn what_is_not_understood_is_left_out_and_said() {
    let hourly = "DTSTART:20261123T090000Z\nDURATION:PT1H\nRRULE:FREQ=";
    for rule in ["HOURLY", "SECONDLY;COUNT=4000000000", "YEARLY;BYWEEKNO=20", "NEVER", "DAILY;BYHOUR=1"] {
        assert_eq!(unread(&format!("{hourly}{rule}")), Unread::Rule, "{rule}");
    }
    assert_eq!(unread("SUMMARY:When?"), Unread::Dates);
    assert_eq!(unread("DTSTART:tomorrow\nDURATION:PT1H"), Unread::Dates);
    assert_eq!(unread("DTSTART:20261331T090000Z\nDURATION:PT1H"), Unread::Dates);
    assert_eq!(unread("DTSTART:20261123T090000Z\nDTEND:20261123T080000Z"), Unread::Dates);
    assert_eq!(unread("DTSTART:20261123T090000Z\nDURATION:-PT1H"), Unread::Dates);
    let mars = unread("DTSTART;TZID=Mars/Olympus:20261123T090000\nDURATION:PT1H");
    assert_eq!(mars, Unread::Zone("Mars/Olympus".to_owned()));
}

#[test]
fn one_that_is_not_understood_does_not_hide_the_others() {
    let found = read(&ics(&[
        "DTSTART;TZID=Mars/Olympus:20261123T090000\nDURATION:PT1H",
        "DTSTART;TZID=Mars/Olympus:20261124T090000\nDURATION:PT1H",
        "DTSTART:20261123T090000Z\nDURATION:PT1H",
    ]));
    assert_eq!((texts(&found).len(), found.unread_events, found.unread.len()), (1, 2, 1));
}

#[test]
fn what_is_no_calendar_is_an_error() {
    for text in [
        "",
        "hello",
        "<html>\n<body>Sign in</body>",
        "BEGIN:VCARD\nEND:VCARD",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART",
    ] {
        let found = busy(text.as_bytes(), &Zone::utc(), range());
        assert_eq!(found, Err(BusyError::NotACalendar), "{text}");
    }
    assert!(busy(&[0xff; 1000], &Zone::utc(), range()).is_err());
}

#[test]
fn too_much_is_refused_before_it_costs() {
    let refused = |text: &str| busy(text.as_bytes(), &Zone::utc(), range()).unwrap_err();
    assert_eq!(refused(&" ".repeat(50 * 1024 * 1024)), BusyError::TooLarge);
    assert_eq!(refused(&ics(&["A:b"]).replace("A:b", &"A:\n".repeat(700_000))), BusyError::TooMuch);
    assert_eq!(refused(&ics(&repeat_n("X:", 61_000).collect::<Vec<_>>())), BusyError::TooMuch);
    // A file full of rules that look far back.
    let bomb =
        "DTSTART:00010101T000000Z\nDURATION:PT1M\nRRULE:FREQ=YEARLY;COUNT=9999;BYMONTHDAY=30;BYMONTH=2";
    assert_eq!(refused(&ics(&[bomb; 100])), BusyError::TooMuch);
    // Every second week, each a minute, far too often.
    let many = "DTSTART:20261101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY";
    assert_eq!(refused(&ics(&[many; 1000])), BusyError::TooMuch);
}

#[test]
fn a_series_of_a_thousand_years_costs_only_what_is_asked() {
    let found =
        read(&ics(&["DTSTART:10000101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=30000101T000000Z"]));
    assert_eq!(found.spans.as_slice().len(), 61);
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for event in [
        "DTSTART:00000101T000000\nDTEND:99991231T235959\nRRULE:FREQ=YEARLY",
        "DTSTART:99991231T235959\nDURATION:P4000000000W\nRRULE:FREQ=DAILY",
        "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=MONTHLY;INTERVAL=65535",
        "DTSTART:20261123T090000Z\nDURATION:PT4000000000H\nRRULE:FREQ=WEEKLY;WKST=SU;BYSETPOS=-1,1",
    ] {
        for range in [
            range(),
            Span { start: Instant::from_micros(i64::MIN), end: Instant::from_micros(i64::MAX) },
            Span { start: Instant::from_micros(i64::MAX), end: Instant::from_micros(i64::MIN) },
        ] {
            let _ = busy(ics(&[event]).as_bytes(), &zone("Pacific/Apia"), range);
        }
    }
}

/// Pieces that calendars are made of, to be put together wrongly.
const PIECES: [&str; 22] = [
    "BEGIN:VEVENT\n",
    "END:VEVENT\n",
    "BEGIN:VTIMEZONE\nTZID:Z\n",
    "END:VTIMEZONE\n",
    "BEGIN:STANDARD\n",
    "END:STANDARD\n",
    "TZOFFSETTO:-9959\n",
    "TZOFFSETTO:+0530\n",
    "DTSTART:16010101T030000\n",
    "DTSTART;TZID=Z:20261123T090000\n",
    "DTSTART;VALUE=DATE:20261123\n",
    "DTEND:99991231T235960Z\n",
    "DURATION:P99999999999W\n",
    "DURATION:-PT1H\n",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n",
    "RRULE:FREQ=MONTHLY;BYSETPOS=-2147483648;BYDAY=-32768MO\n",
    "RRULE:FREQ=DAILY;COUNT=4294967295;INTERVAL=65535\n",
    "RRULE:FREQ=WEEKLY;UNTIL=00000000;WKST=SU\n",
    "EXDATE:20261123,,x\n",
    "RDATE;VALUE=PERIOD:20261123T090000Z/P1D\n",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20261123\n",
    "FREEBUSY:20261123T090000Z/-P1000000000W\n",
];

proptest::proptest! {
    #[test]
    fn nothing_that_is_put_together_wrongly_panics(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..12),
        noise in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), 0..128u8), 0..4),
    ) {
        let mut bytes = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}END:VEVENT\n", pieces.concat()).into_bytes();
        for (place, byte) in noise {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.extend(b"END:VCALENDAR");
        if let Ok(found) = busy(&bytes, &zone("Africa/Casablanca"), range()) {
            assert!(found.spans.iter().all(|span| !span.is_empty() && span.clip(range()) == span));
        }
    }
}
