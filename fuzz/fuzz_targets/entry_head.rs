//! The outside of an entry.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::EntryHead;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = EntryHead::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
