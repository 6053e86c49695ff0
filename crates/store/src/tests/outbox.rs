use rapport_wire::{AppointmentId, limits};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{NewOut, OutboxKind, Requeued, Settled, What};

on_both!(
    what_is_put_in_twice_goes_out_once,
    a_lease_keeps_others_away_until_it_ends,
    one_of_many_workers_gets_it,
    what_is_too_late_is_never_taken,
    the_dead_can_be_put_back,
    what_was_cancelled_in_somebodys_hands_stays_so,
    what_is_done_is_forgotten_after_a_month,
    a_restart_takes_up_what_it_had,
);

fn reminder(number: u8, due: i64) -> NewOut {
    NewOut {
        what: What::Reminder { before_minutes: 60, sequence: 0, starts_at: at(due + 3600) },
        account: person(1),
        appointment: Some(AppointmentId::from_bytes([number; 16])),
        due_at: at(due),
        not_after: at(due + 3600),
    }
}

async fn what_is_put_in_twice_goes_out_once(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 100), at(0)).await.unwrap();
    db.store.put_out(&reminder(1, 50), at(1)).await.unwrap();
    assert_eq!(db.store.next_out().await.unwrap(), Some(at(50)), "the newer time counts");
    assert_eq!(db.store.take_out(at(49)).await.unwrap(), None);
    let taken = db.store.take_out(at(50)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.attempt), (reminder(1, 0).id(), 1));
    assert!(db.store.settle_out(&taken, Settled::Sent, at(51)).await.unwrap());
    db.store.put_out(&reminder(1, 60), at(52)).await.unwrap();
    assert_eq!(db.store.take_out(at(1_000)).await.unwrap(), None, "what was sent stays sent");
    assert_eq!(db.store.next_out().await.unwrap(), None);
}

async fn a_lease_keeps_others_away_until_it_ends(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 0), at(0)).await.unwrap();
    let first = db.store.take_out(at(0)).await.unwrap().unwrap();
    assert_eq!(db.store.take_out(at(limits::OUTBOX_LEASE_SECONDS - 1)).await.unwrap(), None);
    assert_eq!(db.store.next_out().await.unwrap(), Some(at(limits::OUTBOX_LEASE_SECONDS)));
    let second = db.store.take_out(at(limits::OUTBOX_LEASE_SECONDS)).await.unwrap().unwrap();
    assert_eq!((second.id, second.attempt), (first.id, 2));
    // Whoever was too slow has no say any more.
    assert!(!db.store.settle_out(&first, Settled::Dead { error: "late" }, at(70)).await.unwrap());
    let again = Settled::Again { at: at(100), error: "mail-refused" };
    assert!(db.store.settle_out(&second, again, at(71)).await.unwrap());
    let listed = db.store.list_out().await.unwrap();
    assert_eq!((listed[0].kind, listed[0].attempts), (OutboxKind::Reminder, 2));
    assert_eq!(listed[0].last_error.as_deref(), Some("mail-refused"));
    assert_eq!(db.store.take_out(at(99)).await.unwrap(), None);
    assert!(db.store.take_out(at(100)).await.unwrap().is_some());
}

async fn one_of_many_workers_gets_it(db: Db) {
    with_people(&db.store, 1).await;
    for number in 0..20 {
        db.store.put_out(&reminder(number, 0), at(0)).await.unwrap();
    }
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = db.store.clone();
        workers.spawn(async move {
            let mut got = Vec::new();
            while let Some(taken) = store.take_out(at(1)).await.unwrap() {
                got.push(taken.id);
            }
            got
        });
    }
    let mut all: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(all.len(), 20);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 20, "nothing is taken twice");
}

async fn what_is_too_late_is_never_taken(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 0), at(0)).await.unwrap();
    db.store.put_out(&reminder(2, 10), at(0)).await.unwrap();
    let taken = db.store.take_out(at(3605)).await.unwrap().unwrap();
    assert_eq!(taken.id, reminder(2, 0).id());
    let dead = db.store.list_out().await.unwrap().remove(0);
    assert_eq!((dead.state.as_str(), dead.last_error.as_deref()), ("dead", Some("too-late")));
    assert_eq!(db.store.requeue_out(dead.id, at(3605)).await.unwrap(), Requeued::TooLate);
}

async fn the_dead_can_be_put_back(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 0), at(0)).await.unwrap();
    let id = reminder(1, 0).id();
    assert_eq!(db.store.requeue_out(id, at(1)).await.unwrap(), Requeued::NotDead);
    let taken = db.store.take_out(at(1)).await.unwrap().unwrap();
    db.store.settle_out(&taken, Settled::Dead { error: "mail-refused" }, at(2)).await.unwrap();
    assert_eq!(db.store.take_out(at(500)).await.unwrap(), None);
    assert_eq!(db.store.requeue_out(id, at(500)).await.unwrap(), Requeued::Waits);
    let taken = db.store.take_out(at(500)).await.unwrap().unwrap();
    assert_eq!((taken.what, taken.attempt), (reminder(1, 0).what, 1));
}

async fn what_was_cancelled_in_somebodys_hands_stays_so(db: Db) {
    with_people(&db.store, 1).await;
    let cancel = async |now| {
        let tx = db.store.begin().await.unwrap();
        let which = crate::outbox::of_account(person(1), OutboxKind::Reminder);
        crate::outbox::cancel(&tx, which, now).await.unwrap();
        tx.commit().await.unwrap();
    };
    for number in 1..=3 {
        db.store.put_out(&reminder(number, i64::from(number)), at(0)).await.unwrap();
    }
    let failing = db.store.take_out(at(9)).await.unwrap().unwrap();
    let going_out = db.store.take_out(at(9)).await.unwrap().unwrap();
    cancel(at(10)).await;
    // One that then fails is not tried again, one that goes out has gone out, one that waited never goes.
    let again = Settled::Again { at: at(11), error: "mail-unreachable" };
    assert!(!db.store.settle_out(&failing, again, at(11)).await.unwrap());
    assert!(db.store.settle_out(&going_out, Settled::Sent, at(11)).await.unwrap());
    assert_eq!(db.store.take_out(at(500)).await.unwrap(), None);
    // Wanted again, the two that did not go out wait again; the other stays sent.
    for number in 1..=3 {
        db.store.put_out(&reminder(number, 600), at(500)).await.unwrap();
    }
    assert_eq!(db.store.list_out().await.unwrap().len(), 2);
}

async fn what_is_done_is_forgotten_after_a_month(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 0), at(0)).await.unwrap();
    db.store.put_out(&reminder(2, 9_000_000), at(0)).await.unwrap();
    let taken = db.store.take_out(at(1)).await.unwrap().unwrap();
    db.store.settle_out(&taken, Settled::Sent, at(1)).await.unwrap();
    let month = limits::OUTBOX_KEEP_DAYS * 24 * 3600;
    db.store.sweep(at(month)).await.unwrap();
    db.store.put_out(&reminder(1, 0), at(2)).await.unwrap();
    assert_eq!(db.store.take_out(at(3)).await.unwrap(), None, "it is remembered that it was sent");
    db.store.sweep(at(month + 2)).await.unwrap();
    db.store.put_out(&reminder(1, 0), at(2)).await.unwrap();
    assert_eq!(db.store.take_out(at(3)).await.unwrap(), None, "and as long as what it is about");
    db.store.sweep(at(month + 3601)).await.unwrap();
    assert_eq!(db.store.list_out().await.unwrap().len(), 1, "what waits is kept");
    db.store.put_out(&reminder(1, 0), at(2)).await.unwrap();
    assert!(db.store.take_out(at(3)).await.unwrap().is_some(), "what was done is forgotten");
}

async fn a_restart_takes_up_what_it_had(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_out(&reminder(1, 0), at(0)).await.unwrap();
    db.store.take_out(at(1)).await.unwrap().unwrap();
    let alone = !db.url.starts_with("postgres");
    assert_eq!(db.store.release_outs().await.unwrap(), u64::from(alone));
    assert_eq!(db.store.take_out(at(2)).await.unwrap().is_some(), alone, "another node may be at it");
}
