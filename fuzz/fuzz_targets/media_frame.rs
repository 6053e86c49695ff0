//! A sealed media frame from the network.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::Key;
use rapport_seal::frame::{Codec, FrameOpener};

fuzz_target!(|bytes: &[u8]| {
    let (mut opener, mut out) = (FrameOpener::default(), Vec::new());
    let _ = opener.add(1, &Key::from_bytes([1; 32]));
    assert!(opener.open(Codec::Vp8, bytes, &mut out).is_err());
    assert!(opener.open(Codec::Opus, bytes, &mut out).is_err());
});
