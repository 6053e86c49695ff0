//! What an entry is, once its seal is open.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_care::Content;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = Content::from_bytes(bytes) {
        assert_eq!(Content::from_bytes(&read.to_bytes()), Ok(read));
    }
});
