//! A device's unlock copy.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::{Key, unlock};
use rapport_wire::AccountId;

fuzz_target!(|bytes: &[u8]| {
    let account = AccountId::from_bytes([1; 16]);
    assert!(unlock::open(account, &[2; 32], &Key::from_bytes([3; 32]), bytes).is_err());
});
