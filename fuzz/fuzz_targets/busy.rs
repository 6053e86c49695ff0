//! A calendar file of somebody else's.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_calendar::ical::busy::busy;
use rapport_calendar::{Instant, Span, Zone};

fuzz_target!(|bytes: &[u8]| {
    let range = Span::minutes_from(Instant::from_micros(1_790_000_000_000_000), 60 * 24 * 60);
    let home: Zone = "Africa/Casablanca".parse().unwrap();
    if let Ok(found) = busy(bytes, &home, range) {
        assert!(found.spans.iter().all(|span| !span.is_empty() && span.clip(range) == span));
    }
});
