use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId, limits};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{AppendError, MemberChange, NewRecord};

on_both!(
    a_space_begins_once,
    there_is_one_practice,
    one_of_many_moves_the_log,
    members_come_and_go,
    a_record_names_people_who_exist,
    a_log_is_read_by_pages,
    the_newest_mark_counts,
);

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);

async fn a_space_begins_once(db: Db) {
    begin(&db.store).await;
    assert!(db.store.create_space(new_space(CARE, SpaceKind::Care, 0)).await.unwrap());
    assert!(!db.store.create_space(new_space(CARE, SpaceKind::Care, 0)).await.unwrap());
    let state = db.store.space(CARE).await.unwrap().unwrap();
    assert_eq!((state.kind, state.log_index, state.position), (SpaceKind::Care, 0, 0));
    assert_eq!(state.log_head, log_head(0));
    assert!(db.store.space(SpaceId::from_bytes([1; 32])).await.unwrap().is_none());
}

async fn there_is_one_practice(db: Db) {
    begin(&db.store).await;
    let second = new_space(CARE, SpaceKind::Practice, 0);
    assert!(matches!(db.store.create_space(second).await, Err(AppendError::LogMoved)));
    assert!(db.store.space(CARE).await.unwrap().is_none());
    assert_eq!(db.store.practice_space().await.unwrap(), Some(PRACTICE));
}

async fn one_of_many_moves_the_log(db: Db) {
    with_people(&db.store, 2).await;
    care_space(&db.store, CARE, &[0]).await;
    for index in 1..=5 {
        let tries = (0..16u8).map(|number| {
            let store = db.store.clone();
            let mut record = record(index, Vec::new());
            record.record = vec![number].into();
            tokio::spawn(async move { store.append_record(CARE, record).await })
        });
        let mut appended = 0;
        for outcome in tries.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Ok(()) => appended += 1,
                Err(error) => assert!(matches!(error, AppendError::LogMoved), "{error}"),
            }
        }
        assert_eq!(appended, 1);
    }
    assert_eq!(db.store.records(CARE, 0, 100).await.unwrap().records.len(), 6);
    let ahead = db.store.append_record(CARE, record(7, Vec::new())).await;
    assert!(matches!(ahead, Err(AppendError::LogMoved)));
    let genesis = db.store.append_record(CARE, record(0, Vec::new())).await;
    assert!(matches!(genesis, Err(AppendError::LogMoved)));
    let nowhere = db.store.append_record(SpaceId::from_bytes([1; 32]), record(1, Vec::new())).await;
    assert!(matches!(nowhere, Err(AppendError::NoSpace)));
}

async fn members_come_and_go(db: Db) {
    with_people(&db.store, 2).await;
    care_space(&db.store, CARE, &[0, 1, 2]).await;
    let leave = MemberChange::Leave { account: person(1) };
    db.store.append_record(CARE, record(3, vec![leave])).await.unwrap();
    assert!(db.store.member(CARE, person(1)).await.unwrap().is_none());
    let members = db.store.members(CARE).await.unwrap();
    let left: Vec<_> = members.iter().map(|member| (member.account, member.left_index)).collect();
    assert_eq!(left, [(person(0), None), (person(1), Some(3)), (person(2), None)]);
    assert_eq!(db.store.spaces_of(person(1)).await.unwrap().len(), 1);

    let again = MemberChange::Enter { account: person(1), role: Role::Therapist };
    db.store.append_record(CARE, record(4, vec![again])).await.unwrap();
    let member = db.store.member(CARE, person(1)).await.unwrap().unwrap();
    assert_eq!((member.role, member.since_index, member.left_index), (Role::Therapist, 4, None));
}

async fn a_record_names_people_who_exist(db: Db) {
    begin(&db.store).await;
    care_space(&db.store, CARE, &[0]).await;
    let stranger = db.store.append_record(CARE, record(1, vec![enters(9)])).await;
    assert!(matches!(stranger, Err(AppendError::NoAccount)), "{stranger:?}");
    assert_eq!(db.store.space(CARE).await.unwrap().unwrap().log_index, 0);
}

async fn a_log_is_read_by_pages(db: Db) {
    begin(&db.store).await;
    care_space(&db.store, CARE, &[0]).await;
    for index in 1..10 {
        db.store.append_record(CARE, record(index, Vec::new())).await.unwrap();
    }
    let first = db.store.records(CARE, 0, 4).await.unwrap();
    assert!(first.more);
    let rest = db.store.records(CARE, 4, limits::PAGE_RECORDS_MAX).await.unwrap();
    assert!(!rest.more);
    let all: Vec<_> = first.records.into_iter().chain(rest.records).collect();
    assert_eq!(all.iter().map(|record| record.index).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
    let NewRecord { record: bytes, wraps, received_at, .. } = record(4, Vec::new());
    assert_eq!((&all[4].record, &all[4].wraps, all[4].received_at), (&bytes, &wraps, received_at));
    assert!(all[5].wraps.is_none());
}

async fn the_newest_mark_counts(db: Db) {
    with_people(&db.store, 1).await;
    db.store.put_mark(PRACTICE, person(1), &vec![1].into(), at(1)).await.unwrap();
    let twice = [(PRACTICE, person(1), vec![2].into()), (PRACTICE, person(1), vec![3].into())];
    db.store.put_marks(&twice, at(2)).await.unwrap();
    db.store.put_mark(PRACTICE, OWNER, &vec![9].into(), at(1)).await.unwrap();
    let head = db.store.space_head(PRACTICE).await.unwrap().unwrap();
    assert_eq!(head.marks, [(OWNER, vec![9].into()), (person(1), vec![3].into())]);
}
