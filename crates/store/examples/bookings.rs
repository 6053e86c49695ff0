//! How long free slots take with a million appointments stored, and how many bookings a second there are room
//! for: `cargo run --release -p rapport-store --example bookings -- [--json FILE] [--appointments N]`.
//!
//! On SQLite and on a PostgreSQL of its own. A thousand therapists have a diary that reaches from months ago
//! into the next weeks; what is past takes no cells any more, as after every sweep. A search is what the server
//! does for one therapist and one client over four weeks: offer, busy times, timetable, slots. A booking is a
//! hold and a booking, two commits; sixteen people book at once, each with another therapist.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant as Clock};

use rapport_calendar::availability::{Hours, Kind, KindId, Mode, Offer, Rules, Timetable, Window};
use rapport_calendar::civil::Weekday;
use rapport_calendar::{Instant, Span, Spans, slots};
use rapport_store::{Attendee, Book, Buffers, Hold, HoldLimits, Store, Taking};
use rapport_testkit::Postgres;
use rapport_wire::{AccountId, AppointmentId, SpaceId, Timestamp, offer};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const THERAPISTS: u32 = 1_000;
const CLIENTS: u32 = 10_000;
/// Hours of a therapist on each of their days, one after the other, from nine.
const A_DAY: u32 = 8;
/// How many of the days of a diary are still to come.
const DAYS_AHEAD: u32 = 20;
const SEARCHES: u32 = 1_000;
const BOOKERS: u32 = 16;
const BOOKINGS: u32 = 2_000;
const HOUR: i64 = 3600;
/// Rows in one statement.
const CHUNK: usize = 500;
const SPACE: SpaceId = SpaceId::from_bytes([1; 32]);

#[tokio::main(worker_threads = 4)]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1))
    };
    let appointments: u32 = after("--appointments").map_or(Ok(1_000_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let file = format!("sqlite:{}", folder.path().join("bench.db").display());
    let postgres = Postgres::start().await.map_err(|error| error.to_string())?;
    let mut figures = Vec::new();
    for (name, url) in [("sqlite", file.as_str()), ("postgres", postgres.url())] {
        let store = Store::open(url, now()).await?;
        let begun = Clock::now();
        fill(url, appointments).await?;
        println!("{name}: {appointments} appointments in {:.0} s", begun.elapsed().as_secs_f64());
        let searches = search(&store, appointments).await?;
        figures.push((format!("{name}_slot_query_p50_ms"), at(&searches, 0.5)));
        figures.push((format!("{name}_slot_query_p99_ms"), at(&searches, 0.99)));
        figures.push((format!("{name}_bookings_per_second"), book(&store).await?));
        store.close().await?;
    }
    for (name, value) in &figures {
        println!("{name:<32} {value:>10.2}");
    }
    if let Some(file) = after("--json") {
        let body: Vec<String> = figures.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        std::fs::write(file, format!("{{\"figures\": {{{}}}}}", body.join(", ")))?;
    }
    Ok(())
}

/// A Monday at midnight.
fn now() -> Timestamp {
    Timestamp::from_millis(1_795_996_800_000)
}

fn account(number: u32) -> AccountId {
    AccountId::from_bytes(named(number, 0xac))
}

fn named(number: u32, salt: u8) -> [u8; 16] {
    let mut bytes = [salt; 16];
    // Spread, as ids chosen at random are.
    bytes[..4].copy_from_slice(&number.wrapping_mul(0x9e37_79b9).to_be_bytes());
    bytes[4..8].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// The hour that a therapist's nth appointment begins in, counted from the last of the past on.
fn begins(nth: u32, days: u32) -> Timestamp {
    let day = i64::from(nth / A_DAY) - i64::from(days) + i64::from(DAYS_AHEAD);
    now().plus_seconds((day * 24 + 9 + i64::from(nth % A_DAY)) * HOUR)
}

/// Accounts, appointments, attendees and the cells of what is ahead, past the doors of the store: a million
/// bookings through them would be another measurement.
async fn fill(url: &str, appointments: u32) -> Result<(), Failure> {
    let db = Database::connect(url).await?;
    let bytes = |bytes: &[u8]| Value::from(bytes.to_vec());
    let mut table = Bulk::new(
        &db,
        "account",
        &[
            "id",
            "handle",
            "role",
            "opaque_record",
            "identity",
            "keyring",
            "recovery_verify_key",
            "recovery_keyring",
            "created_at",
        ],
    );
    for number in 0..THERAPISTS + CLIENTS {
        let none = || Value::from(Vec::<u8>::new());
        let role = if number < THERAPISTS { "therapist" } else { "client" };
        table
            .push(vec![
                bytes(account(number).as_bytes()),
                format!("p{number}").into(),
                role.into(),
                none(),
                none(),
                none(),
                none(),
                none(),
                0_i64.into(),
            ])
            .await?;
    }
    table.end().await?;
    let mut table = Bulk::new(&db, "space", &["id", "kind", "log_index", "log_head", "created_at"]);
    let space = bytes(SPACE.as_bytes());
    table.push(vec![space.clone(), "care".into(), 0_i64.into(), bytes(&[0; 32]), 0_i64.into()]).await?;
    table.end().await?;

    let each = appointments / THERAPISTS;
    let days = each.div_ceil(A_DAY);
    let mut rows = Bulk::new(
        &db,
        "appointment",
        &["id", "space", "starts_at", "ends_at", "mode", "state", "sequence", "created_at"],
    );
    for number in 0..each * THERAPISTS {
        let starts_at = begins(number / THERAPISTS, days);
        rows.push(vec![
            bytes(&named(number, 0xa0)),
            space.clone(),
            starts_at.as_micros().into(),
            starts_at.plus_seconds(3000).as_micros().into(),
            "video".into(),
            "booked".into(),
            0_i64.into(),
            0_i64.into(),
        ])
        .await?;
    }
    rows.end().await?;
    let columns = ["appointment", "account", "staff", "starts_at", "busy_from", "busy_until"];
    let mut people = Bulk::new(&db, "attendee", &columns);
    let mut cells = Bulk::new(&db, "taken", &["account", "cell", "appointment"]);
    for number in 0..each * THERAPISTS {
        let starts_at = begins(number / THERAPISTS, days);
        let client = THERAPISTS + number % CLIENTS;
        for (who, staff, minutes) in [(number % THERAPISTS, 1_i64, 60), (client, 0, 50)] {
            let until = starts_at.plus_seconds(minutes * 60);
            let id = bytes(&named(number, 0xa0));
            let who = bytes(account(who).as_bytes());
            people
                .push(vec![
                    id.clone(),
                    who.clone(),
                    staff.into(),
                    starts_at.as_micros().into(),
                    starts_at.as_micros().into(),
                    until.as_micros().into(),
                ])
                .await?;
            if starts_at > now() {
                for cell in starts_at.as_micros() / 300_000_000..until.as_micros() / 300_000_000 {
                    cells.push(vec![who.clone(), cell.into(), id.clone()]).await?;
                }
            }
        }
    }
    people.end().await?;
    cells.end().await?;
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("ANALYZE").await?;
    }
    Ok(db.close().await?)
}

/// Many rows for one table.
struct Bulk<'a> {
    db: &'a DatabaseConnection,
    table: &'static str,
    columns: Vec<&'static str>,
    values: Vec<Value>,
}

impl<'a> Bulk<'a> {
    fn new(db: &'a DatabaseConnection, table: &'static str, columns: &[&'static str]) -> Self {
        Self { db, table, columns: columns.to_vec(), values: Vec::new() }
    }

    async fn push(&mut self, row: Vec<Value>) -> Result<(), Failure> {
        self.values.extend(row);
        if self.values.len() >= 20 * CHUNK * self.columns.len() { self.end().await } else { Ok(()) }
    }

    async fn end(&mut self) -> Result<(), Failure> {
        let (width, backend) = (self.columns.len(), self.db.get_database_backend());
        let tx = self.db.begin().await?;
        for chunk in std::mem::take(&mut self.values).chunks(CHUNK * width) {
            let place =
                |at: usize| if backend == DbBackend::Postgres { format!("${at}") } else { "?".to_owned() };
            let rows: Vec<String> = (0..chunk.len() / width)
                .map(|row| (1..=width).map(|at| place(row * width + at)).collect::<Vec<_>>().join(", "))
                .map(|row| format!("({row})"))
                .collect();
            let sql = format!(
                "INSERT INTO \"{}\" ({}) VALUES {}",
                self.table,
                self.columns.join(", "),
                rows.join(", ")
            );
            tx.execute_raw(Statement::from_sql_and_values(backend, sql, chunk.to_vec())).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Nine to eight on every day, as a therapist would make it.
fn timetable() -> Result<Timetable, Failure> {
    let hours = Hours { from_minute: 9 * 60, to_minute: 20 * 60, kinds: Vec::new() };
    let days = Weekday::Monday.cycle_forward().take(7);
    Ok(Timetable::new(&Offer {
        zone: "Europe/London".parse()?,
        kinds: vec![Kind { id: KindId(1), minutes: 50, mode: Mode::Video }],
        windows: days.map(|weekday| Window { weekday, hours: hours.clone() }).collect(),
        exceptions: Vec::new(),
        rules: Rules { buffer_after_minutes: 10, step_minutes: 30, ..Rules::default() },
    })?)
}

/// Searches one after the other; how long each took, sorted, in milliseconds.
async fn search(store: &Store, appointments: u32) -> Result<Vec<f64>, Failure> {
    let (from, until) = (now(), now().plus_seconds(28 * 24 * HOUR));
    let instant = |at: Timestamp| Instant::from_micros(at.as_micros());
    let mut times = Vec::new();
    let mut found = 0;
    for number in 0..SEARCHES {
        let begun = Clock::now();
        let therapist = account(number.wrapping_mul(7919) % THERAPISTS);
        let client = account(THERAPISTS + number.wrapping_mul(104_729) % CLIENTS);
        // The server reads the offer and lays it out for every search.
        let _ = store.offer(therapist).await?;
        let timetable = timetable()?;
        let mut busy = Vec::new();
        for who in [therapist, client] {
            let spans = store.busy(&[who], from, until, now()).await?;
            let elsewhere = store.busy_elsewhere(who, from, until).await?;
            let span = |from, until| Span { start: instant(from), end: instant(until) };
            let here = spans.iter().map(|one| span(one.from, one.until));
            busy.push(
                here.chain(elsewhere.iter().map(|one| span(one.starts_at, one.ends_at))).collect::<Spans>(),
            );
        }
        let host = slots::Host { timetable: &timetable, kind: KindId(1), busy: &busy[0] };
        let range = Span { start: instant(from), end: instant(until) };
        found += slots::together(&[host], &[&busy[1]], instant(now()), range)?.count();
        times.push(begun.elapsed());
    }
    assert!(found > 0 && appointments > 0, "a search that finds nothing measures nothing");
    Ok(sorted(&times))
}

fn sorted(times: &[Duration]) -> Vec<f64> {
    let mut sorted: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn at(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

/// Bookings a second.
async fn book(store: &Store) -> Result<f64, Failure> {
    let next = Arc::new(AtomicU32::new(0));
    let begun = Clock::now();
    let people = (0..BOOKERS).map(|_| {
        let (store, next) = (store.clone(), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= BOOKINGS {
                    return Ok::<_, Failure>(());
                }
                book_one(&store, number).await?;
            }
        })
    });
    for person in people.collect::<Vec<_>>() {
        person.await??;
    }
    Ok(f64::from(BOOKINGS) / begun.elapsed().as_secs_f64())
}

async fn book_one(store: &Store, number: u32) -> Result<(), Failure> {
    let (therapist, client) = (account(number % THERAPISTS), account(THERAPISTS + number));
    // Evenings: the diary is full until five.
    let hour = 18 + i64::from(number / THERAPISTS);
    let starts_at = now().plus_seconds((24 + hour) * HOUR);
    let attendee = |account, staff| Attendee {
        account,
        staff,
        zone: Some("Europe/London".to_owned()),
        buffers: Buffers { before_minutes: 0, after_minutes: if staff { 10 } else { 0 } },
    };
    let id = AppointmentId::from_bytes(named(number, 0xb0));
    let hold = Hold {
        taking: Taking {
            id,
            space: SPACE,
            attendees: vec![attendee(therapist, true), attendee(client, false)],
            starts_at,
            ends_at: starts_at.plus_seconds(3000),
            mode: offer::Mode::Video,
        },
        by: client,
        until: now().plus_seconds(600),
        limits: HoldLimits { holds_max: 3, ahead_max: 104 },
        now: now(),
    };
    store.hold(hold).await?;
    store.book(Book { id, by: client, zone: "Europe/London".to_owned(), now: now() }).await?;
    Ok(())
}
