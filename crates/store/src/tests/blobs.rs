use rapport_wire::{BlobId, limits};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{BlobError, ChunkStored};

on_both!(
    an_attachment_grows_chunk_by_chunk,
    a_chunk_is_never_replaced,
    so_many_attachments_are_under_way,
    what_is_left_unfinished_is_removed,
    chunks_come_at_once,
);

const FILE: BlobId = BlobId::from_bytes([1; 16]);

async fn an_attachment_grows_chunk_by_chunk(db: Db) {
    begin(&db.store).await;
    let open = || db.store.open_blob(PRACTICE, FILE, OWNER, 3, at(1));
    assert_eq!(open().await.unwrap().missing, [0, 1, 2]);
    let received = |chunk| db.store.chunk_received(PRACTICE, FILE, chunk, &[9; 32], at(2));
    let received = async |chunk| received(chunk).await.unwrap();
    assert_eq!(received(1).await, ChunkStored::New { finished: false });
    assert_eq!(open().await.unwrap().missing, [0, 2]);
    assert_eq!(received(0).await, ChunkStored::New { finished: false });
    assert_eq!(received(2).await, ChunkStored::New { finished: true });
    assert_eq!(open().await.unwrap().missing, Vec::<u32>::new());
    let blob = db.store.blob(PRACTICE, FILE).await.unwrap().unwrap();
    assert_eq!((blob.owner, blob.chunks, blob.finished_at), (OWNER, 3, Some(at(2))));
    assert_eq!(db.store.chunk(PRACTICE, FILE, 2).await.unwrap(), Some([9; 32]));
    assert_eq!(db.store.chunk(PRACTICE, FILE, 3).await.unwrap(), None);
}

async fn a_chunk_is_never_replaced(db: Db) {
    with_people(&db.store, 1).await;
    db.store.open_blob(PRACTICE, FILE, OWNER, 2, at(1)).await.unwrap();
    let put = |blob, chunk, byte| {
        let store = db.store.clone();
        async move { store.chunk_received(PRACTICE, blob, chunk, &[byte; 32], at(2)).await }
    };
    put(FILE, 0, 1).await.unwrap();
    assert_eq!(put(FILE, 0, 1).await.unwrap(), ChunkStored::Same);
    assert!(matches!(put(FILE, 0, 2).await, Err(BlobError::Differs)));
    assert!(matches!(put(FILE, 2, 1).await, Err(BlobError::Differs)));
    assert!(matches!(put(BlobId::from_bytes([2; 16]), 0, 1).await, Err(BlobError::NotFound)));

    let open = |owner, chunks| db.store.open_blob(PRACTICE, FILE, owner, chunks, at(1));
    assert!(matches!(open(OWNER, 3).await, Err(BlobError::Differs)));
    assert!(matches!(open(person(1), 2).await, Err(BlobError::NotFound)));
    assert!(matches!(open(OWNER, 0).await, Err(BlobError::Differs)));
    assert!(matches!(open(OWNER, limits::BLOB_CHUNKS_MAX + 1).await, Err(BlobError::Differs)));
}

async fn so_many_attachments_are_under_way(db: Db) {
    begin(&db.store).await;
    let open = |number| db.store.open_blob(PRACTICE, BlobId::from_bytes([number; 16]), OWNER, 1, at(1));
    for number in 0..limits::ACCOUNT_BLOBS_OPEN_MAX as u8 {
        open(number).await.unwrap();
    }
    assert!(matches!(open(99).await, Err(BlobError::TooMany)));
    db.store.chunk_received(PRACTICE, BlobId::from_bytes([0; 16]), 0, &[1; 32], at(2)).await.unwrap();
    open(99).await.unwrap();
    let count = db.store.open_blob_count(OWNER).await.unwrap();
    assert_eq!(count, limits::ACCOUNT_BLOBS_OPEN_MAX as u64);
}

async fn what_is_left_unfinished_is_removed(db: Db) {
    begin(&db.store).await;
    let (old, whole, fresh) = (FILE, BlobId::from_bytes([2; 16]), BlobId::from_bytes([3; 16]));
    for (blob, opened) in [(old, 1), (whole, 1), (fresh, 100)] {
        db.store.open_blob(PRACTICE, blob, OWNER, 2, at(opened)).await.unwrap();
        db.store.chunk_received(PRACTICE, blob, 0, &[1; 32], at(opened)).await.unwrap();
    }
    db.store.chunk_received(PRACTICE, whole, 1, &[1; 32], at(2)).await.unwrap();
    let expired = db.store.expired_blobs(at(50), 10).await.unwrap();
    assert_eq!(expired.iter().map(|blob| blob.id).collect::<Vec<_>>(), [old]);
    assert!(db.store.delete_blob(PRACTICE, old).await.unwrap());
    assert!(!db.store.delete_blob(PRACTICE, old).await.unwrap());
    assert!(!db.store.delete_blob(PRACTICE, whole).await.unwrap());
    assert!(db.store.blob(PRACTICE, old).await.unwrap().is_none());
    assert_eq!(db.store.chunk(PRACTICE, old, 0).await.unwrap(), None);
}

async fn chunks_come_at_once(db: Db) {
    begin(&db.store).await;
    db.store.open_blob(PRACTICE, FILE, OWNER, 16, at(1)).await.unwrap();
    let puts = (0..32u32).map(|put| {
        let store = db.store.clone();
        tokio::spawn(async move { store.chunk_received(PRACTICE, FILE, put % 16, &[1; 32], at(2)).await })
    });
    let (mut new, mut finished) = (0, 0);
    for put in puts.collect::<Vec<_>>() {
        if let ChunkStored::New { finished: last } = put.await.unwrap().unwrap() {
            new += 1;
            finished += u32::from(last);
        }
    }
    assert_eq!((new, finished), (16, 1));
}
