//! The second oracle: icalendar and recurring-ical-events, written in Python by others, on the same
//! recurrences and feeds.
//!
//! `cargo xtask test` sets up the virtual environment they live in. The full measure, a few minutes, is
//! `RAPPORT_CALENDARS=10000 cargo test --release -p rapport-calendar --test other_calendars`.

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rapport_calendar::ical::busy::busy;
use rapport_calendar::ical::{Event, When, feed::feed};
use rapport_calendar::recur::{Change, End, Every, Repeat};
use rapport_calendar::{Instant, Span, Spans, Zone};
use rapport_testkit::python;
use support::{ZONES, changes, jiff_zone};

/// Random calendars for each zone.
fn cases() -> usize {
    support::cases(40) as usize
}

/// A calendar, and the seconds since 1970 between which it is asked for.
struct Job {
    ics: String,
    from: i64,
    to: i64,
}

/// Starts and ends in seconds, for each job.
fn expanded_by_others(jobs: &[Job]) -> Vec<Vec<(i64, i64)>> {
    let jobs: Vec<_> = jobs
        .iter()
        .map(|job| serde_json::json!({ "ics": job.ics, "from": job.from, "to": job.to }))
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/expand.py");
    let mut child = Command::new(python::interpreter().unwrap())
        // The zones of its own package, not the machine's.
        .env("PYTHONTZPATH", "")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python starts");
    // It reads everything before it answers, so neither waits for the other.
    child.stdin.take().unwrap().write_all(&serde_json::to_vec(&jobs).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "python failed");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Random values, the same in each run.
fn drawn<S: Strategy>(strategy: &S, number: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..number).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

fn at(seconds: i64) -> Instant {
    Instant::from_micros(seconds * 1_000_000)
}

fn seconds(at: Instant) -> i64 {
    at.as_micros() / 1_000_000
}

/// Dates on which the clock changes, and one on which it does not.
fn dates(name: &str) -> Vec<Date> {
    let zone = jiff_zone(name);
    changes(&zone).into_iter().map(|change| zone.to_datetime(change).date()).collect()
}

fn days(number: i64) -> jiff::Span {
    jiff::Span::new().days(number)
}

// ---- Foreign rules ----

/// An event of somebody else's calendar.
#[derive(Debug, Clone)]
struct Foreign {
    zone: &'static str,
    first: DateTime,
    /// None for whole days.
    minutes: Option<i64>,
    rule: String,
    /// Occurrences by how many days after the first they would be.
    except: Vec<i64>,
    more: Vec<i64>,
    /// Moved by so many minutes, or called off.
    replaced: Vec<(i64, Option<i64>)>,
    /// The rule need not hold for the first, which is then left open (RFC 5545 3.8.5.3).
    first_is_open: bool,
}

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

fn name_of(weekday: Weekday) -> &'static str {
    DAYS.iter().find(|(_, day)| *day == weekday).unwrap().0
}

/// Weekdays, that of the date among them.
fn weekdays_with(date: Date) -> impl Strategy<Value = String> {
    subsequence(DAYS.to_vec(), 0..4).prop_map(move |some| {
        let some = some.into_iter().filter(|(_, day)| *day != date.weekday()).map(|(name, _)| name);
        some.chain([name_of(date.weekday())]).collect::<Vec<_>>().join(",")
    })
}

/// What filters the days, the date passing.
fn filter(date: Date) -> impl Strategy<Value = (&'static str, String)> {
    let nth = (date.day() - 1) / 7 + 1;
    let from_end = (date.days_in_month() - date.day()) / 7 + 1;
    let name = name_of(date.weekday());
    let month_days =
        prop::collection::vec(prop_oneof![1..=31i8, -31..=-1i8], 0..3).prop_map(move |mut days| {
            days.push(date.day());
            days.iter().map(i8::to_string).collect::<Vec<_>>().join(",")
        });
    let months = prop::collection::vec(1..=12i8, 0..4).prop_map(move |mut months| {
        months.push(date.month());
        months.iter().map(i8::to_string).collect::<Vec<_>>().join(",")
    });
    prop_oneof![
        Just(("DAILY", String::new())),
        weekdays_with(date).prop_map(|days| ("DAILY", format!(";BYDAY={days}"))),
        months.clone().prop_map(|months| ("DAILY", format!(";BYMONTH={months}"))),
        Just(("WEEKLY", String::new())),
        (weekdays_with(date), prop::sample::select(vec!["", ";WKST=SU", ";WKST=TH"]))
            .prop_map(|(days, start)| ("WEEKLY", format!(";BYDAY={days}{start}"))),
        Just(("MONTHLY", String::new())),
        month_days.clone().prop_map(|days| ("MONTHLY", format!(";BYMONTHDAY={days}"))),
        Just(("MONTHLY", format!(";BYDAY={nth}{name}"))),
        Just(("MONTHLY", format!(";BYDAY=-{from_end}{name}"))),
        weekdays_with(date).prop_map(|days| ("MONTHLY", format!(";BYDAY={days}"))),
        Just(("YEARLY", String::new())),
        months.prop_map(|months| ("YEARLY", format!(";BYMONTH={months}"))),
        Just(("YEARLY", format!(";BYMONTH={};BYDAY={nth}{name}", date.month()))),
        Just(("YEARLY", format!(";BYDAY={}{name}", (date.day_of_year() - 1) / 7 + 1))),
        month_days.prop_map(move |days| ("YEARLY", format!(";BYMONTH={};BYMONTHDAY={days}", date.month()))),
    ]
}

fn foreign(zone: &'static str) -> impl Strategy<Value = Foreign> {
    let dates = dates(zone);
    let first = (any::<Index>(), 0..60i64, 0..288i16).prop_map(move |(index, before, five)| {
        let date = *index.get(&dates) - days(before);
        let minute = five * 5;
        date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
    });
    let positions = prop::sample::select(vec![None, None, None, Some("1"), Some("-1"), Some("2,-2")]);
    let minutes = prop_oneof![4 => (1..40i64).prop_map(|five| Some(five * 5)), 1 => Just(None)];
    (first, minutes, positions).prop_flat_map(move |(first, minutes, positions)| {
        let whole = minutes.is_none();
        let first = if whole { first.date().to_datetime(jiff::civil::Time::midnight()) } else { first };
        let few = || prop::collection::vec(0..50i64, 0..3);
        let end = prop_oneof![
            Just(String::new()),
            (1..30u32).prop_map(|count| format!(";COUNT={count}")),
            // Two days, since an end before the first one leaves it open whether there is a first.
            (2..200i64).prop_map(move |later| {
                let last = first.date() + days(later);
                if whole {
                    last.strftime(";UNTIL=%Y%m%d").to_string()
                } else {
                    last.strftime(";UNTIL=%Y%m%dT120000Z").to_string()
                }
            }),
        ];
        let replaced = prop::collection::btree_map(0..50i64, prop::option::of(-600..600i64), 0..3);
        (filter(first.date()), 1..4u8, end, few(), few(), replaced).prop_map(
            move |((freq, by), interval, end, except, more, mut replaced)| {
                // One that is both left out and moved means nothing that all agree on.
                replaced.retain(|later, _| !except.contains(later));
                // In a week, dateutil counts positions from the first day on and not from the week's.
                let positions =
                    positions.filter(|_| by.contains("BYDAY") && ["MONTHLY", "YEARLY"].contains(&freq));
                let (end, set) = match positions {
                    // Which one the first is among those counted would be left open too.
                    Some(positions) if !end.contains("COUNT") => (end, format!(";BYSETPOS={positions}")),
                    _ => (end, String::new()),
                };
                Foreign {
                    zone,
                    first,
                    minutes,
                    rule: format!("FREQ={freq};INTERVAL={interval}{by}{set}{end}"),
                    except,
                    more: if whole { vec![] } else { more },
                    replaced: if whole { vec![] } else { replaced.into_iter().collect() },
                    first_is_open: !set.is_empty(),
                }
            },
        )
    })
}

impl Foreign {
    fn ics(&self) -> String {
        let (zone, rule) = (self.zone, &self.rule);
        let wall = |wall: DateTime| match self.minutes {
            Some(_) => wall.strftime(&format!(";TZID={zone}:%Y%m%dT%H%M%S")).to_string(),
            None => wall.strftime(";VALUE=DATE:%Y%m%d").to_string(),
        };
        let length = self.minutes.map_or("P1D".to_owned(), |minutes| format!("PT{minutes}M"));
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//test//EN".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            "UID:one".to_owned(),
            format!("DTSTART{}", wall(self.first)),
            format!("DURATION:{length}"),
            format!("RRULE:{rule}"),
        ];
        lines.extend(self.except.iter().map(|later| format!("EXDATE{}", wall(self.first + days(*later)))));
        // Further ones a little later in the day, so that none is one of the rule.
        let further = |later: &i64| self.first + days(*later) + jiff::Span::new().minutes(1);
        lines.extend(self.more.iter().map(|later| format!("RDATE{}", wall(further(later)))));
        lines.push("END:VEVENT".to_owned());
        for (later, moved) in &self.replaced {
            let original = self.first + days(*later);
            lines.extend(["BEGIN:VEVENT".to_owned(), "UID:one".to_owned(), "SEQUENCE:1".to_owned()]);
            lines.push(format!("RECURRENCE-ID{}", wall(original)));
            lines.push(format!("DTSTART{}", wall(original + jiff::Span::new().minutes(moved.unwrap_or(0)))));
            lines.push(format!("DURATION:{length}"));
            lines.extend(moved.is_none().then(|| "STATUS:CANCELLED".to_owned()));
            lines.push("END:VEVENT".to_owned());
        }
        lines.push("END:VCALENDAR\r\n".to_owned());
        lines.join("\r\n")
    }

    /// From before the first until well after it.
    fn range(&self) -> (i64, i64) {
        let utc = self.first.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second();
        (utc - 3 * 86_400, utc + 180 * 86_400)
    }
}

#[test]
fn foreign_rules_mean_to_us_what_they_mean_to_others() {
    for zone in ZONES {
        let events = drawn(&foreign(zone), cases());
        let jobs = events.iter().map(|event| {
            let (from, to) = event.range();
            Job { ics: event.ics(), from, to }
        });
        let jobs: Vec<Job> = jobs.collect();
        let home = Zone::utc();
        for ((event, job), others) in events.iter().zip(&jobs).zip(expanded_by_others(&jobs)) {
            let range = Span { start: at(job.from), end: at(job.to) };
            let found = busy(job.ics.as_bytes(), &home, range).unwrap();
            assert_eq!(found.unread, [], "{}", job.ics);
            // Theirs are as long on the wall as the first is; ours, by the hour, are as long as they say.
            let end = |(start, end): (i64, i64)| {
                event.minutes.map_or(at(end), |minutes| at(start).plus_minutes(minutes))
            };
            let theirs: Spans =
                others.iter().map(|both| Span { start: at(both.0), end: end(*both) }.clip(range)).collect();
            let mut differ = theirs.minus(&found.spans).union(&found.spans.minus(&theirs));
            if event.first_is_open {
                let first = home_zone(event.zone).instant(event.first);
                differ = differ.minus(&Span::minutes_from(first, event.minutes.unwrap_or(1440)).into());
            }
            assert!(
                differ.is_empty(),
                "{}\ntheirs {theirs:?}\nours {:?}\ndiffer {differ:?}",
                job.ics,
                found.spans
            );
        }
    }
}

fn home_zone(name: &str) -> Zone {
    name.parse().unwrap()
}

// ---- Our feeds ----

fn series(name: &'static str) -> impl Strategy<Value = Repeat> {
    let dates = dates(name);
    let every = prop_oneof![(1..=3u8).prop_map(Every::Weeks), Just(Every::MonthWeekday)];
    let first = (any::<Index>(), 0..60i64, 0..288i16).prop_map(move |(index, before, five)| {
        let date = *index.get(&dates) - days(before);
        date.at((five * 5 / 60) as i8, (five * 5 % 60) as i8, 0, 0)
    });
    let end = prop_oneof![(2..=12u16).prop_map(Ok), (7..200i64).prop_map(Err)];
    (first, every, end, prop::collection::vec((any::<Index>(), prop::option::of(1..500i64)), 0..3)).prop_map(
        move |(first, every, end, changed)| {
            let end = end.map_or_else(|later| End::Until(first.date() + days(later)), End::Count);
            let mut repeat = Repeat { first, zone: home_zone(name), every, end, changes: vec![] };
            let regular = repeat.occurrences().unwrap();
            for (index, moved) in changed {
                let one = index.get(&regular);
                let known = repeat.changes.iter().any(|change| change.original == one.original);
                if !known && repeat.changes.len() + 1 < regular.len() {
                    let moved_to = moved.map(|five| one.start.plus_minutes(five * 5));
                    repeat.changes.push(Change { original: one.original, moved_to });
                }
            }
            repeat
        },
    )
}

fn told(when: When<'_>) -> Event<'_> {
    Event {
        uid: "one@praxis.example",
        sequence: 0,
        changed_at: at(1_790_000_000),
        title: "Appointment",
        when,
        url: None,
        cancelled: false,
    }
}

#[test]
fn our_series_mean_to_others_what_they_mean_to_us() {
    for zone in ZONES {
        let repeats = drawn(&series(zone), cases());
        let jobs = repeats.iter().map(|repeat| {
            let ics = feed("Practice", &[told(When::Series { repeat, minutes: 50 })]).unwrap();
            let first = seconds(repeat.zone.instant(repeat.first));
            Job { ics, from: first - 7 * 86_400, to: first + 1_200 * 86_400 }
        });
        let jobs: Vec<Job> = jobs.collect();
        for ((repeat, job), others) in repeats.iter().zip(&jobs).zip(expanded_by_others(&jobs)) {
            let mut ours: Vec<i64> =
                repeat.occurrences().unwrap().iter().map(|one| seconds(one.start)).collect();
            ours.sort_unstable();
            let theirs: Vec<i64> = others.iter().map(|both| both.0).collect();
            assert_eq!(theirs, ours, "{}", job.ics);
        }
    }
}

/// The zone by a name that nobody knows, so that what the feed says of it is all there is; by another in each
/// feed, since Python remembers them.
#[test]
fn our_zones_mean_to_others_what_they_mean_to_us() {
    for name in ZONES {
        let zone = home_zone(name);
        let starts = (any::<Index>(), -40_000..40_000i64, 1..40_000i64).prop_map(|(index, near, later)| {
            let date = *index.get(&dates(name));
            let start = seconds(home_zone(name).start_of_day(date)) + near * 300;
            [start, start + later * 300]
        });
        let pairs = drawn(&starts, cases());
        let jobs = pairs.iter().enumerate().map(|(number, pair)| {
            let spans = pair.map(|start| Span::minutes_from(at(start), 50));
            let events = spans.map(|span| told(When::Once { span, zone: &zone }));
            let events = [Event { uid: "1", ..events[0] }, Event { uid: "2", ..events[1] }];
            let ics = feed("Practice", &events).unwrap();
            let ics = ics.replace(&format!("TZID:{name}"), &format!("TZID:{name}/{number}"));
            let ics = ics.replace(&format!("TZID={name}"), &format!("TZID={name}/{number}"));
            Job { ics, from: pair[0] - 86_400, to: pair[1] + 86_400 }
        });
        let jobs: Vec<Job> = jobs.collect();
        for ((pair, job), others) in pairs.iter().zip(&jobs).zip(expanded_by_others(&jobs)) {
            assert_eq!(others, pair.map(|start| (start, start + 3000)), "{}", job.ics);
        }
    }
}
