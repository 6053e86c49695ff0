//! A public identity.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::Identity;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Identity::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
