use rapport_wire::appointment::Outcome;
use rapport_wire::offer::Mode;
use rapport_wire::reminder::Reminders;
use rapport_wire::{AppointmentId, SeriesId, SpaceId};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{
    Arrange, Attendee, Buffers, Cancel, Hash, Move, NewAddress, NewSeries, OutboxKind, Settled, Store, Taken,
    Taking, What,
};

on_both!(
    a_booking_makes_the_reminders_that_were_chosen,
    a_move_makes_them_anew_and_a_cancellation_none,
    what_is_due_before_it_was_booked_is_never_sent,
    a_change_of_mind_changes_what_waits,
    an_invitation_is_moved_and_taken_back_in_its_order,
    a_series_is_told_as_one_and_again_when_any_of_it_changes,
    nobody_without_an_address_gets_anything,
    what_falls_due_is_told_once_a_morning_to_whoever_wants_it,
);

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// When the appointments here begin: on the grid of five minutes.
const BEGINS: i64 = 10 * DAY + 100;

fn id() -> AppointmentId {
    AppointmentId::from_bytes([4; 16])
}

/// Two people in a space; the second can be reached and has chosen.
async fn people(db: &Db, before_minutes: &[u32], invitations: bool) {
    with_people(&db.store, 2).await;
    care_space(&db.store, CARE, &[1, 2]).await;
    reachable(&db.store, 0).await;
    choose(&db.store, before_minutes, invitations, 0).await;
}

async fn reachable(store: &Store, seconds: i64) {
    let code: Hash = hash(7);
    let new = NewAddress {
        account: person(2),
        mail: "somebody@post.example".to_owned(),
        digits: "000007".to_owned(),
        code_hash: code,
        now: at(seconds),
    };
    store.give_address(new).await.unwrap();
    let taken = store.take_out(at(seconds)).await.unwrap().unwrap();
    store.settle_out(&taken, Settled::Sent, at(seconds)).await.unwrap();
    store.confirm_address(person(2), &code, at(seconds)).await.unwrap();
}

async fn choose(store: &Store, before_minutes: &[u32], invitations: bool, seconds: i64) {
    let zone = "Europe/London".to_owned();
    let chosen =
        Reminders { before_minutes: before_minutes.to_vec(), zone, quiet: None, invitations, due: true };
    store.put_reminders(person(2), &chosen, at(seconds)).await.unwrap();
}

async fn book(store: &Store, now: i64) {
    let attendee =
        |number, staff| Attendee { account: person(number), staff, zone: None, buffers: Buffers::default() };
    let taking = Taking {
        id: id(),
        space: CARE,
        attendees: vec![attendee(1, true), attendee(2, false)],
        starts_at: at(BEGINS),
        ends_at: at(BEGINS + HOUR),
        mode: Mode::Video,
    };
    let arrange = Arrange {
        takings: vec![taking],
        series: None,
        by: person(1),
        only_look: false,
        skip_taken: false,
        now: at(now),
    };
    store.arrange(arrange).await.unwrap();
}

async fn shift(store: &Store, sequence: u32, starts: i64, now: i64) {
    let change = Move {
        id: id(),
        sequence,
        starts_at: at(starts),
        ends_at: at(starts + HOUR),
        buffers: Vec::new(),
        now: at(now),
    };
    store.reschedule(change, &|_, _| None).await.unwrap();
}

async fn call_off(store: &Store, sequence: u32, now: i64) {
    let cancel = Cancel {
        id: id(),
        sequence,
        by: person(1),
        outcome: Outcome::CancelledByPractice,
        and_following: false,
        now: at(now),
    };
    store.cancel(cancel, &|_, _| None).await.unwrap();
}

/// Seconds at which things wait, of one kind.
async fn waiting(store: &Store, kind: OutboxKind) -> Vec<i64> {
    let listed = store.list_out().await.unwrap();
    let of_kind = listed.iter().filter(|row| row.kind == kind && row.state == "waiting");
    of_kind.map(|row| row.due_at.seconds_since(at(0))).collect()
}

async fn next(store: &Store, now: i64) -> Taken {
    store.take_out(at(now)).await.unwrap().unwrap()
}

async fn a_booking_makes_the_reminders_that_were_chosen(db: Db) {
    people(&db, &[24 * 60, 60], false).await;
    book(&db.store, 5).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS - DAY, BEGINS - HOUR]);
    assert_eq!(waiting(&db.store, OutboxKind::Invitation).await, [0; 0], "they did not ask for any");
    let first = next(&db.store, BEGINS - DAY).await;
    assert_eq!((first.account, first.appointment), (person(2), Some(id())));
    assert_eq!(first.not_after, at(BEGINS));
}

async fn a_move_makes_them_anew_and_a_cancellation_none(db: Db) {
    people(&db, &[60], false).await;
    book(&db.store, 5).await;
    let first = next(&db.store, BEGINS - HOUR).await;
    db.store.settle_out(&first, Settled::Sent, at(BEGINS - HOUR)).await.unwrap();
    // Moved after the reminder went out: the new time is worth another.
    shift(&db.store, 0, BEGINS + DAY, BEGINS - HOUR + 60).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS + DAY - HOUR]);
    call_off(&db.store, 1, BEGINS).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [0; 0]);
    assert_eq!(db.store.take_out(at(BEGINS + 2 * DAY)).await.unwrap(), None);
}

async fn what_is_due_before_it_was_booked_is_never_sent(db: Db) {
    people(&db, &[24 * 60, 60], false).await;
    book(&db.store, BEGINS - 2 * HOUR).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS - HOUR]);
}

async fn a_change_of_mind_changes_what_waits(db: Db) {
    people(&db, &[60], false).await;
    book(&db.store, 5).await;
    choose(&db.store, &[120, 30], false, 10).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS - 2 * HOUR, BEGINS - HOUR / 2]);
    // What is due, and cannot go out just now, is let be when something else is changed.
    choose(&db.store, &[120], false, BEGINS - 2 * HOUR + 1).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS - 2 * HOUR]);
    db.store.forget_address(person(2), at(BEGINS - HOUR)).await.unwrap();
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [0; 0]);
}

async fn an_invitation_is_moved_and_taken_back_in_its_order(db: Db) {
    people(&db, &[], true).await;
    book(&db.store, 5).await;
    let sequence = |taken: &Taken| match taken.what {
        What::Invitation(told) | What::Cancellation(told) => told.sequence,
        _ => panic!("{taken:?}"),
    };
    // Moved before it went out: only the newer one goes.
    shift(&db.store, 0, BEGINS + DAY, 6).await;
    let request = next(&db.store, 7).await;
    assert_eq!((request.what.kind(), sequence(&request)), (OutboxKind::Invitation, 1));
    assert_eq!(db.store.take_out(at(7)).await.unwrap(), None);
    db.store.settle_out(&request, Settled::Sent, at(8)).await.unwrap();
    // Called off, by somebody who wants no more of them: what was told is taken back.
    choose(&db.store, &[], false, 9).await;
    call_off(&db.store, 1, 10).await;
    let cancel = next(&db.store, 10).await;
    assert_eq!((cancel.what.kind(), sequence(&cancel)), (OutboxKind::Cancellation, 2));
    assert_eq!(cancel.account, person(2));
}

/// Five weeks, as one series; their ids.
async fn book_series(store: &Store, now: i64) -> Vec<AppointmentId> {
    let attendee =
        |number, staff| Attendee { account: person(number), staff, zone: None, buffers: Buffers::default() };
    let taking = |week: u8| Taking {
        id: AppointmentId::from_bytes([4 + week; 16]),
        space: CARE,
        attendees: vec![attendee(1, true), attendee(2, false)],
        starts_at: at(BEGINS + i64::from(week) * 7 * DAY),
        ends_at: at(BEGINS + i64::from(week) * 7 * DAY + HOUR),
        mode: Mode::Video,
    };
    let arrange = Arrange {
        takings: (0..5).map(taking).collect(),
        series: Some(NewSeries { id: SeriesId::from_bytes(*id().as_bytes()), repeat: "weekly".to_owned() }),
        by: person(1),
        only_look: false,
        skip_taken: false,
        now: at(now),
    };
    let arranged = store.arrange(arrange).await.unwrap();
    arranged.appointments.iter().map(|one| one.id).collect()
}

async fn cancel(store: &Store, id: AppointmentId, and_following: bool, now: i64) {
    let cancel = Cancel {
        id,
        sequence: 0,
        by: person(1),
        outcome: Outcome::CancelledByPractice,
        and_following,
        now: at(now),
    };
    store.cancel(cancel, &|_, _| None).await.unwrap();
}

async fn a_series_is_told_as_one_and_again_when_any_of_it_changes(db: Db) {
    people(&db, &[60], true).await;
    let ids = book_series(&db.store, 5).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await.len(), 5);
    let series = SeriesId::from_bytes(*id().as_bytes());
    let told = async |sequence: u32, now: i64| {
        let taken = next(&db.store, now).await;
        assert_eq!((&taken.what, taken.account), (&What::Series { series, sequence }, person(2)));
        assert_eq!(taken.not_after, at(BEGINS + 28 * DAY + HOUR), "as long as any of it is to come");
        assert_eq!(db.store.take_out(at(now)).await.unwrap(), None, "and nothing else");
        db.store.settle_out(&taken, Settled::Sent, at(now)).await.unwrap();
    };
    told(0, 5).await;
    // One is moved and one called off before either was told: that is one mail.
    shift(&db.store, 0, BEGINS + DAY, 6).await;
    cancel(&db.store, ids[2], false, 7).await;
    told(2, 7).await;
    // Called off by somebody who wants no more of them, with those that follow: what was told is mended.
    choose(&db.store, &[], false, 8).await;
    cancel(&db.store, ids[3], true, 9).await;
    told(4, 9).await;
    let found = db.store.series(series).await.unwrap().unwrap();
    assert_eq!((found.repeat.as_str(), found.appointments.len(), found.sequence()), ("weekly", 5, 4));
}

async fn nobody_without_an_address_gets_anything(db: Db) {
    people(&db, &[60], true).await;
    db.store.forget_address(person(2), at(1)).await.unwrap();
    book(&db.store, 5).await;
    assert_eq!(db.store.list_out().await.unwrap(), []);
    // It counts from when it is confirmed again.
    reachable(&db.store, 6).await;
    assert_eq!(waiting(&db.store, OutboxKind::Reminder).await, [BEGINS - HOUR]);
    call_off(&db.store, 0, 20).await;
    assert_eq!(db.store.take_out(at(30)).await.unwrap(), None, "who was told nothing is told nothing");
}

async fn what_falls_due_is_told_once_a_morning_to_whoever_wants_it(db: Db) {
    people(&db, &[], false).await;
    let due = async |at: &[i64], now: i64| {
        let times: Vec<_> = at.iter().map(|seconds| self::at(*seconds)).collect();
        db.store.put_due_times(person(2), &times, self::at(now)).await.unwrap();
        waiting(&db.store, OutboxKind::Due).await
    };
    let told = due(&[2 * DAY, 2 * DAY + 1, 5 * DAY], 1).await;
    assert!(told.len() == 2 && told[1] - told[0] == 3 * DAY, "{told:?}");
    assert!((2 * DAY..3 * DAY).contains(&told[0]), "{told:?}");
    // Done in time, and something else falls due: what is said anew is what holds.
    assert_eq!(due(&[5 * DAY], 2).await, [told[1]]);
    assert_eq!(due(&[5 * DAY, 2 * DAY], told[0] + 1).await, [told[1]], "nothing is due in the past");
    // One that went out is not sent again.
    let first = next(&db.store, told[1]).await;
    assert_eq!((first.account, first.what.kind(), first.appointment), (person(2), OutboxKind::Due, None));
    db.store.settle_out(&first, Settled::Sent, at(told[1])).await.unwrap();
    assert_eq!(due(&[5 * DAY], told[1] - 1).await, [0; 0]);
    // Whoever wants none of them, or has no address, has none.
    assert_eq!(due(&[9 * DAY], 6 * DAY).await.len(), 1);
    let chosen = db.store.reminders(person(2)).await.unwrap().unwrap();
    let without = Reminders { due: false, ..chosen.clone() };
    db.store.put_reminders(person(2), &without, at(6 * DAY)).await.unwrap();
    assert_eq!(waiting(&db.store, OutboxKind::Due).await, [0; 0]);
    assert_eq!(due(&[9 * DAY], 6 * DAY).await, [0; 0]);
    db.store.put_reminders(person(2), &chosen, at(6 * DAY)).await.unwrap();
    assert_eq!(due(&[9 * DAY], 6 * DAY).await.len(), 1);
    db.store.forget_address(person(2), at(6 * DAY)).await.unwrap();
    assert_eq!(waiting(&db.store, OutboxKind::Due).await, [0; 0]);
    assert_eq!(due(&[9 * DAY], 6 * DAY).await, [0; 0]);
}
