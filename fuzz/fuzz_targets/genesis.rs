//! A log begun from any bytes that hash to its id.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_envelope::Log;

fuzz_target!(|bytes: &[u8]| {
    // A third of the input is the wraps.
    let (genesis, wraps) = bytes.split_at(bytes.len() / 3 * 2);
    let _ = Log::begin(Log::space_of(genesis), genesis, Some(wraps));
});
