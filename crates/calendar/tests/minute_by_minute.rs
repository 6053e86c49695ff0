//! The oracle of the slot search: ask the clock on the wall, minute by minute.
//!
//! Obviously right and very slow. By default a few random calendars a zone; the full measure is
//! `RAPPORT_CALENDARS=10000 cargo test --release -p rapport-calendar --test minute_by_minute`.

mod support;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::{Config, TestRunner};
use rapport_calendar::availability::{Exception, Hours, Kind, KindId, Mode, Offer, Rules, Timetable, Window};
use rapport_calendar::recur::{End, Every, Repeat};
use rapport_calendar::slots::{self, Host, Slot};
use rapport_calendar::{Instant, Span, Spans};
use support::{ZONES, jiff_zone};

const MINUTE: i64 = 60_000_000;
const DAY_MINUTES: i64 = 24 * 60;

/// How long the ranges are that are searched.
const DAYS: i64 = 3;

/// Random calendars for each zone.
fn cases() -> u32 {
    support::cases(16)
}

fn wall(zone: &TimeZone, minute: i64) -> DateTime {
    zone.to_datetime(Timestamp::from_second(minute * 60).unwrap())
}

fn instant(minute: i64) -> Instant {
    Instant::from_micros(minute * MINUTE)
}

/// An offer, who is taken when, and when it is. Times are in minutes since 1970.
#[derive(Debug, Clone)]
struct Person {
    offer: Offer,
    kind: KindId,
    busy: Vec<(i64, i64)>,
}

#[derive(Debug, Clone)]
struct Case {
    one: Person,
    /// Somebody in another zone, offering the same length.
    other: Person,
    from: i64,
    now: i64,
}

impl Person {
    fn spans(&self) -> Spans {
        let spans = self.busy.iter();
        spans.map(|&(start, end)| Span { start: instant(start), end: instant(end) }).collect()
    }

    fn minutes(&self) -> i64 {
        let kind = self.offer.kinds.iter().find(|kind| kind.id == self.kind).unwrap();
        i64::from(kind.minutes)
    }

    fn hours_on(&self, date: Date) -> Vec<&Hours> {
        if let Some(exception) = self.offer.exceptions.iter().find(|exception| exception.date == date) {
            return exception.hours.iter().collect();
        }
        let windows = self.offer.windows.iter().filter(|window| window.weekday == date.weekday());
        windows.map(|window| &window.hours).collect()
    }

    /// Whether the clock on the wall is inside a window that fits.
    fn is_open(&self, wall: DateTime) -> bool {
        let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
        let today = wall.date();
        [(today, minute), (today.yesterday().unwrap(), minute + DAY_MINUTES)].into_iter().any(
            |(date, minute)| {
                self.hours_on(date).into_iter().any(|hours| {
                    let inside =
                        i64::from(hours.from_minute) <= minute && minute < i64::from(hours.to_minute);
                    inside && (hours.kinds.is_empty() || hours.kinds.contains(&self.kind))
                })
            },
        )
    }

    /// Which minutes of a range are starts, on the grid or off it.
    fn starts(&self, case: &Case) -> Vec<bool> {
        let (rules, minutes) = (self.offer.rules, self.minutes());
        let zone = jiff_zone(self.offer.zone.name());
        let (before, after) = (i64::from(rules.buffer_before_minutes), i64::from(rules.buffer_after_minutes));
        let length = DAYS * DAY_MINUTES;
        let open: Vec<bool> =
            (case.from..case.from + length + minutes).map(|at| self.is_open(wall(&zone, at))).collect();
        let last = wall(&zone, case.now).date() + jiff::Span::new().days(i64::from(rules.horizon_days));
        let fits = |at: i64| {
            let offset = (at - case.from) as usize;
            open[offset..offset + minutes as usize].iter().all(|open| *open)
                && self.busy.iter().all(|&(start, end)| end <= at - before || at + minutes + after <= start)
                && at >= case.now + i64::from(rules.notice_minutes)
                && wall(&zone, at).date() <= last
        };
        (case.from..case.from + length).map(fits).collect()
    }

    fn on_grid(&self, at: i64) -> bool {
        let wall = wall(&jiff_zone(self.offer.zone.name()), at);
        (i64::from(wall.hour()) * 60 + i64::from(wall.minute())) % i64::from(self.offer.rules.step_minutes)
            == 0
    }
}

impl Case {
    fn range(&self) -> Span {
        Span { start: instant(self.from), end: instant(self.from + DAYS * DAY_MINUTES) }
    }

    /// The starts among the minutes of the range that are marked, on the grid of the first.
    fn slots(&self, starts: &[bool]) -> Vec<Slot> {
        let marked = (self.from..).zip(starts).filter(|(at, start)| **start && self.one.on_grid(*at));
        let slot = |at| Slot { start: instant(at), end: instant(at + self.one.minutes()) };
        marked.map(|(at, _)| slot(at)).collect()
    }

    fn check(&self) {
        let (one, other) =
            (Timetable::new(&self.one.offer).unwrap(), Timetable::new(&self.other.offer).unwrap());
        let (one_busy, other_busy) = (self.one.spans(), self.other.spans());
        let (now, range) = (instant(self.now), self.range());

        let zone = jiff_zone(self.one.offer.zone.name());
        let open = one.open(self.one.kind, range);
        for at in self.from..self.from + DAYS * DAY_MINUTES {
            let wall = wall(&zone, at);
            assert_eq!(open.contains(instant(at)), self.one.is_open(wall), "open at {wall}");
        }

        let starts = self.one.starts(self);
        let free: Vec<Slot> = slots::free(&one, self.one.kind, &one_busy, now, range).unwrap().collect();
        assert_eq!(free, self.slots(&starts));

        let both: Vec<bool> =
            starts.iter().zip(self.other.starts(self)).map(|(one, other)| *one && other).collect();
        let hosts = [
            Host { timetable: &one, kind: self.one.kind, busy: &one_busy },
            Host { timetable: &other, kind: self.other.kind, busy: &other_busy },
        ];
        let together: Vec<Slot> = slots::together(&hosts, &[], now, range).unwrap().collect();
        assert_eq!(together, self.slots(&both));

        let guest = |at: i64| {
            self.other.busy.iter().all(|&(start, end)| end <= at || at + self.one.minutes() <= start)
        };
        let with_guest: Vec<bool> =
            (self.from..).zip(&starts).map(|(at, start)| *start && guest(at)).collect();
        let together: Vec<Slot> = slots::together(&hosts[..1], &[&other_busy], now, range).unwrap().collect();
        assert_eq!(together, self.slots(&with_guest));

        let any = slots::any(&hosts, now, range).unwrap();
        assert!(any.is_sorted());
        let of = |host| any.iter().filter(move |choice| choice.host == host).map(|choice| choice.slot);
        assert!(of(0).eq(free));
        assert!(of(1).eq(slots::free(&other, self.other.kind, &other_busy, now, range).unwrap()));
    }
}

/// Changes of the clock, in minutes since 1970.
fn changes(zone: &TimeZone) -> Vec<i64> {
    support::changes(zone).into_iter().map(|change| change.as_second() / 60).collect()
}

fn hours(kinds: &[Kind]) -> impl Strategy<Value = Hours> + use<> {
    let ids: Vec<KindId> = kinds.iter().map(|kind| kind.id).collect();
    let count = ids.len();
    (0..288u16, 1..=96u16, subsequence(ids, 0..=count)).prop_map(|(from, length, kinds)| Hours {
        from_minute: from * 5,
        to_minute: (from + length) * 5,
        kinds,
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let steps = prop::sample::select(vec![5u16, 10, 15, 20, 30, 45, 60, 90, 120, 480]);
    (0..=6u16, 0..=6u16, 0..=4000u32, 0..=5u16, steps).prop_map(|(before, after, notice, horizon, step)| {
        Rules {
            buffer_before_minutes: before * 5,
            buffer_after_minutes: after * 5,
            notice_minutes: notice,
            horizon_days: horizon,
            step_minutes: step,
        }
    })
}

/// Somebody whose first kind is so long, around a time.
fn person(name: String, minutes: u16, from: i64) -> impl Strategy<Value = Person> {
    let first = wall(&jiff_zone(&name), from).date();
    let kinds = prop::collection::vec(1..=24u16, 0..3).prop_map(move |more| {
        let lengths = std::iter::once(minutes).chain(more.into_iter().map(|length| length * 5));
        lengths
            .zip(1..)
            .map(|(minutes, id)| Kind { id: KindId(id), minutes, mode: Mode::Video })
            .collect::<Vec<_>>()
    });
    kinds.prop_flat_map(move |kinds| {
        let windows = prop::collection::vec((1..=7i8, hours(&kinds)), 0..14);
        let exceptions =
            prop::collection::btree_map(-1..=DAYS + 1, prop::collection::vec(hours(&kinds), 0..3), 0..3);
        let busy = prop::collection::vec((-300..DAYS * DAY_MINUTES + 300, 1..200i64), 0..8);
        let zone = name.parse().unwrap();
        (windows, exceptions, busy, rules()).prop_map(move |(windows, exceptions, busy, rules)| Person {
            kind: KindId(1),
            busy: busy.into_iter().map(|(start, length)| (from + start, from + start + length)).collect(),
            offer: Offer {
                zone: Clone::clone(&zone),
                kinds: kinds.clone(),
                windows: windows
                    .into_iter()
                    .map(|(day, hours)| Window {
                        weekday: Weekday::from_monday_one_offset(day).unwrap(),
                        hours,
                    })
                    .collect(),
                exceptions: exceptions
                    .into_iter()
                    .map(|(days, hours)| Exception { date: first + jiff::Span::new().days(days), hours })
                    .collect(),
                rules,
            },
        })
    })
}

fn case(name: &'static str) -> impl Strategy<Value = Case> {
    let changes = changes(&jiff_zone(name));
    let other = prop::sample::select(ZONES.to_vec());
    // Around a change of the clock, begun at any minute.
    let from =
        (any::<Index>(), 0..DAYS * DAY_MINUTES).prop_map(move |(index, before)| index.get(&changes) - before);
    (from, other, 1..=30u16, -3 * DAY_MINUTES..DAY_MINUTES).prop_flat_map(
        move |(from, other, length, now)| {
            let people =
                (person(name.to_owned(), length * 5, from), person(other.to_owned(), length * 5, from));
            people.prop_map(move |(one, other)| Case { one, other, from, now: from + now })
        },
    )
}

fn agree(name: &'static str) {
    let mut runner = TestRunner::new(Config { cases: cases(), ..Config::default() });
    runner
        .run(&case(name), |case| {
            case.check();
            Ok(())
        })
        .unwrap();
}

#[test]
fn london() {
    agree("Europe/London");
}

#[test]
fn new_york() {
    agree("America/New_York");
}

#[test]
fn sydney() {
    agree("Australia/Sydney");
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    agree("Australia/Lord_Howe");
}

#[test]
fn casablanca_follows_the_moon() {
    agree("Africa/Casablanca");
}

#[test]
fn apia_left_out_a_day() {
    agree("Pacific/Apia");
}

#[test]
fn kathmandu_is_at_a_quarter_to() {
    agree("Asia/Kathmandu");
}

/// When the wall first shows a time; when it never does, as much later as was left out.
fn first_shown(zone: &TimeZone, wanted: DateTime) -> i64 {
    let utc = wanted.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second() / 60;
    let around = utc - 2 * DAY_MINUTES..utc + 2 * DAY_MINUTES;
    if let Some(at) = around.clone().find(|at| wall(zone, *at) == wanted) {
        return at;
    }
    let after = around.clone().find(|at| wall(zone, *at) > wanted).unwrap();
    let minutes = (wanted - wall(zone, after - 1)).total(jiff::Unit::Minute).unwrap();
    after - 1 + minutes as i64
}

/// The days of a series, day by day.
fn naive_series(repeat: &Repeat) -> Vec<Instant> {
    let first = repeat.first.date();
    let zone = jiff_zone(repeat.zone.name());
    let mut starts = Vec::new();
    let mut day = first;
    for days in 0.. {
        let done = match repeat.end {
            End::Count(count) => starts.len() == usize::from(count),
            End::Until(last) => day > last,
        };
        if done {
            return starts;
        }
        let nth = |day: Date| (day.day() - 1) / 7;
        let fits = match repeat.every {
            Every::Weeks(weeks) => days % (7 * i64::from(weeks)) == 0,
            Every::MonthWeekday => day.weekday() == first.weekday() && nth(day) == nth(first),
        };
        if fits {
            starts.push(instant(first_shown(&zone, day.to_datetime(repeat.first.time()))));
        }
        day = day.tomorrow().unwrap();
    }
    starts
}

fn repeat(name: &'static str) -> impl Strategy<Value = Repeat> {
    let changes = changes(&jiff_zone(name));
    let every = prop_oneof![(1..=4u8).prop_map(Every::Weeks), Just(Every::MonthWeekday)];
    (any::<Index>(), 0..40 * DAY_MINUTES / 5, every, 1..=12u16, any::<bool>()).prop_map(
        move |(index, before, every, count, counted)| {
            // Starts on the grid, and so that some fall where the clock changes.
            let near = index.get(&changes) - before * 5;
            let first = wall(&jiff_zone(name), near - near.rem_euclid(5));
            let until = first.date() + jiff::Span::new().days(i64::from(count) * 10);
            let end = if counted { End::Count(count) } else { End::Until(until) };
            Repeat { first, zone: name.parse().unwrap(), every, end, changes: vec![] }
        },
    )
}

#[test]
fn series_agree_with_a_walk_through_the_days() {
    for name in ZONES {
        let mut runner = TestRunner::new(Config { cases: cases(), ..Config::default() });
        runner
            .run(&repeat(name), |repeat| {
                let found: Vec<Instant> = repeat.occurrences().unwrap().iter().map(|one| one.start).collect();
                prop_assert_eq!(found, naive_series(&repeat));
                Ok(())
            })
            .unwrap();
    }
}
