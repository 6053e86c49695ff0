//! IANA zones, out of the tz database in the binary, and what a clock on the wall shows.
//!
//! Two choices, the same everywhere (`docs/adr/0008`): a wall time that a clock change leaves out is moved
//! later by what was left out; one that comes twice means the first.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use thiserror::Error;

use crate::instant::{DAY, Instant, Span};

/// Never the machine's: two servers must not disagree about when Tuesday is.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A place's clock, by its name in the IANA database.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that is no zone of the IANA database.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("there is no time zone {name:?}: choose a place, such as Europe/London")]
pub struct ZoneError {
    /// What was asked for, at most its first 64 characters.
    pub name: String,
}

/// A stretch of time in which one offset from UTC holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    pub(crate) span: Span,
    /// What the wall is ahead of UTC, in microseconds.
    pub(crate) offset: i64,
}

/// A moment at which the clock changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Change {
    pub(crate) at: Timestamp,
    pub(crate) before: Offset,
    pub(crate) offset: Offset,
    pub(crate) is_summer: bool,
    /// What people call it there: BST.
    pub(crate) name: String,
}

impl Zone {
    /// UTC, which never changes its clock.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// A clock that is always so many seconds ahead of UTC; none by more than a day.
    pub(crate) fn fixed(seconds: i32) -> Option<Self> {
        Offset::from_seconds(seconds).ok().map(|offset| Self(offset.to_time_zone()))
    }

    /// A clock that changes by a rule, in the words of POSIX (IEEE 1003.1, 8.3, TZ).
    pub(crate) fn by_posix_rule(rule: &str) -> Option<Self> {
        TimeZone::posix(rule).ok().map(Self)
    }

    /// The name in the IANA database, in its own spelling.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The moment at which the wall shows a date and time.
    pub fn instant(&self, wall: DateTime) -> Instant {
        // jiff's default choice is ours. It fails only at the ends of year -9999 and 9999.
        let at = self.0.to_ambiguous_timestamp(wall).compatible();
        Instant::from_micros(at.unwrap_or(Timestamp::MAX).as_microsecond())
    }

    /// What the wall shows at a moment.
    pub fn wall(&self, at: Instant) -> DateTime {
        let at = timestamp(at);
        self.0.to_offset(at).to_datetime(at)
    }

    /// The first moment of a date; of a date that was left out, the moment at which it was.
    pub fn start_of_day(&self, date: Date) -> Instant {
        self.instant(date.to_datetime(jiff::civil::Time::midnight()))
    }

    /// A span, cut where the clock changes.
    pub(crate) fn stretches(&self, range: Span) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::with_capacity(3);
        let mut start = range.start;
        let mut offset = micros(self.0.to_offset(timestamp(start)));
        for change in self.0.following(timestamp(start)) {
            let end = Instant::from_micros(change.timestamp().as_microsecond());
            if end >= range.end {
                break;
            }
            stretches.push(Stretch { span: Span { start, end }, offset });
            (start, offset) = (end, micros(change.offset()));
        }
        stretches.push(Stretch { span: Span { start, end: range.end }, offset });
        stretches
    }

    /// The change that holds when a span begins, and those until it ends: one at its very end too, since that is
    /// how the end is written on the wall. There is always a first: the year 1970, when nothing changed before.
    pub(crate) fn changes(&self, over: Span) -> Vec<Change> {
        let start = timestamp(over.start);
        let latest = self.0.preceding(start.saturating_add(NANOSECOND).unwrap_or(start)).next();
        let first = latest.map_or(Timestamp::UNIX_EPOCH, |change| change.timestamp());
        let later = self.0.following(start).map(|change| change.timestamp());
        let within = later.take_while(|at| at.as_microsecond() <= over.end.as_micros());
        std::iter::once(first).chain(within).map(|at| self.change(at)).collect()
    }

    fn change(&self, at: Timestamp) -> Change {
        let info = self.0.to_offset_info(at);
        let before = at.saturating_sub(NANOSECOND).map_or(info.offset(), |before| self.0.to_offset(before));
        Change {
            at,
            before,
            offset: info.offset(),
            is_summer: info.dst().is_dst(),
            name: info.abbreviation().to_owned(),
        }
    }
}

/// The shortest time that jiff tells apart.
const NANOSECOND: jiff::SignedDuration = jiff::SignedDuration::from_nanos(1);

/// Days since 1970 on the wall.
pub(crate) fn day_number(date: Date) -> i64 {
    let midnight = Offset::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    let end = if date.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    midnight.unwrap_or(end).as_microsecond().div_euclid(DAY)
}

fn micros(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}

/// jiff's own type ends with year 9999; ours goes on, so it is held there.
pub(crate) fn timestamp(at: Instant) -> Timestamp {
    let end = if at.as_micros() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(at.as_micros()).unwrap_or(end)
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        let unknown = || ZoneError { name: name.chars().take(64).collect() };
        // jiff has a zone for "somewhere unknown"; a person is always somewhere.
        if name.eq_ignore_ascii_case("Etc/Unknown") {
            return Err(unknown());
        }
        DATABASE.get(name).map(Self).map_err(|_| unknown())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;
    use crate::instant::MINUTE;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn utc(text: &str) -> Instant {
        Instant::from_micros(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn names_are_checked_and_spelled_as_the_database_does() {
        assert_eq!(zone("europe/london").name(), "Europe/London");
        assert_eq!(zone("UTC").name(), "UTC");
        for name in
            ["", "Etc/Unknown", "Mars/Olympus", "BST1", "+02:00", "Europe", "../etc/passwd", "Europe/London "]
        {
            assert!(name.parse::<Zone>().is_err(), "{name}");
        }
        assert_eq!("x".repeat(1000).parse::<Zone>().unwrap_err().name.len(), 64);
    }

    #[test]
    fn a_time_left_out_is_later_and_one_that_comes_twice_is_the_first() {
        let london = zone("Europe/London");
        assert_eq!(london.instant(datetime(2026, 3, 29, 1, 30, 0, 0)), utc("2026-03-29T01:30:00Z"));
        assert_eq!(london.wall(utc("2026-03-29T01:30:00Z")), datetime(2026, 3, 29, 2, 30, 0, 0));
        assert_eq!(london.instant(datetime(2026, 10, 25, 1, 30, 0, 0)), utc("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn a_day_left_out_is_the_next_one() {
        let apia = zone("Pacific/Apia");
        assert_eq!(apia.wall(apia.start_of_day(date(2011, 12, 30))), datetime(2011, 12, 31, 0, 0, 0, 0));
    }

    #[test]
    fn a_span_is_cut_where_the_clock_changes() {
        let howe = zone("Australia/Lord_Howe");
        let range = Span { start: utc("2026-01-01T00:00:00Z"), end: utc("2027-01-01T00:00:00Z") };
        let stretches = howe.stretches(range);
        let minutes: Vec<i64> = stretches.iter().map(|stretch| stretch.offset / MINUTE).collect();
        assert_eq!(minutes, [660, 630, 660]);
        assert_eq!(stretches[0].span.start, range.start);
        assert_eq!(stretches[2].span.end, range.end);
        assert!(stretches.windows(2).all(|two| two[0].span.end == two[1].span.start));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for at in [i64::MIN, i64::MAX] {
            let _ = zone("Asia/Kathmandu").wall(Instant::from_micros(at));
        }
        let _ = zone("Asia/Kathmandu").instant(DateTime::MAX);
        let _ = zone("America/New_York").instant(DateTime::MIN);
    }
}
