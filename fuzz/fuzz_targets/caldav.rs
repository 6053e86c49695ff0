//! What a CalDAV server answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport_calendar::ical::{busy, caldav};
use rapport_calendar::{Instant, Span, Zone};

fuzz_target!(|bytes: &[u8]| {
    let _ = caldav::calendars(bytes);
    let range = Span::minutes_from(Instant::from_micros(1_790_000_000_000_000), 60 * 24 * 60);
    let _ = busy::busy_in_caldav(bytes, &Zone::utc(), range);
});
