use jiff::Timestamp;
use jiff::civil::{Weekday, date};

use super::*;
use crate::availability::{Hours, Kind, Mode, Offer, Rules, Window};

const TALK: KindId = KindId(1);
const LONG: KindId = KindId(2);

/// Ten to twelve and fourteen to sixteen on Mondays and Tuesdays.
fn offer(zone: &str) -> Offer {
    let hours = [(10, 12), (14, 16)].map(|(from, to)| Hours {
        from_minute: from * 60,
        to_minute: to * 60,
        kinds: vec![],
    });
    let windows = [Weekday::Monday, Weekday::Tuesday]
        .into_iter()
        .flat_map(|weekday| hours.clone().map(|hours| Window { weekday, hours }));
    Offer {
        zone: zone.parse().unwrap(),
        kinds: vec![
            Kind { id: TALK, minutes: 50, mode: Mode::Video },
            Kind { id: LONG, minutes: 120, mode: Mode::InPerson },
        ],
        windows: windows.collect(),
        exceptions: vec![],
        rules: Rules { step_minutes: 30, ..Rules::default() },
    }
}

fn timetable(zone: &str, rules: impl Fn(&mut Rules)) -> Timetable {
    let mut offer = offer(zone);
    rules(&mut offer.rules);
    Timetable::new(&offer).unwrap()
}

/// `23T10:00` in UTC, of November 2026.
fn at(text: &str) -> Instant {
    let at: Timestamp = format!("2026-11-{text}:00Z").parse().unwrap();
    Instant::from_micros(at.as_microsecond())
}

fn span(from: &str, to: &str) -> Span {
    Span { start: at(from), end: at(to) }
}

/// Monday the 23rd.
fn monday() -> Span {
    span("23T00:00", "24T00:00")
}

fn texts(slots: impl Iterator<Item = Slot>) -> Vec<String> {
    slots.map(|slot| crate::zone::timestamp(slot.start).strftime("%dT%H:%M").to_string()).collect()
}

fn found(timetable: &Timetable, kind: KindId, busy: &[Span], now: &str, range: Span) -> Vec<String> {
    let busy = busy.iter().copied().collect();
    texts(free(timetable, kind, &busy, at(now), range).unwrap())
}

#[test]
fn the_whole_length_fits_into_the_window() {
    let table = timetable("UTC", |_| ());
    let all = ["23T10:00", "23T10:30", "23T11:00", "23T14:00", "23T14:30", "23T15:00"];
    assert_eq!(found(&table, TALK, &[], "20T00:00", monday()), all);
    assert_eq!(found(&table, LONG, &[], "20T00:00", monday()), ["23T10:00", "23T14:00"]);
}

#[test]
fn a_slot_is_as_long_as_its_kind() {
    let table = timetable("UTC", |_| ());
    let first = free(&table, TALK, &Spans::default(), at("20T00:00"), monday()).unwrap().next().unwrap();
    assert_eq!(first, Slot { start: at("23T10:00"), end: at("23T10:50") });
}

#[test]
fn busy_times_and_buffers_keep_apart() {
    let busy = [span("23T10:50", "23T11:00"), span("23T13:50", "23T14:00")];
    let bare = timetable("UTC", |_| ());
    assert_eq!(
        found(&bare, TALK, &busy, "20T00:00", monday()),
        ["23T10:00", "23T11:00", "23T14:00", "23T14:30", "23T15:00"]
    );
    let buffered = timetable("UTC", |rules| {
        (rules.buffer_before_minutes, rules.buffer_after_minutes) = (5, 10);
    });
    assert_eq!(found(&buffered, TALK, &busy, "20T00:00", monday()), ["23T14:30", "23T15:00"]);
}

#[test]
fn an_appointment_keeps_its_buffers_to_itself() {
    let table = timetable("UTC", |rules| rules.buffer_after_minutes = 15);
    let booked = table.rules().around(span("23T10:00", "23T10:50"));
    assert_eq!(booked, span("23T10:00", "23T11:05"));
    assert_eq!(
        found(&table, TALK, &[booked], "20T00:00", span("23T00:00", "23T12:00")),
        Vec::<String>::new()
    );
}

#[test]
fn notice_and_horizon_bound_the_starts() {
    let table = timetable("UTC", |rules| (rules.notice_minutes, rules.horizon_days) = (24 * 60, 1));
    let week = span("20T00:00", "30T00:00");
    assert_eq!(found(&table, TALK, &[], "22T15:00", week), ["23T15:00"]);
    // On Monday, Tuesday is tomorrow: all of it is within the horizon, but not all within the notice.
    assert_eq!(found(&table, TALK, &[], "23T14:10", week), ["24T14:30", "24T15:00"]);
}

#[test]
fn the_grid_is_on_the_wall() {
    let table = timetable("Asia/Kathmandu", |rules| rules.step_minutes = 60);
    // Ten o'clock in Kathmandu is 04:15 in UTC.
    assert_eq!(
        found(&table, TALK, &[], "20T00:00", monday()),
        ["23T04:15", "23T05:15", "23T08:15", "23T09:15"]
    );
}

#[test]
fn the_range_bounds_the_starts_and_not_the_ends() {
    let table = timetable("UTC", |_| ());
    assert_eq!(found(&table, TALK, &[], "20T00:00", span("23T10:30", "23T11:00")), ["23T10:30"]);
}

#[test]
fn the_grid_goes_on_where_the_clock_changes() {
    let mut sunday = offer("Australia/Lord_Howe");
    for window in &mut sunday.windows {
        window.weekday = Weekday::Sunday;
        (window.hours.from_minute, window.hours.to_minute) = (0, 4 * 60);
    }
    (sunday.rules.step_minutes, sunday.rules.horizon_days) = (60, 400);
    let table = Timetable::new(&sunday).unwrap();
    let zone = table.zone().clone();
    // At two in the morning the clock goes on by half an hour.
    let day = zone.start_of_day(date(2026, 10, 4));
    let slots = free(
        &table,
        TALK,
        &Spans::default(),
        at("20T00:00").plus_minutes(-90 * 24 * 60),
        Span::minutes_from(day, 1440),
    )
    .unwrap();
    let walls: Vec<String> = slots.map(|slot| zone.wall(slot.start).strftime("%H:%M").to_string()).collect();
    assert_eq!(walls, ["00:00", "01:00", "03:00"]);
}

#[test]
fn together_is_when_all_are_free() {
    let (one, other) = (timetable("UTC", |_| ()), timetable("Europe/Berlin", |_| ()));
    let taken: Spans = span("23T14:00", "23T14:40").into();
    let guest: Spans = span("23T10:00", "23T10:45").into();
    let free = Spans::default();
    let hosts = [
        Host { timetable: &one, kind: TALK, busy: &taken },
        Host { timetable: &other, kind: TALK, busy: &free },
    ];
    let now = at("20T00:00");
    // In Berlin it is an hour later: 09:00-11:00 and 13:00-15:00 in UTC.
    assert_eq!(
        texts(together(&hosts[1..], &[], now, monday()).unwrap()),
        ["23T09:00", "23T09:30", "23T10:00", "23T13:00", "23T13:30", "23T14:00"]
    );
    assert_eq!(texts(together(&hosts, &[], now, monday()).unwrap()), ["23T10:00"]);
    assert_eq!(texts(together(&hosts, &[&guest], now, monday()).unwrap()), Vec::<String>::new());
    assert_eq!(texts(together(&hosts[..1], &[&guest], now, monday()).unwrap()), ["23T11:00", "23T15:00"]);
}

#[test]
fn any_says_who() {
    let table = timetable("UTC", |_| ());
    let morning: Spans = span("23T09:00", "23T13:00").into();
    let afternoon: Spans = span("23T10:00", "23T15:00").into();
    let host = |busy| Host { timetable: &table, kind: TALK, busy };
    let choices = any(&[host(&morning), host(&afternoon)], at("20T00:00"), monday()).unwrap();
    let times: Vec<(String, Vec<u32>)> = choices
        .chunk_by(|a, b| a.slot == b.slot)
        .map(|same| (texts(same.iter().map(|c| c.slot)).remove(0), same.iter().map(|c| c.host).collect()))
        .collect();
    let expected = [("23T14:00", vec![0]), ("23T14:30", vec![0]), ("23T15:00", vec![0, 1])];
    assert_eq!(times, expected.map(|(time, who)| (time.to_owned(), who)));
}

#[test]
fn what_cannot_be_searched_is_an_error() {
    let table = timetable("UTC", |_| ());
    let busy = Spans::default();
    let search = |kind, now, range| free(&table, kind, &busy, now, range).map(Iterator::count);
    let now = at("20T00:00");
    assert_eq!(search(KindId(9), now, monday()), Err(SlotError::UnknownKind(KindId(9))));
    let forever = Span { start: Instant::from_micros(i64::MIN), end: Instant::from_micros(i64::MAX) };
    let thousand_years = Span { start: now, end: now.plus_minutes(1000 * 365 * 24 * 60) };
    for range in [forever, thousand_years, span("23T00:00", "23T00:00"), span("24T00:00", "23T00:00")] {
        assert_eq!(search(TALK, now, range), Err(SlotError::Range));
    }
    assert_eq!(search(TALK, Instant::from_micros(i64::MAX), monday()), Err(SlotError::Range));
    let host = |kind| Host { timetable: &table, kind, busy: &busy };
    let both = |hosts: &[Host<'_>]| together(hosts, &[], now, monday()).map(Iterator::count);
    assert_eq!(both(&[host(TALK), host(LONG)]), Err(SlotError::Lengths(50, 120)));
    assert_eq!(both(&[]), Err(SlotError::People));
    assert_eq!(both(&[host(TALK); 65]), Err(SlotError::People));
}
