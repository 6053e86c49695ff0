use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rapport_wire::{BlobId, Bytes, SpaceId};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{BackupError, Done, EntryWriter, NewDevice, NewEntry, Store, restore};

on_both!(
    what_was_dumped_restores_into_either_database,
    a_full_database_is_not_restored_into,
    a_damaged_archive_leaves_nothing_behind,
    a_dump_is_one_moment_while_writes_go_on,
);

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);

async fn dump(store: &Store) -> Vec<u8> {
    let mut archive = Vec::new();
    store.dump(at(99), &mut archive).await.unwrap();
    archive
}

/// Writes entries of one person, the bodies as given.
async fn write(store: &Store, author: u8, index: u64, bodies: Vec<Vec<u8>>) {
    let (writer, handle) = EntryWriter::start(store.clone(), |_: Vec<Done<()>>| {});
    for (seq, body) in (1..).zip(bodies) {
        let entry = NewEntry { body: Bytes::from(body), ..entry(CARE, author, seq, index) };
        writer.send((), entry).await.unwrap();
    }
    drop(writer);
    handle.await.unwrap();
}

/// Something in every table.
async fn fill(store: &Store, bodies: Vec<Vec<u8>>) {
    with_people(store, 3).await;
    store.create_invitation(invitation(70, 7)).await.unwrap();
    care_space(store, CARE, &[0, 1, 2]).await;
    write(store, 1, 2, bodies).await;
    store.erase_entry(CARE, 1, person(1)).await.unwrap();
    store.put_mark(CARE, person(1), &vec![1, 2].into(), at(1)).await.unwrap();
    store.setting_or("opaque", &vec![8; 64].into()).await.unwrap();
    let file = BlobId::from_bytes([1; 16]);
    store.open_blob(CARE, file, OWNER, 2, at(1)).await.unwrap();
    store.chunk_received(CARE, file, 1, &[3; 32], at(2)).await.unwrap();
    store.put_offer(OWNER, 0, "{}".to_owned()).await.unwrap();
    super::appointments::fill(store).await;
    super::waiting::fill(store).await;
}

async fn what_was_dumped_restores_into_either_database(db: Db) {
    fill(&db.store, vec![vec![1; 300]; 200]).await;
    let mut archive = Vec::new();
    let made = db.store.dump(at(99), &mut archive).await.unwrap();
    for other in [Db::sqlite().await, Db::postgres().await] {
        let restored = restore(&other.url, &archive[..], at(100)).await.unwrap();
        assert_eq!(restored, made);
        let store = Store::open(&other.url, at(100)).await.unwrap();
        // The same rows in the same order: the same archive, but for nothing.
        assert!(dump(&store).await == archive);
        write(&store, 2, 2, vec![vec![2; 10]]).await;
        assert_eq!(store.space(CARE).await.unwrap().unwrap().position, 201);
        assert_eq!(store.spaces_of(person(2)).await.unwrap().len(), 3);
    }
}

async fn a_full_database_is_not_restored_into(db: Db) {
    begin(&db.store).await;
    let archive = dump(&db.store).await;
    assert!(matches!(restore(&db.url, &archive[..], at(100)).await, Err(BackupError::NotEmpty)));
    assert_eq!(dump(&db.store).await, archive);
}

async fn a_damaged_archive_leaves_nothing_behind(db: Db) {
    let full = Db::sqlite().await;
    fill(&full.store, vec![vec![1; 50]; 10]).await;
    let archive = dump(&full.store).await;
    let tell = async |bytes: &[u8]| restore(&db.url, bytes, at(100)).await.unwrap_err();
    for length in [0, 5, archive.len() / 2, archive.len() - 1] {
        assert!(matches!(tell(&archive[..length]).await, BackupError::CutShort));
    }
    for at in [3, archive.len() / 2, archive.len() - 1] {
        let mut altered = archive.clone();
        altered[at] ^= 1;
        assert!(matches!(tell(&altered).await, BackupError::Altered(_) | BackupError::CutShort));
    }
    assert_eq!(db.store.account_count().await.unwrap(), 0);
    restore(&db.url, &archive[..], at(100)).await.unwrap();
}

async fn a_dump_is_one_moment_while_writes_go_on(db: Db) {
    with_people(&db.store, 1).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    let store = db.store.clone();
    let writes = tokio::spawn(async move { write(&store, 1, 1, vec![vec![1; 200]; 3_000]).await });
    let mut archives = Vec::new();
    while !writes.is_finished() {
        archives.push(dump(&db.store).await);
    }
    writes.await.unwrap();
    archives.push(dump(&db.store).await);
    let newest = Db::sqlite().await;
    restore(&newest.url, &archives.pop().unwrap()[..], at(100)).await.unwrap();
    for archive in archives.into_iter().take(3) {
        let other = Db::sqlite().await;
        restore(&other.url, &archive[..], at(100)).await.unwrap();
        let last = other.store.space(CARE).await.unwrap().unwrap().position;
        let page = other.store.entries(CARE, 0, 10_000, usize::MAX).await.unwrap();
        assert_eq!(page.entries.len() as u64, last);
    }
}

/// From SQLite to PostgreSQL and back, whatever is in it.
#[test]
fn anything_stored_comes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bodies = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..400), 1..40);
    let stored = (bodies, "[^\u{0}]{0,40}", any::<i64>());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(8) });
    let outcome = runner.run(&stored, |(bodies, label, micros)| {
        runtime.block_on(async {
            let [first, second, third] = [Db::sqlite().await, Db::postgres().await, Db::sqlite().await];
            fill(&first.store, bodies).await;
            let seen = rapport_wire::Timestamp::from_micros(micros);
            first.store.insert_device(OWNER, NewDevice { label, at: seen, ..device(80) }).await.unwrap();
            let archive = dump(&first.store).await;
            restore(&second.url, &archive[..], at(100)).await.unwrap();
            let again = dump(&second.store).await;
            restore(&third.url, &again[..], at(100)).await.unwrap();
            prop_assert!(again == archive);
            let devices = async |store: &Store| store.devices(OWNER).await.unwrap();
            prop_assert_eq!(devices(&first.store).await, devices(&third.store).await);
            Ok(())
        })
    });
    outcome.unwrap();
}
