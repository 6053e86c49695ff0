//! A frame from the server.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_wire::socket::{Down, decode, encode};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = decode::<Down>(bytes) {
        assert_eq!(decode::<Down>(&encode(&frame)), Ok(frame));
    }
});
