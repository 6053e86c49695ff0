use std::sync::Arc;

use rapport_wire::{Bytes, EntryId, SpaceId, limits};
use tokio::sync::{mpsc, oneshot};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{Done, EntryWriter, Erased, MemberChange, NewEntry, Outcome, Refusal, Store};

on_both!(
    entries_get_their_places,
    an_entry_sent_again_gets_its_first_answer,
    a_resealed_entry_is_stored_once,
    a_refused_entry_leaves_its_neighbours_alone,
    an_entry_is_of_its_epoch,
    two_devices_race_on_one_chain,
    two_nodes_write_to_one_space,
    what_an_appended_record_changes_bites_at_once,
    large_batches_are_written_whole,
    pages_end_by_count_and_by_bytes,
    an_author_erases_a_body,
    a_writer_that_stops_has_written_everything,
);

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);

/// A writer whose answers go to whoever asked.
#[derive(Clone)]
struct Asking(EntryWriter<oneshot::Sender<Outcome>>);

impl Asking {
    fn start(store: &Store) -> Self {
        let done = |batch: Vec<Done<oneshot::Sender<Outcome>>>| {
            for Done { tag, outcome, .. } in batch {
                tag.send(outcome).ok();
            }
        };
        Self(EntryWriter::start(store.clone(), done).0)
    }

    async fn write(&self, entry: NewEntry) -> Outcome {
        let (tag, answer) = oneshot::channel();
        self.0.send(tag, entry).await.unwrap();
        answer.await.unwrap()
    }
}

/// The place an entry got, and whether it was new there.
fn place(outcome: &Outcome) -> (u64, bool) {
    match outcome {
        Outcome::Accepted { position, new, .. } => (*position, *new),
        other => panic!("not accepted: {other:?}"),
    }
}

fn refusal(outcome: &Outcome) -> Refusal {
    match outcome {
        Outcome::Refused(refusal) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Two people in a care space whose log stands at 1.
async fn two_people(db: &Db) -> Asking {
    with_people(&db.store, 2).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    Asking::start(&db.store)
}

async fn entries_get_their_places(db: Db) {
    let writer = two_people(&db).await;
    for (position, (author, seq)) in [(0, 1), (1, 1), (1, 2), (0, 2)].into_iter().enumerate() {
        let outcome = writer.write(entry(CARE, author, seq, 1)).await;
        assert_eq!(place(&outcome), (position as u64 + 1, true));
    }
    let page = db.store.entries(CARE, 0, 10, usize::MAX).await.unwrap();
    assert!(!page.more);
    assert_eq!(page.entries.iter().map(|entry| entry.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let third = &page.entries[2];
    assert_eq!((&third.head[..], third.received_at), (&[1, 2][..], at(2)));
    assert_eq!(third.body.as_deref(), Some(&[7; 100][..]));
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().position, 4);
}

async fn an_entry_sent_again_gets_its_first_answer(db: Db) {
    let writer = two_people(&db).await;
    assert_eq!(place(&writer.write(entry(CARE, 0, 1, 1)).await), (1, true));
    assert_eq!(place(&writer.write(entry(CARE, 1, 1, 1)).await), (2, true));
    let mut again = entry(CARE, 0, 1, 1);
    again.received_at = at(500);
    match writer.write(again.clone()).await {
        Outcome::Accepted { position: 1, received_at, new: false } => assert_eq!(received_at, at(1)),
        other => panic!("{other:?}"),
    }
    // Its first answer it gets even when it would now be refused.
    db.store.append_record(CARE, record(2, vec![MemberChange::Leave { account: OWNER }])).await.unwrap();
    assert_eq!(place(&writer.write(again.clone()).await), (1, false));
    // Another author's id is not one's own.
    let theirs = NewEntry { entry_id: again.entry_id, ..entry(CARE, 1, 2, 2) };
    assert_eq!(refusal(&writer.write(theirs).await), Refusal::IdTaken);
    assert_eq!(place(&writer.write(entry(CARE, 1, 2, 2)).await), (3, true));
}

async fn a_resealed_entry_is_stored_once(db: Db) {
    let writer = two_people(&db).await;
    writer.write(entry(CARE, 0, 1, 1)).await;
    // The answer was lost, the chain went on elsewhere, and the outbox seals the same words anew.
    writer.write(entry(CARE, 0, 2, 1)).await;
    let resealed = NewEntry { entry_id: entry(CARE, 0, 1, 1).entry_id, ..entry(CARE, 0, 3, 1) };
    let neighbour = entry(CARE, 1, 1, 1);
    let (one, other) = tokio::join!(writer.write(resealed), writer.write(neighbour));
    assert_eq!((place(&one), place(&other)), ((1, false), (3, true)));
    assert_eq!(place(&writer.write(entry(CARE, 0, 3, 1)).await), (4, true));
}

async fn a_refused_entry_leaves_its_neighbours_alone(db: Db) {
    let writer = two_people(&db).await;
    let nowhere = SpaceId::from_bytes([1; 32]);
    let batch = [
        entry(CARE, 0, 1, 1),
        entry(CARE, 0, 3, 1),
        entry(nowhere, 0, 1, 1),
        entry(CARE, 2, 1, 1),
        entry(CARE, 9, 1, 1),
        NewEntry { entry_id: EntryId::from_bytes([99; 16]), ..entry(CARE, 1, 1, 0) },
        entry(CARE, 1, 1, 1),
        entry(CARE, 0, 2, 1),
        entry(PRACTICE, 1, 1, 4),
    ];
    let asked: Vec<_> = batch
        .into_iter()
        .map(|entry| {
            let writer = writer.clone();
            async move { writer.write(entry).await }
        })
        .collect();
    let outcomes = futures_util::future::join_all(asked).await;
    assert_eq!(place(&outcomes[0]), (1, true));
    let refusals: Vec<_> = outcomes[1..6].iter().map(refusal).collect();
    assert_eq!(
        refusals,
        [Refusal::Stale, Refusal::NotMember, Refusal::NotMember, Refusal::NotMember, Refusal::OldEpoch]
    );
    assert_eq!((place(&outcomes[6]), place(&outcomes[7])), ((2, true), (3, true)));
    assert_eq!(place(&outcomes[8]), (1, true));
}

async fn an_entry_is_of_its_epoch(db: Db) {
    let writer = two_people(&db).await;
    writer.write(entry(CARE, 0, 1, 1)).await;
    db.store.append_record(CARE, record(2, Vec::new())).await.unwrap();
    assert_eq!(refusal(&writer.write(entry(CARE, 0, 2, 1)).await), Refusal::OldEpoch);
    assert_eq!(place(&writer.write(entry(CARE, 0, 2, 2)).await), (2, true));
}

async fn two_devices_race_on_one_chain(db: Db) {
    let writer = two_people(&db).await;
    for seq in 1..=20 {
        let tries = (0..8u8).map(|device| {
            let writer = writer.clone();
            let mut mine = entry(CARE, 0, seq, 1);
            mine.entry_id = EntryId::from_bytes([device + 1 + seq as u8 * 8; 16]);
            tokio::spawn(async move { writer.write(mine).await })
        });
        let mut accepted = 0;
        for outcome in tries.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Outcome::Accepted { position, .. } => {
                    assert_eq!(position, seq);
                    accepted += 1;
                }
                other => assert_eq!(refusal(&other), Refusal::Stale),
            }
        }
        assert_eq!(accepted, 1);
    }
}

async fn two_nodes_write_to_one_space(db: Db) {
    if !db.url.starts_with("postgres") {
        return; // One file has one node.
    }
    let here = two_people(&db).await;
    let there = Asking::start(&Store::open(&db.url, at(0)).await.unwrap());
    let both = [(here, 0u8), (there, 1u8)].map(|(writer, author)| {
        tokio::spawn(async move {
            for seq in 1..=100 {
                place(&writer.write(entry(CARE, author, seq, 1)).await);
            }
        })
    });
    for node in both {
        node.await.unwrap();
    }
    let page = db.store.entries(CARE, 0, 1_000, usize::MAX).await.unwrap();
    let places: Vec<_> = page.entries.iter().map(|entry| entry.position).collect();
    assert_eq!(places, (1..=200).collect::<Vec<_>>());
}

async fn what_an_appended_record_changes_bites_at_once(db: Db) {
    let writer = two_people(&db).await;
    // The log moves while entries stream in: none is accepted under a head that was not the newest.
    let mover = {
        let store = db.store.clone();
        tokio::spawn(async move {
            for index in 2..=20 {
                store.append_record(CARE, record(index, Vec::new())).await.unwrap();
            }
        })
    };
    let (mut index, mut seq) = (1, 1);
    while seq <= 60 {
        let outcome = writer.write(entry(CARE, 0, seq, index)).await;
        match outcome {
            Outcome::Accepted { .. } => seq += 1,
            other => {
                assert_eq!(refusal(&other), Refusal::OldEpoch);
                index = db.store.space(CARE).await.unwrap().unwrap().log_index;
            }
        }
    }
    mover.await.unwrap();
    assert_eq!(refusal(&writer.write(entry(CARE, 0, seq, 19)).await), Refusal::OldEpoch);
}

async fn large_batches_are_written_whole(db: Db) {
    with_people(&db.store, 1).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    let (told, mut heard) = mpsc::unbounded_channel();
    let done = move |batch: Vec<Done<u64>>| {
        told.send(batch).ok();
    };
    let (writer, handle) = EntryWriter::start(db.store.clone(), done);
    let count = limits::COMMIT_ENTRIES_MAX as u64 + 300;
    for seq in 1..=count {
        writer.send(seq, entry(CARE, 1, seq, 1)).await.unwrap();
    }
    drop(writer);
    handle.await.unwrap();
    let mut expected = 1;
    while let Some(batch) = heard.recv().await {
        assert!(batch.len() <= limits::COMMIT_ENTRIES_MAX);
        for done in batch {
            assert_eq!((done.tag, place(&done.outcome)), (expected, (expected, true)));
            expected += 1;
        }
    }
    assert_eq!(expected, count + 1);
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().position, count);
}

async fn pages_end_by_count_and_by_bytes(db: Db) {
    let writer = two_people(&db).await;
    for seq in 1..=150 {
        place(&writer.write(entry(CARE, 0, seq, 1)).await);
    }
    let large = NewEntry { body: Bytes::from(vec![1; 5_000]), ..entry(CARE, 0, 151, 1) };
    place(&writer.write(large).await);

    let counts = |page: &crate::EntryPage| (page.entries.len(), page.more);
    assert_eq!(counts(&db.store.entries(CARE, 0, 100, usize::MAX).await.unwrap()), (100, true));
    assert_eq!(counts(&db.store.entries(CARE, 100, 51, usize::MAX).await.unwrap()), (51, false));
    assert_eq!(counts(&db.store.entries(CARE, 151, 100, usize::MAX).await.unwrap()), (0, false));
    // Each is 102 bytes: three fit.
    assert_eq!(counts(&db.store.entries(CARE, 0, 100, 310).await.unwrap()), (3, true));
    // One that alone is too large comes alone.
    assert_eq!(counts(&db.store.entries(CARE, 150, 100, 310).await.unwrap()), (1, false));
    assert_eq!(counts(&db.store.entries(CARE, 149, 100, 310).await.unwrap()), (1, true));

    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = db.store.entries(CARE, after, 7, 1_000).await.unwrap();
        seen.extend(page.entries.iter().map(|entry| entry.position));
        after = seen.last().copied().unwrap_or(0);
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, (1..=151).collect::<Vec<_>>());
}

async fn an_author_erases_a_body(db: Db) {
    let writer = two_people(&db).await;
    writer.write(entry(CARE, 0, 1, 1)).await;
    assert_eq!(db.store.erase_entry(CARE, 1, person(1)).await.unwrap(), Erased::NotAuthor);
    assert_eq!(db.store.erase_entry(CARE, 2, OWNER).await.unwrap(), Erased::NotFound);
    assert_eq!(db.store.erase_entry(CARE, 1, OWNER).await.unwrap(), Erased::Done);
    assert_eq!(db.store.erase_entry(CARE, 1, OWNER).await.unwrap(), Erased::Done);
    let page = db.store.entries(CARE, 0, 10, usize::MAX).await.unwrap();
    assert_eq!((&page.entries[0].head[..], &page.entries[0].body), (&[0, 1][..], &None));
    assert_eq!(place(&writer.write(entry(CARE, 0, 2, 1)).await), (2, true));
    assert_eq!(place(&writer.write(entry(CARE, 0, 1, 1)).await), (1, false));
}

async fn a_writer_that_stops_has_written_everything(db: Db) {
    with_people(&db.store, 1).await;
    let answered = Arc::new(std::sync::Mutex::new(0));
    let count = answered.clone();
    let done = move |batch: Vec<Done<()>>| *count.lock().unwrap() += batch.len();
    let (writer, handle) = EntryWriter::start(db.store.clone(), done);
    for seq in 1..=50 {
        writer.send((), entry(PRACTICE, 1, seq, 2)).await.unwrap();
    }
    drop(writer);
    handle.await.unwrap();
    assert_eq!(*answered.lock().unwrap(), 50);
    // Whoever starts next goes on from what is written.
    let next = Asking::start(&db.store);
    assert_eq!(place(&next.write(entry(PRACTICE, 1, 51, 2)).await), (51, true));
}
