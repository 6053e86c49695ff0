use rapport_wire::limits;

use super::practice::*;
use super::{Db, at, on_both};
use crate::DeviceError;

on_both!(
    an_account_has_so_many_devices,
    a_device_is_signed_out_by_its_owner_alone,
    last_seen_is_noted_by_the_hour,
    unused_devices_are_signed_out,
);

async fn an_account_has_so_many_devices(db: Db) {
    begin(&db.store).await;
    for number in 1..limits::ACCOUNT_DEVICES_MAX as u64 {
        db.store.insert_device(OWNER, device(number)).await.unwrap();
    }
    let error = db.store.insert_device(OWNER, device(99)).await.unwrap_err();
    assert!(matches!(error, DeviceError::TooMany));
    let error = db.store.insert_device(person(7), device(98)).await.unwrap_err();
    assert!(matches!(error, DeviceError::NoAccount));
    assert_eq!(db.store.devices(OWNER).await.unwrap().len(), limits::ACCOUNT_DEVICES_MAX);
}

async fn a_device_is_signed_out_by_its_owner_alone(db: Db) {
    with_people(&db.store, 1).await;
    assert!(!db.store.delete_device(person(1), device(0).id).await.unwrap());
    assert!(db.store.delete_device(OWNER, device(0).id).await.unwrap());
    assert!(!db.store.delete_device(OWNER, device(0).id).await.unwrap());
    assert!(db.store.device_by_token_hash(&hash(0)).await.unwrap().is_none());
}

async fn last_seen_is_noted_by_the_hour(db: Db) {
    begin(&db.store).await;
    db.store.touch_device(device(0).id, at(9_000)).await.unwrap();
    db.store.prove_device(device(0).id, at(9_001)).await.unwrap();
    let known = db.store.device_by_token_hash(&hash(0)).await.unwrap().unwrap();
    assert_eq!(known.last_seen_at.as_micros() % 3_600_000_000, 0);
    assert!((0..3_600).contains(&at(9_000).seconds_since(known.last_seen_at)));
    assert_eq!((known.signed_in_at, known.proven_at), (at(0), at(9_001)));
    // An earlier instant, from a request that was overtaken, takes nothing back.
    db.store.touch_device(device(0).id, at(0)).await.unwrap();
    let again = db.store.device_by_token_hash(&hash(0)).await.unwrap().unwrap();
    assert_eq!(again.last_seen_at, known.last_seen_at);
}

async fn unused_devices_are_signed_out(db: Db) {
    with_people(&db.store, 1).await;
    let much_later = limits::DEVICE_DAYS_MAX * 24 * 3_600;
    db.store.touch_device(device(0).id, at(much_later)).await.unwrap();
    let swept = db.store.sweep(at(much_later + 3_600)).await.unwrap();
    assert_eq!(swept.devices, [(person(1), device(1).id)]);
    assert!(db.store.device_by_token_hash(&hash(0)).await.unwrap().is_some());
}
