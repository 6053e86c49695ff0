//! One membership record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::Record;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Record::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
