//! The description of a file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::attachment::Manifest;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::from_bytes(bytes) {
        assert_eq!(&manifest.to_bytes()[..], bytes);
        assert!(manifest.open_chunk(0, bytes).is_err());
    }
});
