//! A sealed keyring, by each way of opening it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::words::RecoveryWords;
use rapport_seal::{Key, Keyring};

fuzz_target!(|bytes: &[u8]| {
    let key = Key::from_bytes([1; 32]);
    let words = RecoveryWords::from_entropy(Key::from_bytes([2; 32]));
    assert!(Keyring::open(bytes, &key).is_err());
    assert!(Keyring::open_unlocked(bytes, &key).is_err());
    assert!(Keyring::recover(bytes, &words).is_err());
});
