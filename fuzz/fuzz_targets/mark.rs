//! A mark or a hint.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::Mark;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Mark::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
