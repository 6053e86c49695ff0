//! Recovery words as people type them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::words::RecoveryWords;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(words) = RecoveryWords::parse(text) {
        assert_eq!(RecoveryWords::parse(&words.text()), Ok(words));
    }
});
