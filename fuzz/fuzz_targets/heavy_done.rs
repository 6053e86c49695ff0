//! What a worker answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_seal::heavy::Done;

fuzz_target!(|bytes: &[u8]| {
    let _ = Done::read(bytes);
});
