use rapport_wire::account::Recovery;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Bytes, Role, SpaceId};
use sha2::{Digest, Sha256};

use super::practice::*;
use super::{Db, on_both};
use crate::{AppendError, Entrance, Hash, PassphraseChange, Recovered, SignUpError};

on_both!(
    signs_up_into_the_practice,
    a_failed_sign_up_leaves_nothing,
    one_name_for_one_person,
    one_invitation_lets_one_of_many_in,
    a_new_passphrase_signs_other_devices_out,
    recovery_leaves_one_device,
    new_words_take_the_place_of_the_old,
    a_keyring_is_replaced_by_whoever_saw_it,
    whoever_sets_first_decides,
);

async fn signs_up_into_the_practice(db: Db) {
    with_people(&db.store, 1).await;
    let owner = db.store.account_by_handle("person0").await.unwrap().unwrap();
    assert_eq!((owner.id, owner.role, &owner.keyring[..]), (OWNER, Role::Owner, &[3, 0][..]));
    let client = db.store.account(person(1)).await.unwrap().unwrap();
    assert_eq!((client.role, &client.recovery.keyring[..]), (Role::Client, &[5, 1][..]));
    assert_eq!(db.store.practice_space().await.unwrap(), Some(PRACTICE));
    assert_eq!(db.store.account_count().await.unwrap(), 2);
    let spaces = db.store.spaces_of(person(1)).await.unwrap();
    assert_eq!((spaces.len(), spaces[0].space, spaces[0].log_index), (1, PRACTICE, 2));
    let device = db.store.device_by_token_hash(&hash(1)).await.unwrap().unwrap();
    assert_eq!((device.account, &*device.handle, device.role), (person(1), "person1", Role::Client));
}

async fn a_failed_sign_up_leaves_nothing(db: Db) {
    begin(&db.store).await;
    db.store.create_invitation(invitation(1, 1)).await.unwrap();
    let late = Entrance::Join { space: PRACTICE, record: record(1, vec![enters(1)]) };
    let error = db.store.sign_up(sign_up(1, 1, late)).await.unwrap_err();
    assert!(matches!(error, SignUpError::Append(AppendError::LogMoved)));
    let elsewhere =
        Entrance::Join { space: SpaceId::from_bytes([1; 32]), record: record(2, vec![enters(1)]) };
    let error = db.store.sign_up(sign_up(1, 1, elsewhere)).await.unwrap_err();
    assert!(matches!(error, SignUpError::InvitationUnknown));
    let genesis = Entrance::Genesis(new_space(SpaceId::from_bytes([2; 32]), SpaceKind::Practice, 1));
    let error = db.store.sign_up(sign_up(1, 1, genesis)).await.unwrap_err();
    assert!(matches!(error, SignUpError::InvitationUnknown));
    assert!(db.store.account(person(1)).await.unwrap().is_none());
    assert!(db.store.device_by_token_hash(&hash(1)).await.unwrap().is_none());

    let join = Entrance::Join { space: PRACTICE, record: record(2, vec![enters(1)]) };
    db.store.sign_up(sign_up(1, 1, join)).await.unwrap();
}

async fn one_name_for_one_person(db: Db) {
    begin(&db.store).await;
    db.store.create_invitation(invitation(1, 1)).await.unwrap();
    let join = Entrance::Join { space: PRACTICE, record: record(2, vec![enters(1)]) };
    let mut taken = sign_up(1, 1, join);
    taken.handle = "person0".to_owned();
    assert!(matches!(db.store.sign_up(taken.clone()).await.unwrap_err(), SignUpError::HandleTaken));
    taken.handle = "somebody else".to_owned();
    db.store.sign_up(taken).await.unwrap();
}

async fn one_invitation_lets_one_of_many_in(db: Db) {
    begin(&db.store).await;
    db.store.create_invitation(invitation(1, 1)).await.unwrap();
    let tries = (1..=64).map(|number| {
        let store = db.store.clone();
        let join = Entrance::Join { space: PRACTICE, record: record(2, vec![enters(number)]) };
        tokio::spawn(async move { store.sign_up(sign_up(number, 1, join)).await })
    });
    let mut let_in = 0;
    for outcome in tries.collect::<Vec<_>>() {
        match outcome.await.unwrap() {
            Ok(role) => {
                assert_eq!(role, Role::Client);
                let_in += 1;
            }
            Err(error) => assert!(matches!(error, SignUpError::InvitationUsed), "{error}"),
        }
    }
    assert_eq!(let_in, 1);
    assert_eq!(db.store.account_count().await.unwrap(), 2);
    assert_eq!(db.store.members(PRACTICE).await.unwrap().len(), 2);
    assert_eq!(db.store.space(PRACTICE).await.unwrap().unwrap().log_index, 2);
}

async fn a_new_passphrase_signs_other_devices_out(db: Db) {
    with_people(&db.store, 1).await;
    db.store.insert_device(person(1), device(50)).await.unwrap();
    let change = PassphraseChange {
        account: person(1),
        opaque_record: vec![11].into(),
        keyring: vec![12].into(),
        recovery: None,
        keep: device(50).id,
    };
    assert_eq!(db.store.set_passphrase(change).await.unwrap(), [device(1).id]);
    let account = db.store.account(person(1)).await.unwrap().unwrap();
    assert_eq!((&account.opaque_record[..], &account.keyring[..]), (&[11][..], &[12][..]));
    assert_eq!(&account.recovery.keyring[..], [5, 1]);
    assert!(db.store.device_by_token_hash(&hash(1)).await.unwrap().is_none());
    assert!(db.store.device_by_token_hash(&hash(50)).await.unwrap().is_some());
    assert!(db.store.device_by_token_hash(&hash(0)).await.unwrap().is_some());
}

async fn recovery_leaves_one_device(db: Db) {
    with_people(&db.store, 1).await;
    let recovered = Recovered {
        account: person(1),
        verify_key: vec![4, 1].into(),
        opaque_record: vec![11].into(),
        keyring: vec![12].into(),
        recovery_keyring: vec![13].into(),
        device: device(51),
    };
    let other = Recovered { verify_key: vec![9].into(), ..recovered.clone() };
    assert_eq!(db.store.recover(other).await.unwrap(), None, "other words count here");
    assert_eq!(db.store.recover(recovered).await.unwrap(), Some(vec![device(1).id]));
    let devices = db.store.devices(person(1)).await.unwrap();
    assert_eq!((devices.len(), devices[0].id), (1, device(51).id));
    let account = db.store.account(person(1)).await.unwrap().unwrap();
    assert_eq!((&account.recovery.keyring[..], &account.recovery.verify_key[..]), (&[13][..], &[4, 1][..]));
}

async fn new_words_take_the_place_of_the_old(db: Db) {
    with_people(&db.store, 1).await;
    let seen: Hash = Sha256::digest(&db.store.account(person(1)).await.unwrap().unwrap().keyring).into();
    let words = Recovery { verify_key: vec![77].into(), keyring: vec![78].into() };
    assert!(!db.store.put_recovery(person(1), &[0; 32], &vec![79].into(), &words).await.unwrap());
    assert!(db.store.put_recovery(person(1), &seen, &vec![79].into(), &words).await.unwrap());
    let account = db.store.account(person(1)).await.unwrap().unwrap();
    assert_eq!((&account.keyring[..], &account.recovery), (&[79][..], &words));
    // A version that follows keeps them.
    let seen: Hash = Sha256::digest([79]).into();
    assert!(db.store.put_keyring(person(1), &seen, &vec![80].into(), &vec![81].into()).await.unwrap());
    let account = db.store.account(person(1)).await.unwrap().unwrap();
    assert_eq!((&account.recovery.verify_key[..], &account.recovery.keyring[..]), (&[77][..], &[81][..]));
}

async fn a_keyring_is_replaced_by_whoever_saw_it(db: Db) {
    begin(&db.store).await;
    let seen: Hash = Sha256::digest([3, 0]).into();
    let tries = (0..8u8).map(|number| {
        let store = db.store.clone();
        let new = Bytes::from(vec![90, number]);
        tokio::spawn(async move { store.put_keyring(OWNER, &seen, &new, &new).await.unwrap() })
    });
    let mut replaced = 0;
    for outcome in tries.collect::<Vec<_>>() {
        replaced += u32::from(outcome.await.unwrap());
    }
    assert_eq!(replaced, 1);
    assert!(!db.store.put_keyring(person(9), &seen, &Bytes::default(), &Bytes::default()).await.unwrap());
}

async fn whoever_sets_first_decides(db: Db) {
    let tries = (0..8u8).map(|number| {
        let store = db.store.clone();
        tokio::spawn(async move { store.setting_or("opaque", &vec![number].into()).await.unwrap() })
    });
    let mut values = Vec::new();
    for outcome in tries.collect::<Vec<_>>() {
        values.push(outcome.await.unwrap());
    }
    values.dedup();
    assert_eq!(values.len(), 1);
    assert_eq!(db.store.setting("opaque").await.unwrap().as_ref(), values.first());
}
