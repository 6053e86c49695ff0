//! What both oracles ask about: the zones, and where the clock changes in them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Zones that differ in how they change their clocks: by an hour, by half of one, with the moon, by a whole day
/// once, and never.
pub(crate) const ZONES: [&str; 7] = [
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
];

/// A day on which no clock changes.
const QUIET: Date = jiff::civil::date(2026, 11, 23);

/// Random calendars for each zone: `RAPPORT_CALENDARS`, or so many.
pub(crate) fn cases(otherwise: u32) -> u32 {
    std::env::var("RAPPORT_CALENDARS")
        .map_or(otherwise, |number| number.parse().expect("a number of calendars"))
}

/// A zone as jiff has it.
pub(crate) fn jiff_zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).unwrap()
}

/// Changes of the clock between 2009 and 2031, and a midnight without one.
pub(crate) fn changes(zone: &TimeZone) -> Vec<Timestamp> {
    let (from, quiet) = (midnight(jiff::civil::date(2009, 1, 1)), midnight(QUIET));
    let last = midnight(jiff::civil::date(2031, 1, 1));
    let changes = zone.following(from).map(|change| change.timestamp());
    changes.take_while(|change| *change < last).chain([quiet]).collect()
}

fn midnight(date: Date) -> Timestamp {
    date.to_zoned(TimeZone::UTC).unwrap().timestamp()
}
