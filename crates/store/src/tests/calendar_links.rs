use rapport_wire::appointment::Busy;
use rapport_wire::calendar_link::SourceKind;
use rapport_wire::{Code, FeedId, SourceId, limits};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{NewFeed, NewSource};

on_both!(
    a_feed_is_found_by_its_secret_until_it_is_revoked,
    a_source_is_read_whole_and_in_trouble_keeps_its_times_for_a_day,
    one_node_reads_a_source,
    there_is_an_end_to_feeds_and_sources,
);

fn feed(number: u8) -> NewFeed {
    NewFeed {
        id: FeedId::from_bytes([number; 16]),
        account: person(1),
        secret_hash: hash(number.into()),
        label: format!("Phone {number}"),
        zone: "Europe/London".to_owned(),
        now: at(number.into()),
    }
}

fn source(number: u8) -> NewSource {
    NewSource {
        id: SourceId::from_bytes([number; 16]),
        account: person(1),
        label: "Home".to_owned(),
        host: "calendar.example".to_owned(),
        kind: SourceKind::CalDav,
        sealed: vec![1, 2, 3].into(),
        now: at(number.into()),
        next_at: at(100),
    }
}

fn span(from: i64, until: i64) -> Busy {
    Busy { starts_at: at(from), ends_at: at(until) }
}

async fn a_feed_is_found_by_its_secret_until_it_is_revoked(db: Db) {
    with_people(&db.store, 2).await;
    assert!(db.store.create_feed(feed(1)).await.unwrap() && db.store.create_feed(feed(2)).await.unwrap());
    let found = db.store.open_feed(&hash(1)).await.unwrap().unwrap();
    assert_eq!((found.id, found.account), (feed(1).id, person(1)));
    db.store.touch_feed(found.id, at(7200)).await.unwrap();
    let listed = db.store.feeds(person(1)).await.unwrap();
    assert_eq!(listed.iter().map(|feed| feed.label.as_str()).collect::<Vec<_>>(), ["Phone 2", "Phone 1"]);
    assert_eq!(listed[1].read_at.unwrap().as_millis() % 3_600_000, 0, "to the hour, not closer");
    assert!(!db.store.revoke_feed(person(2), feed(1).id).await.unwrap(), "another's is not there");
    assert!(db.store.revoke_feed(person(1), feed(1).id).await.unwrap());
    assert_eq!(db.store.open_feed(&hash(1)).await.unwrap(), None);
}

async fn a_source_is_read_whole_and_in_trouble_keeps_its_times_for_a_day(db: Db) {
    with_people(&db.store, 2).await;
    db.store.add_source(source(1)).await.unwrap();
    db.store.add_source(source(2)).await.unwrap();
    let (one, two) = (source(1).id, source(2).id);
    db.store.source_read(one, &[span(0, 10), span(50, 60)], at(1)).await.unwrap();
    db.store.source_read(two, &[span(5, 20)], at(1)).await.unwrap();
    let busy = async || db.store.busy_elsewhere(person(1), at(0), at(1_000)).await.unwrap();
    assert_eq!(busy().await, [span(0, 20), span(50, 60)], "those that touch are one");
    assert_eq!(db.store.busy_elsewhere(person(1), at(20), at(50)).await.unwrap(), []);
    assert_eq!(db.store.busy_elsewhere(person(2), at(0), at(50)).await.unwrap(), []);
    // A good read replaces everything; a bad one nothing, for a day.
    db.store.source_read(one, &[span(70, 80)], at(2)).await.unwrap();
    assert_eq!(busy().await, [span(5, 20), span(70, 80)]);
    db.store.source_failed(one, Code::SourceUnreachable, at(1_000)).await.unwrap();
    assert_eq!(busy().await, [span(5, 20), span(70, 80)]);
    let shown = db.store.source(person(1), one).await.unwrap().unwrap();
    assert_eq!((shown.trouble, shown.busy, shown.read_at), (Some(Code::SourceUnreachable), 1, Some(at(2))));
    db.store.source_failed(one, Code::SourceRefused, at(3 + limits::SOURCE_KEEP_SECONDS)).await.unwrap();
    assert_eq!(busy().await, [span(5, 20)]);
    assert!(!db.store.remove_source(person(2), two).await.unwrap(), "another's is not there");
    assert!(db.store.remove_source(person(1), two).await.unwrap());
    assert_eq!(busy().await, []);
    db.store.source_read(two, &[span(1, 2)], at(9)).await.unwrap();
    assert_eq!(busy().await, [], "what was removed while it was read stays removed");
}

async fn one_node_reads_a_source(db: Db) {
    with_people(&db.store, 1).await;
    db.store.add_source(source(1)).await.unwrap();
    assert_eq!(db.store.take_source(at(99), at(999)).await.unwrap(), None);
    let taken = db.store.take_source(at(100), at(999)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.sealed.as_ref()), (source(1).id, [1, 2, 3].as_slice()));
    assert_eq!(db.store.take_source(at(100), at(999)).await.unwrap(), None);
}

async fn there_is_an_end_to_feeds_and_sources(db: Db) {
    with_people(&db.store, 1).await;
    for number in 0..limits::ACCOUNT_FEEDS_MAX as u8 {
        assert!(db.store.create_feed(feed(number)).await.unwrap());
    }
    assert!(!db.store.create_feed(feed(200)).await.unwrap());
    for number in 0..limits::ACCOUNT_SOURCES_MAX as u8 {
        assert!(db.store.add_source(source(number)).await.unwrap());
    }
    assert!(!db.store.add_source(source(200)).await.unwrap());
}
