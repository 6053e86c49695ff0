//! A frame from a client.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_wire::socket::{Up, decode, encode};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = decode::<Up>(bytes) {
        assert_eq!(decode::<Up>(&encode(&frame)), Ok(frame));
    }
});
