//! The wraps of an epoch key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::WrapSet;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = WrapSet::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
