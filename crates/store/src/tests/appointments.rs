use std::collections::BTreeSet;

use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::offer::Mode;
use rapport_wire::{AccountId, AppointmentId, SeriesId, SpaceId, Timestamp};
use sea_orm::{ConnectionTrait, Statement};

use super::practice::*;
use super::{Db, at, on_both};
use crate::appointment::{
    Appointment, Arrange, Attendee, Book, BookError, Buffers, Cancel, Hold, HoldLimits, Move, NewSeries,
    Taking,
};

on_both!(
    one_slot_is_given_once,
    of_many_at_once_one_gets_it,
    a_hold_that_ran_out_makes_way,
    asking_twice_is_once,
    what_is_somebody_elses_is_not_there,
    of_two_moves_at_once_one_wins,
    two_who_change_places_do_not_wait_for_each_other,
    nobody_holds_or_books_too_much,
    a_series_is_given_whole_or_around_what_is_taken,
    a_series_ends_from_one_of_them_on,
    lists_and_busy_times_hold_what_touches_them,
    sweeping_leaves_what_lives,
);

pub(super) const CARE: SpaceId = SpaceId::from_bytes([77; 32]);
pub(super) const OTHER: SpaceId = SpaceId::from_bytes([78; 32]);

/// The therapist is the owner; clients are 1 and on. A beginning in cells from a round one.
pub(super) fn hour(cells: i64) -> Timestamp {
    Timestamp::from_micros(1_760_000_100_000_000).plus_seconds(86_400 + cells * 300)
}

pub(super) fn id(number: u8) -> AppointmentId {
    AppointmentId::from_bytes([number; 16])
}

fn attendee(account: AccountId, staff: bool) -> Attendee {
    let buffers = Buffers { before_minutes: 0, after_minutes: if staff { 10 } else { 0 } };
    Attendee { account, staff, zone: staff.then(|| "Europe/London".to_owned()), buffers }
}

pub(super) fn taking(number: u8, client: u8, starts_at: Timestamp) -> Taking {
    Taking {
        id: id(number),
        space: if client == 1 { CARE } else { OTHER },
        attendees: vec![attendee(person(client), false), attendee(OWNER, true)],
        starts_at,
        ends_at: starts_at.plus_seconds(3000),
        mode: Mode::Video,
    }
}

fn hold(number: u8, client: u8, starts_at: Timestamp, now: i64) -> Hold {
    Hold {
        taking: taking(number, client, starts_at),
        by: person(client),
        until: at(now + 600),
        limits: HoldLimits { holds_max: 3, ahead_max: 4 },
        now: at(now),
    }
}

pub(super) fn book(number: u8, client: u8, now: i64) -> Book {
    Book { id: id(number), by: person(client), zone: "Europe/Rome".to_owned(), now: at(now) }
}

fn cancel(of: &Appointment, and_following: bool) -> Cancel {
    Cancel {
        id: of.id,
        sequence: of.sequence,
        by: OWNER,
        outcome: Outcome::CancelledByPractice,
        and_following,
        now: at(100),
    }
}

fn moved(of: &Appointment, starts_at: Timestamp) -> Move {
    Move {
        id: of.id,
        sequence: of.sequence,
        starts_at,
        ends_at: starts_at.plus_seconds(3000),
        buffers: vec![(OWNER, Buffers { before_minutes: 0, after_minutes: 10 })],
        now: at(100),
    }
}

/// Two clients in a space each, with the owner as their therapist.
pub(super) async fn two_clients(db: &Db) {
    with_people(&db.store, 2).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    care_space(&db.store, OTHER, &[0, 2]).await;
}

pub(super) async fn booked(db: &Db, number: u8, client: u8, starts_at: Timestamp) -> Appointment {
    db.store.hold(hold(number, client, starts_at, 0)).await.unwrap();
    db.store.book(book(number, client, 1)).await.unwrap()
}

/// A series, for whoever needs something of everything.
pub(super) async fn fill(store: &crate::Store) {
    store.arrange(weekly(50, 2, hour(0))).await.unwrap();
}

/// Whoever waits, nobody is offered anything.
fn nobody(_: &crate::WaitingPlace, _: &crate::Hour) -> Option<crate::Terms> {
    None
}

/// The cells that are taken must be those of live appointments, no more and no fewer.
pub(super) async fn assert_cells_agree(db: &Db) {
    let backend = db.store.reader().get_database_backend();
    let rows = |sql: &str| db.store.reader().query_all_raw(Statement::from_string(backend, sql));
    let cell = rows("SELECT account, cell, appointment FROM taken").await.unwrap();
    let taken: BTreeSet<(Vec<u8>, i64, Vec<u8>)> = cell
        .iter()
        .map(|row| {
            let bytes = |at| row.try_get_by_index::<Vec<u8>>(at).unwrap();
            (bytes(0), row.try_get_by_index(1).unwrap(), bytes(2))
        })
        .collect();
    let live = rows(
        "SELECT t.account, t.busy_from, t.busy_until, t.appointment FROM attendee t \
         JOIN appointment a ON a.id = t.appointment WHERE a.state <> 'cancelled'",
    );
    let mut wanted = BTreeSet::new();
    for row in live.await.unwrap() {
        let bytes = |at| row.try_get_by_index::<Vec<u8>>(at).unwrap();
        let int = |at| row.try_get_by_index::<i64>(at).unwrap();
        for cell in int(1) / 300_000_000..int(2) / 300_000_000 {
            assert!(wanted.insert((bytes(0), cell, bytes(3))));
        }
    }
    assert_eq!(taken, wanted);
}

async fn one_slot_is_given_once(db: Db) {
    two_clients(&db).await;
    let held = db.store.hold(hold(1, 1, hour(0), 0)).await.unwrap();
    assert_eq!((held.state, held.held_by), (AppointmentState::Held, Some(person(1))));
    // Any cell is enough: the fifty minutes, and the ten after them.
    for cells in [-9, 0, 3, 11] {
        let error = db.store.hold(hold(2, 2, hour(cells), 0)).await.unwrap_err();
        assert!(matches!(error, BookError::Taken), "{cells}: {error}");
    }
    let one = db.store.book(book(1, 1, 5)).await.unwrap();
    assert_eq!((one.state, one.booked_by, one.held_until), (AppointmentState::Booked, Some(person(1)), None));
    assert_eq!(one.attendee(person(1)).unwrap().zone.as_deref(), Some("Europe/Rome"));
    assert_eq!(db.store.appointment(id(1)).await.unwrap(), Some(one.clone()));
    let error = db.store.hold(hold(2, 2, hour(0), 700)).await.unwrap_err();
    assert!(matches!(error, BookError::Taken));
    booked(&db, 3, 2, hour(12)).await;
    db.store.cancel(cancel(&one, false), &nobody).await.unwrap();
    booked(&db, 4, 2, hour(0)).await;
    assert_cells_agree(&db).await;
}

async fn of_many_at_once_one_gets_it(db: Db) {
    two_clients(&db).await;
    let asks = (0..64).map(|number| {
        let store = db.store.clone();
        let mut ask = hold(number + 1, 1 + number % 2, hour(i64::from(number % 5)), 0);
        ask.limits.holds_max = 64;
        tokio::spawn(async move { store.hold(ask).await })
    });
    let mut won = 0;
    for ask in asks.collect::<Vec<_>>() {
        match ask.await.unwrap() {
            Ok(_) => won += 1,
            Err(BookError::Taken) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(won, 1);
    assert_cells_agree(&db).await;
}

async fn a_hold_that_ran_out_makes_way(db: Db) {
    two_clients(&db).await;
    db.store.hold(hold(1, 1, hour(0), 0)).await.unwrap();
    assert!(matches!(db.store.hold(hold(2, 2, hour(3), 599)).await, Err(BookError::Taken)));
    assert!(matches!(db.store.book(book(1, 1, 600)).await, Err(BookError::HoldExpired)));
    db.store.hold(hold(2, 2, hour(3), 600)).await.unwrap();
    assert!(matches!(db.store.book(book(1, 1, 601)).await, Err(BookError::HoldExpired)));
    assert_eq!(db.store.appointment(id(1)).await.unwrap(), None);
    db.store.book(book(2, 2, 602)).await.unwrap();
    // One that nobody else wanted is still there to be held again, under its own id.
    db.store.hold(hold(3, 1, hour(40), 0)).await.unwrap();
    let again = db.store.hold(hold(3, 1, hour(40), 700)).await.unwrap();
    assert_eq!(again.held_until, Some(at(1300)));
    assert_cells_agree(&db).await;
}

async fn asking_twice_is_once(db: Db) {
    two_clients(&db).await;
    let first = db.store.hold(hold(1, 1, hour(0), 0)).await.unwrap();
    assert_eq!(db.store.hold(hold(1, 1, hour(0), 9)).await.unwrap(), first);
    // Under the same id, something else.
    assert!(matches!(db.store.hold(hold(1, 1, hour(30), 9)).await, Err(BookError::Changed)));
    let one = db.store.book(book(1, 1, 10)).await.unwrap();
    assert_eq!(db.store.book(book(1, 1, 999)).await.unwrap(), one);
    assert_eq!(db.store.hold(hold(1, 1, hour(0), 20)).await.unwrap(), one);
    db.store.cancel(cancel(&one, false), &nobody).await.unwrap();
    assert!(matches!(db.store.book(book(1, 1, 20)).await, Err(BookError::Changed)));
    assert!(matches!(db.store.cancel(cancel(&one, false), &nobody).await, Err(BookError::Changed)));
    let arrange = || Arrange {
        takings: vec![taking(9, 1, hour(60))],
        series: None,
        by: OWNER,
        only_look: false,
        skip_taken: false,
        now: at(0),
    };
    let given = db.store.arrange(arrange()).await.unwrap();
    assert_eq!(db.store.arrange(arrange()).await.unwrap(), given);
    assert_cells_agree(&db).await;
}

async fn what_is_somebody_elses_is_not_there(db: Db) {
    two_clients(&db).await;
    db.store.hold(hold(1, 1, hour(0), 0)).await.unwrap();
    assert!(matches!(db.store.hold(hold(1, 2, hour(40), 0)).await, Err(BookError::NotFound)));
    assert!(matches!(db.store.book(book(1, 2, 1)).await, Err(BookError::HoldExpired)));
    assert!(matches!(db.store.book(book(99, 2, 1)).await, Err(BookError::HoldExpired)));
    assert!(matches!(db.store.release(id(1), person(2)).await, Err(BookError::NotFound)));
    db.store.release(id(1), person(1)).await.unwrap();
    assert!(matches!(db.store.release(id(1), person(1)).await, Err(BookError::NotFound)));
    db.store.hold(hold(2, 2, hour(0), 0)).await.unwrap();
    assert_cells_agree(&db).await;
}

async fn of_two_moves_at_once_one_wins(db: Db) {
    two_clients(&db).await;
    let one = booked(&db, 1, 1, hour(0)).await;
    let (left, right) = tokio::join!(
        db.store.reschedule(moved(&one, hour(20)), &nobody),
        db.store.reschedule(moved(&one, hour(40)), &nobody),
    );
    let (won, lost) = if left.is_ok() { (left, right) } else { (right, left) };
    assert!(matches!(lost, Err(BookError::Changed)), "{lost:?}");
    let now = won.unwrap().appointments.remove(0);
    assert_eq!(now.sequence, 1);
    assert_eq!(db.store.appointment(id(1)).await.unwrap(), Some(now.clone()));
    // A move onto itself, by five minutes, and one onto somebody else.
    let nudged = moved(&now, now.starts_at.plus_seconds(300));
    let now = db.store.reschedule(nudged, &nobody).await.unwrap().appointments.remove(0);
    let other = booked(&db, 2, 2, hour(80)).await;
    let error = db.store.reschedule(moved(&now, other.starts_at), &nobody).await.unwrap_err();
    assert!(matches!(error, BookError::Taken));
    assert_eq!(db.store.appointment(id(1)).await.unwrap(), Some(now));
    assert_cells_agree(&db).await;
}

async fn two_who_change_places_do_not_wait_for_each_other(db: Db) {
    two_clients(&db).await;
    let (one, two) = (booked(&db, 1, 1, hour(0)).await, booked(&db, 2, 2, hour(20)).await);
    let (left, right) = tokio::join!(
        db.store.reschedule(moved(&one, two.starts_at), &nobody),
        db.store.reschedule(moved(&two, one.starts_at), &nobody),
    );
    assert!(matches!((&left, &right), (Err(BookError::Taken), Err(BookError::Taken))), "{left:?} {right:?}");
    assert_cells_agree(&db).await;
}

async fn nobody_holds_or_books_too_much(db: Db) {
    two_clients(&db).await;
    for number in 0..3 {
        db.store.hold(hold(number, 1, hour(i64::from(number) * 20), 0)).await.unwrap();
    }
    assert!(matches!(db.store.hold(hold(3, 1, hour(80), 0)).await, Err(BookError::TooMany)));
    // Holds that ran out do not count; what was booked does, until it was called off.
    for number in 0..4 {
        let starts_at = hour(200 + i64::from(number) * 20);
        db.store.hold(hold(10 + number, 1, starts_at, 700)).await.unwrap();
        db.store.book(book(10 + number, 1, 701)).await.unwrap();
    }
    assert!(matches!(db.store.hold(hold(20, 1, hour(400), 702)).await, Err(BookError::TooMany)));
    let one = db.store.appointment(id(10)).await.unwrap().unwrap();
    db.store.cancel(cancel(&one, false), &nobody).await.unwrap();
    db.store.hold(hold(20, 1, hour(400), 702)).await.unwrap();
}

fn weekly(first: u8, count: u8, starts_at: Timestamp) -> Arrange {
    let one = |week: u8| taking(first + week, 1, starts_at.plus_seconds(i64::from(week) * 7 * 86_400));
    Arrange {
        takings: (0..count).map(one).collect(),
        series: Some(NewSeries { id: SeriesId::from_bytes([first; 16]), repeat: "weekly".to_owned() }),
        by: OWNER,
        only_look: false,
        skip_taken: false,
        now: at(0),
    }
}

async fn a_series_is_given_whole_or_around_what_is_taken(db: Db) {
    two_clients(&db).await;
    let taken = booked(&db, 1, 2, hour(0)).await;
    let all = weekly(50, 4, hour(0));
    let look = db.store.arrange(Arrange { only_look: true, ..all.clone() }).await.unwrap();
    assert_eq!((look.appointments.len(), &look.taken[..]), (3, &[taken.starts_at][..]));
    assert!(matches!(db.store.arrange(all.clone()).await, Err(BookError::Taken)));
    assert_eq!(db.store.appointment(id(50)).await.unwrap(), None);

    let around = Arrange { skip_taken: true, ..all };
    let given = db.store.arrange(around.clone()).await.unwrap();
    assert_eq!((given.appointments.len(), &given.taken[..]), (3, &[taken.starts_at][..]));
    // The id that was asked for is that of the first there is.
    assert_eq!(given.appointments[0].id, id(50));
    assert_eq!(db.store.arrange(around).await.unwrap(), given);
    let nothing = Arrange { skip_taken: true, ..weekly(90, 1, hour(2)) };
    assert!(matches!(db.store.arrange(nothing).await, Err(BookError::Taken)));
    assert_cells_agree(&db).await;
}

async fn a_series_ends_from_one_of_them_on(db: Db) {
    two_clients(&db).await;
    let given = db.store.arrange(weekly(50, 4, hour(0))).await.unwrap().appointments;
    // One exception of it stands elsewhere, and still belongs to it.
    let third = moved(&given[2], hour(30));
    let third = db.store.reschedule(third, &nobody).await.unwrap().appointments.remove(0);
    assert_ne!(third.original_start, Some(third.starts_at));
    let ended = db.store.cancel(cancel(&given[1], true), &nobody).await.unwrap().appointments;
    assert_eq!(ended.len(), 3);
    for (number, state) in
        [(50, AppointmentState::Booked), (51, AppointmentState::Cancelled), (53, AppointmentState::Cancelled)]
    {
        assert_eq!(db.store.appointment(id(number)).await.unwrap().unwrap().state, state);
    }
    let gone = db.store.appointment(third.id).await.unwrap().unwrap();
    assert_eq!((gone.state, gone.sequence), (AppointmentState::Cancelled, 2));
    db.store.record_outcome(id(51), 1, Outcome::Cancelled).await.unwrap();
    assert!(matches!(db.store.record_outcome(id(51), 0, Outcome::Met).await, Err(BookError::Changed)));
    assert_cells_agree(&db).await;
}

async fn lists_and_busy_times_hold_what_touches_them(db: Db) {
    two_clients(&db).await;
    let first = booked(&db, 1, 1, hour(0)).await;
    let second = booked(&db, 2, 2, hour(20)).await;
    db.store.hold(hold(3, 1, hour(40), 0)).await.unwrap();
    let list = async |who, from, until, now| {
        let page = db.store.appointments(who, hour(from), hour(until), 2, at(now)).await.unwrap();
        (page.appointments.iter().map(|one| one.id).collect::<Vec<_>>(), page.more)
    };
    assert_eq!(list(OWNER, 9, 21, 0).await, (vec![id(1), id(2)], false));
    assert_eq!(list(OWNER, 10, 20, 0).await, (vec![], false));
    assert_eq!(list(OWNER, 0, 50, 0).await, (vec![id(1), id(2)], true));
    assert_eq!(list(person(1), 0, 50, 0).await, (vec![id(1), id(3)], false));
    assert_eq!(list(person(1), 0, 50, 600).await, (vec![id(1)], false));
    let busy = async |now| {
        let spans = db.store.busy(&[OWNER], hour(0), hour(50), at(now)).await.unwrap();
        spans.iter().map(|span| (span.from, span.until)).collect::<Vec<_>>()
    };
    let span = |cells| (hour(cells), hour(cells + 12));
    assert_eq!(busy(0).await, [span(0), span(20), span(40)]);
    assert_eq!(busy(600).await, [span(0), span(20)]);
    db.store.cancel(cancel(&second, false), &nobody).await.unwrap();
    assert_eq!(busy(600).await, [span(0)]);
    assert_eq!(list(person(2), 0, 50, 600).await, (vec![id(2)], false));
    assert!(db.store.share_a_space(person(1), OWNER).await.unwrap());
    assert_eq!(first.staff().collect::<Vec<_>>(), [OWNER]);
}

async fn sweeping_leaves_what_lives(db: Db) {
    two_clients(&db).await;
    booked(&db, 1, 1, hour(0)).await;
    db.store.hold(hold(2, 2, hour(20), 0)).await.unwrap();
    db.store.hold(hold(3, 2, hour(40), 500)).await.unwrap();
    db.store.sweep(at(700)).await.unwrap();
    assert_eq!(db.store.appointment(id(2)).await.unwrap(), None);
    assert!(db.store.appointment(id(3)).await.unwrap().is_some());
    assert_cells_agree(&db).await;
    // What is past takes nobody's time any more, and stays on record.
    db.store.sweep(hour(1000)).await.unwrap();
    let count = "SELECT COUNT(*) FROM taken";
    let backend = db.store.reader().get_database_backend();
    let row = db.store.reader().query_one_raw(Statement::from_string(backend, count)).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0);
    assert!(db.store.appointment(id(1)).await.unwrap().is_some());
}
