//! A participant's hello.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::CallHello;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = CallHello::from_bytes(bytes) {
        assert_eq!(read.to_bytes(), bytes);
    }
});
