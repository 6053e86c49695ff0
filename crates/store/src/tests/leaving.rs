//! Who leaves for good, what goes with them, and when what is kept goes too.

use rapport_wire::account::Recovery;
use rapport_wire::space::SpaceKind;
use rapport_wire::{BlobId, FeedId, SpaceId, Timestamp};
use sea_orm::{ConnectionTrait, Statement};

use super::appointments::{CARE, OTHER, book, hour, taking};
use super::practice::*;
use super::{Db, at, on_both};
use crate::appointment::{BookError, Hold, HoldLimits};
use crate::tables::TABLES;
use crate::{
    DeviceError, Done, EntryWriter, EraseError, MemberChange, NewAddress, NewFeed, PassphraseChange,
    Recovered, Store, dialect,
};

on_both!(
    who_left_is_nobody,
    what_was_under_way_brings_nobody_back,
    whom_somebody_awaits_stays,
    spaces_go_or_stay_by_who_is_left,
    a_space_is_destroyed_at_its_date_whole_and_once,
    a_client_who_comes_in_stops_the_clock,
);

const OWN: SpaceId = SpaceId::from_bytes([79; 32]);
const FILE: BlobId = BlobId::from_bytes([1; 16]);

fn kept() -> Timestamp {
    at(1_000_000)
}

/// How many rows of a table have this value in a column.
async fn rows(store: &Store, table: &str, column: &str, value: &[u8]) -> i64 {
    let backend = store.reader().get_database_backend();
    let place = dialect::places(backend, 1, 1);
    let sql = format!("SELECT COUNT(*) FROM \"{table}\" WHERE \"{column}\" = {place}");
    let statement = Statement::from_sql_and_values(backend, sql, [value.to_vec().into()]);
    store.reader().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Rows of every table that has a column of this name, added up.
async fn rows_of(store: &Store, column: &str, value: &[u8]) -> i64 {
    let mut all = 0;
    for table in TABLES.iter().filter(|table| table.columns.iter().any(|(name, _)| *name == column)) {
        all += rows(store, table.name, column, value).await;
    }
    all
}

async fn write(store: &Store, space: SpaceId, author: u8, index: u64) {
    let (writer, handle) = EntryWriter::start(store.clone(), |_: Vec<Done<()>>| {});
    writer.send((), entry(space, author, 1, index)).await.unwrap();
    drop(writer);
    handle.await.unwrap();
}

/// The owner is the therapist of client 1, who has a space of their own, words and a file in each, and everything
/// that reaches somebody.
async fn in_care(store: &Store) {
    with_people(store, 2).await;
    care_space(store, CARE, &[0, 1]).await;
    store.create_space(new_space(OWN, SpaceKind::Own, 1)).await.unwrap();
    for space in [CARE, OWN] {
        let index = u64::from(space == CARE);
        write(store, space, 1, index).await;
        store.put_mark(space, person(1), &vec![1].into(), at(1)).await.unwrap();
        store.open_blob(space, FILE, person(1), 1, at(1)).await.unwrap();
        store.chunk_received(space, FILE, 0, &[3; 32], at(2)).await.unwrap();
    }
    let feed = NewFeed {
        id: FeedId::from_bytes([4; 16]),
        account: person(1),
        secret_hash: [5; 32],
        label: "phone".to_owned(),
        zone: "Europe/London".to_owned(),
        now: at(1),
    };
    assert!(store.create_feed(feed).await.unwrap());
    let address = NewAddress {
        account: person(1),
        mail: "one@example.org".to_owned(),
        digits: "123456".to_owned(),
        code_hash: [6; 32],
        now: at(1),
    };
    store.give_address(address).await.unwrap();
}

async fn who_left_is_nobody(db: Db) {
    in_care(&db.store).await;
    let before = db.store.account_count().await.unwrap();
    let gone = db.store.erase_account(person(1), kept(), at(100)).await.unwrap();
    assert_eq!(gone.devices, [device(1).id]);
    assert!(db.store.account(person(1)).await.unwrap().is_none());
    assert!(db.store.account_by_handle("person1").await.unwrap().is_none());
    assert!(db.store.device_by_token_hash(&device(1).token_hash).await.unwrap().is_none());
    assert_eq!(db.store.account_count().await.unwrap(), before - 1);
    let id = *person(1).as_bytes();
    for table in ["device", "feed", "source", "address", "reminder", "offer", "outbox"] {
        assert_eq!(rows(&db.store, table, "account", &id).await, 0, "{table}");
    }
    // What was sealed to its keys is gone from the row, and so is what could be guessed at.
    for (column, bytes) in
        [("opaque_record", 1), ("keyring", 3), ("recovery_verify_key", 4), ("recovery_keyring", 5)]
    {
        assert_eq!(rows(&db.store, "account", column, &[bytes, 1]).await, 0, "{column}");
        assert_eq!(rows(&db.store, "account", column, &[bytes, 2]).await, 1, "{column} of somebody else");
    }
    assert!(matches!(db.store.erase_account(person(1), kept(), at(101)).await, Err(EraseError::NoAccount)));
}

async fn what_was_under_way_brings_nobody_back(db: Db) {
    in_care(&db.store).await;
    db.store.erase_account(person(1), kept(), at(100)).await.unwrap();
    let late = db.store.insert_device(person(1), device(50)).await;
    assert!(matches!(late, Err(DeviceError::NoAccount)), "{late:?}");
    let change = PassphraseChange {
        account: person(1),
        opaque_record: vec![1, 1].into(),
        keyring: vec![3, 1].into(),
        recovery: Some(Recovery { verify_key: vec![4, 1].into(), keyring: vec![5, 1].into() }),
        keep: device(1).id,
    };
    db.store.set_passphrase(change).await.unwrap();
    for verify_key in [vec![4, 1], Vec::new()] {
        let recovered = Recovered {
            account: person(1),
            verify_key: verify_key.into(),
            opaque_record: vec![1, 1].into(),
            keyring: vec![3, 1].into(),
            recovery_keyring: vec![5, 1].into(),
            device: device(51),
        };
        assert_eq!(db.store.recover(recovered).await.unwrap(), None);
    }
    assert_eq!(rows(&db.store, "account", "keyring", &[3, 1]).await, 0);
    assert_eq!(rows(&db.store, "device", "account", person(1).as_bytes()).await, 0);
}

async fn whom_somebody_awaits_stays(db: Db) {
    in_care(&db.store).await;
    let limits = HoldLimits { holds_max: 3, ahead_max: 4 };
    let hold = Hold { taking: taking(1, 1, hour(0)), by: person(1), until: at(600), limits, now: at(0) };
    db.store.hold(hold).await.unwrap();
    let awaited = async |now| db.store.is_awaited(person(1), now).await.unwrap();
    assert!(awaited(at(599)).await && !awaited(at(600)).await, "a hold counts as long as it lasts");
    db.store.book(book(1, 1, 10)).await.unwrap();
    let refused = db.store.erase_account(person(1), kept(), at(100)).await;
    assert!(matches!(refused, Err(EraseError::Awaited)), "{refused:?}");
    assert!(db.store.account(person(1)).await.unwrap().is_some());
    assert!(!awaited(hour(10)).await, "once it is over nobody waits");
    db.store.erase_account(person(1), kept(), hour(10)).await.unwrap();
    // Whoever looked before they went, and books after, is told.
    let late = Hold { taking: taking(2, 1, hour(20)), by: person(2), until: hour(11), limits, now: hour(10) };
    let late = db.store.hold(late).await;
    assert!(matches!(late, Err(BookError::HasLeft)), "{late:?}");
}

async fn spaces_go_or_stay_by_who_is_left(db: Db) {
    in_care(&db.store).await;
    care_space(&db.store, OTHER, &[0, 1, 2]).await;
    let told = db.store.spaces_without(person(1)).await.unwrap();
    let gone = db.store.erase_account(person(1), kept(), at(100)).await.unwrap();
    assert_eq!((&gone.alone, &gone.kept), (&vec![OWN], &vec![CARE]));
    assert_eq!((&told.alone, &told.kept, &told.go_on), (&gone.alone, &gone.kept, &gone.go_on));
    assert!(gone.go_on.contains(&OTHER) && gone.go_on.contains(&PRACTICE));
    let until = async |space| db.store.space(space).await.unwrap().unwrap().kept_until;
    assert_eq!(until(CARE).await, Some(kept()));
    assert_eq!(until(OTHER).await, None);
    // The other one leaves too: now nobody is in care there.
    let gone = db.store.erase_account(person(2), kept(), at(101)).await.unwrap();
    assert_eq!(gone.kept, [OTHER]);
    assert_eq!(until(OTHER).await, Some(kept()));
}

async fn a_space_is_destroyed_at_its_date_whole_and_once(db: Db) {
    in_care(&db.store).await;
    let limits = HoldLimits { holds_max: 3, ahead_max: 4 };
    let hold = Hold { taking: taking(1, 1, hour(0)), by: person(1), until: at(600), limits, now: at(0) };
    db.store.hold(hold).await.unwrap();
    let (now, end) = (hour(10), hour(10).plus_seconds(1000));
    assert!(!db.store.destroy_space(CARE, now).await.unwrap(), "it has no end yet");
    db.store.erase_account(person(1), end, now).await.unwrap();
    assert_eq!(db.store.spaces_over(now, 10).await.unwrap(), [OWN]);
    assert!(db.store.destroy_space(OWN, now).await.unwrap());
    assert_eq!(rows_of(&db.store, "space", OWN.as_bytes()).await, 0);
    assert!(!db.store.destroy_space(CARE, end.plus_seconds(-1)).await.unwrap());
    // Until its date the therapist has all of it.
    assert_eq!(db.store.entries(CARE, 0, 10, 1000).await.unwrap().entries.len(), 1);
    assert!(db.store.spaces_of(OWNER).await.unwrap().iter().any(|head| head.space == CARE));
    assert_eq!(db.store.spaces_over(end, 10).await.unwrap(), [CARE]);
    assert!(db.store.destroy_space(CARE, end).await.unwrap());
    assert!(!db.store.destroy_space(CARE, end).await.unwrap(), "twice is once");
    assert_eq!(rows_of(&db.store, "space", CARE.as_bytes()).await, 0);
    assert_eq!(rows(&db.store, "space", "id", CARE.as_bytes()).await, 0);
    assert_eq!(rows_of(&db.store, "appointment", &[1; 16]).await, 0);
    assert!(db.store.spaces_over(end, 10).await.unwrap().is_empty());
    // Nobody else lost anything.
    assert!(db.store.space(PRACTICE).await.unwrap().is_some());
    assert!(db.store.account(person(2)).await.unwrap().is_some());
}

async fn a_client_who_comes_in_stops_the_clock(db: Db) {
    in_care(&db.store).await;
    db.store.erase_account(person(1), kept(), at(100)).await.unwrap();
    // Whoever takes over the record does not begin the care anew.
    let colleague = MemberChange::Enter { account: person(2), role: rapport_wire::Role::Therapist };
    db.store.append_record(CARE, record(2, vec![colleague])).await.unwrap();
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().kept_until, Some(kept()));
    db.store.append_record(CARE, record(3, vec![enters(2)])).await.unwrap();
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().kept_until, None);
    assert!(!db.store.destroy_space(CARE, kept()).await.unwrap());
}

/// What was sealed under a passphrase could be guessed at by whoever steals the file later.
#[tokio::test]
async fn nothing_of_the_keys_is_left_in_the_file() {
    let db = Db::sqlite().await;
    with_people(&db.store, 1).await;
    care_space(&db.store, CARE, &[0, 1]).await;
    let marker = |n: u8| [0xc5, n, 0x5c, n ^ 0xff, 0xc5, n, 0x5c, n ^ 0xff].repeat(64);
    let change = PassphraseChange {
        account: person(1),
        opaque_record: marker(1).into(),
        keyring: marker(2).into(),
        recovery: Some(Recovery { verify_key: marker(3).into(), keyring: marker(4).into() }),
        keep: device(1).id,
    };
    db.store.set_passphrase(change).await.unwrap();
    let path = db.url.strip_prefix("sqlite:").unwrap();
    let found = |n: u8| {
        let files =
            [path.to_owned(), format!("{path}-wal")].map(|file| std::fs::read(file).unwrap_or_default());
        let needle = &marker(n)[..64];
        files.iter().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
    };
    assert!((1..=4).all(found), "the look is too weak to tell");
    db.store.erase_account(person(1), kept(), at(100)).await.unwrap();
    db.store.fold_log().await.unwrap();
    for n in 1..=4 {
        assert!(!found(n), "secret {n} is still in the file");
    }
}
