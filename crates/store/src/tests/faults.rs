//! SQLite's file, damaged and cramped. What a kill does to it is tried where there is a process to kill.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

use rapport_wire::SpaceId;
use sea_orm::ConnectionTrait;

use super::practice::*;
use super::{Db, at, on_both};
use crate::{Done, EntryWriter, NewEntry, Outcome, Store, StoreError};

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);

on_both!(a_newer_schema_is_refused, an_open_database_answers);

async fn a_newer_schema_is_refused(db: Db) {
    db.store
        .writer()
        .execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_beyond', 1)")
        .await
        .unwrap();
    match Store::open(&db.url, at(1)).await {
        Err(StoreError::Newer(version)) => assert_eq!(version, "m9999_beyond"),
        other => panic!("{:?}", other.map(|_| ())),
    }
}

async fn an_open_database_answers(db: Db) {
    db.store.ping().await.unwrap();
    db.store.integrity().await.unwrap();
    // Opening again finds the tables as they are.
    Store::open(&db.url, at(1)).await.unwrap().close().await.unwrap();
    db.store.close().await.unwrap();
    assert!(db.store.ping().await.is_err());
}

async fn write(store: &Store, entries: Vec<NewEntry>) -> Vec<Outcome> {
    let (told, heard) = std::sync::mpsc::channel();
    let done =
        move |batch: Vec<Done<()>>| batch.into_iter().for_each(|done| told.send(done.outcome).unwrap());
    let (writer, handle) = EntryWriter::start(store.clone(), done);
    for entry in entries {
        writer.send((), entry).await.unwrap();
    }
    drop(writer);
    handle.await.unwrap();
    heard.into_iter().collect()
}

fn large(seq: u64) -> NewEntry {
    NewEntry { body: vec![seq as u8; 60_000].into(), ..entry(CARE, 1, seq, 1) }
}

#[tokio::test]
async fn a_full_disk_refuses_and_recovers() {
    let db = Db::sqlite().await;
    with_people(&db.store, 1).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    let first = write(&db.store, vec![large(1)]).await;
    assert!(matches!(first[..], [Outcome::Accepted { position: 1, .. }]));

    let pages = |count: u32| format!("PRAGMA max_page_count = {count}");
    db.store.writer().execute_unprepared(&pages(1)).await.unwrap(); // as small as it is now
    let refused = write(&db.store, (2..20).map(large).collect()).await;
    for outcome in refused {
        match outcome {
            Outcome::Failed(error) => assert!(matches!(*error, StoreError::DiskFull), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    // Reading goes on, and what was acknowledged is there.
    let page = db.store.entries(CARE, 0, 10, usize::MAX).await.unwrap();
    assert_eq!((page.entries.len(), &page.entries[0].body), (1, &Some(large(1).body)));
    let mark = vec![1; 60_000].into();
    let error = db.store.put_mark(CARE, OWNER, &mark, at(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull));

    db.store.writer().execute_unprepared(&pages(1_000_000)).await.unwrap();
    let taken = write(&db.store, (2..20).map(large).collect()).await;
    assert!(taken.iter().all(|outcome| matches!(outcome, Outcome::Accepted { new: true, .. })));
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().position, 19);
    db.store.integrity().await.unwrap();
}

#[tokio::test]
async fn a_damaged_page_is_noticed() {
    let db = Db::sqlite().await;
    with_people(&db.store, 1).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    write(&db.store, (1..40).map(large).collect()).await;
    db.store.close().await.unwrap();

    // Every page but the first, so that the file still looks like a database.
    let path = db.url.strip_prefix("sqlite:").unwrap();
    let file = OpenOptions::new().write(true).open(path).unwrap();
    for page in 1..fs::metadata(path).unwrap().len() / 4096 {
        file.write_all_at(&[0x5a; 64], page * 4096).unwrap();
    }
    let told = match Store::open(&db.url, at(1)).await {
        Err(error @ StoreError::Corrupt(_)) => error.to_string(),
        other => panic!("{:?}", other.map(|_| ())),
    };
    assert!(told.contains("rapport restore"), "{told}");
}

#[tokio::test]
async fn another_kind_of_file_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rapport.db");
    fs::write(&path, "Dear diary, ".repeat(1_000)).unwrap();
    let opened = Store::open(path.to_str().unwrap(), at(1)).await;
    assert!(matches!(opened, Err(StoreError::Corrupt(_))), "{:?}", opened.map(|_| ()));
}
