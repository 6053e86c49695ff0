//! What is sealed to a key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::SealedBox;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = SealedBox::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
