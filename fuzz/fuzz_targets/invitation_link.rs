//! A pasted invitation link.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::invitation::Link;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(link) = Link::parse(text) {
        assert!(text.contains(link.fragment().as_str()));
    }
});
