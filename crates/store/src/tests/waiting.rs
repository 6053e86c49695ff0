use std::sync::atomic::{AtomicU8, Ordering};

use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::offer::Mode;
use rapport_wire::waiting::Parts;
use rapport_wire::{AppointmentId, SpaceId, WaitId};

use super::appointments::{assert_cells_agree, book, booked, hour, id};
use super::practice::*;
use super::{Db, at, on_both};
use crate::appointment::{Appointment, Buffers, Cancel};
use crate::waiting::{Hour, JoinList, Terms, WaitingError, WaitingPlace};

on_both!(
    an_hour_goes_from_one_to_the_next,
    nobody_is_offered_an_hour_twice,
    who_left_an_hour_is_not_offered_it,
    who_books_waits_no_more,
    an_hour_that_ran_out_is_nobodys_but_the_nexts,
    who_is_not_free_is_passed_over,
    one_who_thinks_is_not_asked_again,
    a_list_has_an_end,
);

fn space(client: u8) -> SpaceId {
    SpaceId::from_bytes([100 + client; 32])
}

fn wait(client: u8) -> WaitId {
    WaitId::from_bytes([client; 16])
}

fn join(client: u8, now: i64) -> JoinList {
    JoinList {
        id: wait(client),
        space: space(client),
        therapist: OWNER,
        mode: Mode::Video,
        minutes: 50,
        parts: Parts::ANY,
        before: None,
        places_max: 3,
        now: at(now),
    }
}

/// Everything suits everybody, for a hundred seconds.
fn suits(now: i64) -> impl Fn(&WaitingPlace, &Hour) -> Option<Terms> {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    move |_, _| {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0xee; 16];
        bytes[0] = number;
        Some(Terms {
            id: AppointmentId::from_bytes(bytes),
            until: at(now + 100),
            buffers: Buffers::default(),
            zone: "Europe/London".to_owned(),
        })
    }
}

/// Somebody waits and is offered what another called off, for whoever needs something of everything.
pub(super) async fn fill(store: &crate::Store) {
    care_space(store, space(2), &[0, 2]).await;
    store.join_list(join(2, 1)).await.unwrap();
    let one = store.appointment(id(50)).await.unwrap().unwrap();
    assert_eq!(call_off(store, &one, 10).await.len(), 1);
}

/// Clients 1 to `last`, each in a space with the owner; client 1 has the hour, the others wait for it.
async fn waiting(db: &Db, last: u8) -> Appointment {
    with_people(&db.store, last).await;
    care_space(&db.store, super::appointments::CARE, &[0, 1]).await;
    for client in 2..=last {
        care_space(&db.store, space(client), &[0, client]).await;
        db.store.join_list(join(client, i64::from(client))).await.unwrap();
    }
    booked(db, 1, 1, hour(0)).await
}

async fn call_off(store: &crate::Store, one: &Appointment, now: i64) -> Vec<Appointment> {
    let change = Cancel {
        id: one.id,
        sequence: one.sequence,
        by: OWNER,
        outcome: Outcome::CancelledByPractice,
        and_following: false,
        now: at(now),
    };
    store.cancel(change, &suits(now)).await.unwrap().offered
}

/// Who has the hour now, by the list.
async fn asked(db: &Db) -> Vec<SpaceId> {
    let list = db.store.waiting_list(OWNER).await.unwrap();
    list.iter().filter(|place| place.offered.is_some()).map(|place| place.space).collect()
}

async fn an_hour_goes_from_one_to_the_next(db: Db) {
    let one = waiting(&db, 4).await;
    assert!(db.store.set_urgent(wait(4), true).await.unwrap());
    let held = call_off(&db.store, &one, 10).await;
    assert_eq!((held.len(), held[0].space, held[0].held_until), (1, space(4), Some(at(110))));
    assert_eq!(asked(&db).await, [space(4)]);
    assert_eq!(db.store.next_lapse().await.unwrap(), Some(at(110)));
    // Nothing is passed on before its time.
    assert!(db.store.lapsing(at(109)).await.unwrap().is_empty());
    assert!(db.store.lapse(wait(4), &suits(109), at(109)).await.unwrap().is_none());
    let due = db.store.lapsing(at(110)).await.unwrap();
    assert_eq!(due.iter().map(|place| place.space).collect::<Vec<_>>(), [space(4)]);
    db.store.lapse(wait(4), &suits(110), at(110)).await.unwrap().unwrap();
    assert_eq!(asked(&db).await, [space(2)]);
    // A second look at the same place, by another node perhaps, finds nothing to do.
    assert!(db.store.lapse(wait(4), &suits(110), at(110)).await.unwrap().is_none());
    let hour = db.store.waiting_place(wait(2)).await.unwrap().unwrap().offered.unwrap();
    let wrong = db.store.decline_hour(wait(3), hour, &suits(120), at(120)).await;
    assert!(matches!(wrong, Err(WaitingError::NotFound)));
    db.store.decline_hour(wait(2), hour, &suits(120), at(120)).await.unwrap();
    assert_eq!(asked(&db).await, [space(3)]);
    let last = db.store.leave_list(wait(3), &suits(130), at(130)).await.unwrap();
    assert_eq!((last.before.is_some(), last.offered), (true, None));
    assert_eq!(asked(&db).await, []);
    // Those who declined or did not answer have kept their places.
    let left: Vec<_> = db.store.waiting_list(OWNER).await.unwrap().iter().map(|place| place.space).collect();
    assert_eq!(left, [space(4), space(2)]);
    booked(&db, 7, 1, super::appointments::hour(0)).await;
    assert_cells_agree(&db).await;
}

async fn nobody_is_offered_an_hour_twice(db: Db) {
    let one = waiting(&db, 2).await;
    assert_eq!(call_off(&db.store, &one, 10).await.len(), 1);
    db.store.lapse(wait(2), &suits(200), at(200)).await.unwrap().unwrap();
    // The hour is booked and called off again; and they have left the list and come back.
    let again = booked(&db, 2, 1, hour(0)).await;
    assert_eq!(call_off(&db.store, &again, 210).await, []);
    db.store.leave_list(wait(2), &suits(220), at(220)).await.unwrap();
    db.store.join_list(join(2, 221)).await.unwrap();
    let again = booked(&db, 3, 1, hour(0)).await;
    assert_eq!(call_off(&db.store, &again, 230).await, []);
    // Another hour is another hour.
    let other = booked(&db, 4, 1, hour(20)).await;
    assert_eq!(call_off(&db.store, &other, 240).await.len(), 1);
    assert_cells_agree(&db).await;
}

async fn who_left_an_hour_is_not_offered_it(db: Db) {
    let one = waiting(&db, 3).await;
    // Client 1 waits as well, and is first on the list.
    let first = JoinList { space: super::appointments::CARE, ..join(1, 1) };
    db.store.join_list(first).await.unwrap();
    assert!(db.store.set_urgent(wait(1), true).await.unwrap());
    let change = Cancel {
        id: one.id,
        sequence: one.sequence,
        by: person(1),
        outcome: Outcome::Cancelled,
        and_following: false,
        now: at(10),
    };
    let offered = db.store.cancel(change, &suits(10)).await.unwrap().offered;
    assert_eq!((offered.len(), offered[0].space), (1, space(2)));
    // Nor when the others do not want it.
    db.store.decline_hour(wait(2), offered[0].id, &suits(20), at(20)).await.unwrap();
    assert_eq!(asked(&db).await, [space(3)]);
    let passed = db.store.lapse(wait(3), &suits(200), at(200)).await.unwrap().unwrap();
    assert_eq!(passed.offered, None);
    // What they moved away from is like what they called off; where they had moved to is another hour.
    let two = booked(&db, 2, 1, hour(20)).await;
    let away = crate::Move {
        id: two.id,
        sequence: two.sequence,
        starts_at: hour(40),
        ends_at: hour(40).plus_seconds(50 * 60),
        buffers: Vec::new(),
        now: at(210),
    };
    let moved = db.store.reschedule(away, &suits(210)).await.unwrap();
    assert_eq!(moved.offered.iter().map(|held| held.space).collect::<Vec<_>>(), [space(2)]);
    care_space(&db.store, super::appointments::OTHER, &[0, 2]).await;
    let other = booked(&db, 3, 2, hour(60)).await;
    assert_eq!(call_off(&db.store, &other, 220).await[0].space, super::appointments::CARE);
    assert_cells_agree(&db).await;
}

async fn who_books_waits_no_more(db: Db) {
    let one = waiting(&db, 3).await;
    let held = call_off(&db.store, &one, 10).await.remove(0);
    let theirs = |client| crate::Book { id: held.id, ..book(1, client, 50) };
    for client in [1, 3, 0] {
        let refused = db.store.book(theirs(client)).await;
        assert!(matches!(refused, Err(crate::BookError::HoldExpired)), "{client}");
    }
    let booked = db.store.book(theirs(2)).await.unwrap();
    assert_eq!((booked.state, booked.booked_by), (AppointmentState::Booked, Some(person(2))));
    let left: Vec<_> = db.store.waiting_list(OWNER).await.unwrap().iter().map(|place| place.space).collect();
    assert_eq!(left, [space(3)]);
    assert!(db.store.lapse(wait(2), &suits(500), at(500)).await.unwrap().is_none());
    assert_eq!(db.store.next_lapse().await.unwrap(), None);
    assert_cells_agree(&db).await;
}

async fn an_hour_that_ran_out_is_nobodys_but_the_nexts(db: Db) {
    let one = waiting(&db, 3).await;
    let held = call_off(&db.store, &one, 10).await.remove(0);
    let late = crate::Book { id: held.id, ..book(1, 2, 110) };
    assert!(matches!(db.store.book(late).await, Err(crate::BookError::HoldExpired)));
    // Somebody who does not wait is not quicker than the list, nor is sweeping.
    db.store.sweep(at(115)).await.unwrap();
    let ask = crate::Hold {
        taking: super::appointments::taking(9, 1, hour(0)),
        by: person(1),
        until: at(700),
        limits: crate::HoldLimits { holds_max: 3, ahead_max: 4 },
        now: at(120),
    };
    assert!(matches!(db.store.hold(ask).await, Err(crate::BookError::Taken)));
    db.store.lapse(wait(2), &suits(130), at(130)).await.unwrap().unwrap();
    assert_eq!(asked(&db).await, [space(3)]);
}

async fn who_is_not_free_is_passed_over(db: Db) {
    let one = waiting(&db, 3).await;
    // Client 2 has something else at that time, with somebody else.
    let mut elsewhere = super::appointments::taking(8, 1, hour(2));
    elsewhere.space = space(2);
    elsewhere.attendees =
        vec![crate::Attendee { account: person(2), staff: false, zone: None, buffers: Buffers::default() }];
    let arrange = crate::Arrange {
        takings: vec![elsewhere],
        series: None,
        by: person(2),
        only_look: false,
        skip_taken: false,
        now: at(0),
    };
    db.store.arrange(arrange).await.unwrap();
    call_off(&db.store, &one, 10).await;
    assert_eq!(asked(&db).await, [space(3)]);
    assert_cells_agree(&db).await;
}

async fn one_who_thinks_is_not_asked_again(db: Db) {
    let one = waiting(&db, 3).await;
    let (two, three) = (booked(&db, 2, 1, hour(20)).await, booked(&db, 3, 1, hour(40)).await);
    call_off(&db.store, &one, 10).await;
    call_off(&db.store, &two, 11).await;
    // Both think: the third hour is simply free.
    assert_eq!(call_off(&db.store, &three, 12).await, []);
    let mut all = asked(&db).await;
    all.sort();
    assert_eq!(all, [space(2), space(3)]);
    assert_eq!(db.store.appointment(id(3)).await.unwrap().unwrap().state, AppointmentState::Cancelled);
    assert_cells_agree(&db).await;
}

async fn a_list_has_an_end(db: Db) {
    with_people(&db.store, 4).await;
    for client in 1..=4 {
        care_space(&db.store, space(client), &[0, client]).await;
    }
    for client in 1..=3 {
        db.store.join_list(join(client, i64::from(client))).await.unwrap();
    }
    assert!(matches!(db.store.join_list(join(4, 9)).await, Err(WaitingError::TooMany)));
    // Changing one's mind keeps the place.
    let changed = JoinList { id: wait(99), minutes: 30, parts: Parts(1), ..join(1, 50) };
    let place = db.store.join_list(changed).await.unwrap();
    assert_eq!((place.id, place.since, place.minutes, place.parts), (wait(1), at(1), 30, Parts(1)));
    assert_eq!(db.store.waiting_place(wait(1)).await.unwrap(), Some(place.clone()));
    assert_eq!(db.store.waiting_places_of(person(1)).await.unwrap(), [place]);
    assert_eq!(db.store.waiting_places_of(OWNER).await.unwrap(), []);
    assert!(!db.store.set_urgent(wait(99), true).await.unwrap());
}
