//! How long free slots take: `cargo run --release -p rapport-calendar --example slots -- [--json FILE]`.
//!
//! Therapists with the usual two windows a day, some evenings and Saturdays, a week off, and a diary that is
//! about two thirds full; four weeks each; one thread; the database left out. Figures and rows as `cargo xtask
//! bench` reads them.

use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use anyhow::{Result, bail};
use rapport_calendar::availability::{Exception, Hours, Kind, KindId, Mode, Offer, Rules, Timetable, Window};
use rapport_calendar::civil::{self, Weekday};
use rapport_calendar::slots::{self, Host};
use rapport_calendar::{Instant, Span, Spans, Zone};
use serde_json::{Map, Value, json};

/// How many therapists.
const SIZES: [usize; 4] = [1_000, 3_000, 10_000, 30_000];
/// How long each size is repeated.
const MEASURE: Duration = Duration::from_secs(1);
/// Zones in turn: most practices have one, a platform has several.
const ZONES: [&str; 4] = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];

const DAY_MINUTES: i64 = 24 * 60;
const SESSION: KindId = KindId(1);

struct Therapist {
    offer: Offer,
    timetable: Timetable,
    busy: Spans,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => None,
        (Some("--json"), Some(file)) => Some(file),
        _ => bail!("slots [--json FILE]"),
    };
    // Two Sundays before London's clocks change.
    let now = ZONES[0].parse::<Zone>()?.start_of_day(civil::date(2026, 3, 15));
    let largest = SIZES.into_iter().max().unwrap_or_default();
    let therapists = (0..largest).map(|number| therapist(number, now)).collect::<Result<Vec<_>, _>>()?;
    let measured = measure(&therapists, now)?;
    match file {
        Some(file) => std::fs::write(file, serde_json::to_vec(&measured)?)?,
        None => println!("{measured:#}"),
    }
    Ok(())
}

fn measure(therapists: &[Therapist], now: Instant) -> Result<Value> {
    let range = Span::minutes_from(now, 28 * DAY_MINUTES);
    let mut figures = Map::new();
    let mut rows = Vec::new();
    for size in SIZES {
        let some = &therapists[..size];
        let found = each(some, now, range)?;
        let free_ms = fastest_ms(|| each(some, now, range).map(drop))?;
        let offers_ms = fastest_ms(|| from_offers(some, now, range).map(drop))?;
        let hosts: Vec<Host<'_>> = some.iter().map(Therapist::host).collect();
        let any_ms = fastest_ms(|| {
            black_box(slots::any(&hosts, now, range)?);
            Ok(())
        })?;
        figures.insert(format!("free_{size}_ms"), json!(free_ms));
        rows.push(json!({
            "therapists": size,
            "slots": found,
            "free_ms": free_ms,
            "us_each": free_ms * 1e3 / size as f64,
            "from_offers_ms": offers_ms,
            "any_in_order_ms": any_ms,
        }));
    }
    Ok(json!({ "figures": figures, "rows": rows }))
}

/// All free slots of each, counted.
fn each(therapists: &[Therapist], now: Instant, range: Span) -> Result<usize> {
    let mut found = 0;
    for Therapist { timetable, busy, .. } in therapists {
        for slot in slots::free(timetable, SESSION, busy, now, range)? {
            black_box(slot);
            found += 1;
        }
    }
    Ok(found)
}

/// The same, with each timetable laid out first.
fn from_offers(therapists: &[Therapist], now: Instant, range: Span) -> Result<usize> {
    let mut found = 0;
    for Therapist { offer, busy, .. } in therapists {
        let timetable = Timetable::new(offer)?;
        found += slots::free(&timetable, SESSION, busy, now, range)?.map(black_box).count();
    }
    Ok(found)
}

/// The fastest of many, which is the one that nothing else got in the way of.
#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn fastest_ms(run: impl Fn() -> Result<()>) -> Result<f64> {
    let begun = Clock::now();
    let mut fastest = Duration::MAX;
    while begun.elapsed() < MEASURE {
        let once = Clock::now();
        run()?;
        fastest = fastest.min(once.elapsed());
    }
    Ok(fastest.as_secs_f64() * 1e3)
}

impl Therapist {
    fn host(&self) -> Host<'_> {
        Host { timetable: &self.timetable, kind: SESSION, busy: &self.busy }
    }
}

fn therapist(number: usize, now: Instant) -> Result<Therapist> {
    let zone: Zone = ZONES[number % ZONES.len()].parse()?;
    let early = (number % 5) as u16 * 30;
    let hours = |from: u16, to: u16| Hours { from_minute: from, to_minute: to, kinds: vec![] };
    let mut windows = Vec::new();
    for day in 1..=5 {
        let weekday = Weekday::from_monday_one_offset(day)?;
        windows.push(Window { weekday, hours: hours(8 * 60 + early, 12 * 60) });
        windows.push(Window { weekday, hours: hours(13 * 60, 17 * 60 + early) });
    }
    if number.is_multiple_of(3) {
        windows.push(Window { weekday: Weekday::Thursday, hours: hours(18 * 60, 21 * 60) });
        windows.push(Window { weekday: Weekday::Saturday, hours: hours(9 * 60, 13 * 60) });
    }
    let off = civil::date(2026, 3, 16 + (number % 10) as i8);
    let off = off.series(jiff::Span::new().days(1)).take(7);
    let offer = Offer {
        zone: zone.clone(),
        kinds: vec![
            Kind { id: SESSION, minutes: 50, mode: Mode::Video },
            Kind { id: KindId(2), minutes: 90, mode: Mode::Group },
        ],
        windows,
        exceptions: off.map(|date| Exception { date, hours: vec![] }).collect(),
        rules: Rules {
            buffer_after_minutes: 10,
            notice_minutes: 24 * 60,
            horizon_days: 60,
            step_minutes: 15,
            ..Rules::default()
        },
    };
    let timetable = Timetable::new(&offer)?;
    let busy = busy(number, &timetable, now);
    Ok(Therapist { offer, timetable, busy })
}

/// Two hours of three, over the three months in which the search looks at one.
fn busy(number: usize, timetable: &Timetable, now: Instant) -> Spans {
    let from = now.plus_minutes(-30 * DAY_MINUTES);
    let hours = (0..90 * 24).filter(|hour| (hour * 7 + number as i64) % 3 != 0);
    let sessions = hours.map(|hour| Span::minutes_from(from.plus_minutes(hour * 60), 50));
    let open = timetable.open(SESSION, Span::minutes_from(from, 90 * DAY_MINUTES));
    sessions
        .filter(|session| open.covers(*session))
        .map(|session| timetable.rules().around(session))
        .collect()
}
