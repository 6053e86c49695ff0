//! A moment, and a stretch between two of them.

use crate::limits::GRANULE_MINUTES;

/// Microseconds in a minute.
pub(crate) const MINUTE: i64 = 60_000_000;
/// Microseconds in a day of 24 hours.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// Microseconds since 1970 in UTC, as the wire and the database count them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Later by so many minutes, or earlier; at the ends of time it stays there.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_micros(minutes.saturating_mul(MINUTE))
    }

    /// The same day of the calendar and the same time in UTC, so many years later; 29 February becomes 28. At the
    /// end of time it stays there.
    #[must_use]
    pub fn plus_years(self, years: u16) -> Self {
        let later = jiff::Timestamp::from_microsecond(self.0).ok().and_then(|at| {
            let there = at
                .to_zoned(jiff::tz::TimeZone::UTC)
                .checked_add(jiff::Span::new().try_years(years).ok()?)
                .ok()?;
            Some(Self(there.timestamp().as_microsecond()))
        });
        later.unwrap_or(Self(jiff::Timestamp::MAX.as_microsecond()))
    }

    /// When the month after this one begins, in UTC. At the end of time it stays there.
    #[must_use]
    pub fn next_month(self) -> Self {
        let next = jiff::Timestamp::from_microsecond(self.0).ok().and_then(|at| {
            let last = at.to_zoned(jiff::tz::TimeZone::UTC).last_of_month().ok()?;
            let first = last.date().tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            Some(Self(first.timestamp().as_microsecond()))
        });
        next.unwrap_or(Self(jiff::Timestamp::MAX.as_microsecond()))
    }

    /// Whether it may be stored: on the grid of [`GRANULE_MINUTES`].
    pub const fn on_grid(self) -> bool {
        self.0.rem_euclid(GRANULE_MINUTES * MINUTE) == 0
    }

    pub(crate) const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
}

/// From `start` until just before `end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The first moment inside.
    pub start: Instant,
    /// The first moment after it; a span that does not end after its start is empty.
    pub end: Instant,
}

impl Span {
    /// So many minutes from a start.
    pub const fn minutes_from(start: Instant, minutes: i64) -> Self {
        Self { start, end: start.plus_minutes(minutes) }
    }

    /// Whether it holds no moment at all.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether two spans share a moment.
    pub fn overlaps(self, other: Self) -> bool {
        !self.clip(other).is_empty()
    }

    /// What both have; empty when they have nothing.
    #[must_use]
    pub fn clip(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    /// The same stretch with every moment moved.
    pub(crate) const fn shifted(self, micros: i64) -> Self {
        Self { start: self.start.plus_micros(micros), end: self.end.plus_micros(micros) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: i64, end: i64) -> Span {
        Span { start: Instant::from_micros(start), end: Instant::from_micros(end) }
    }

    #[test]
    fn the_end_is_outside() {
        assert!(!span(0, 5).overlaps(span(5, 9)));
        assert!(span(0, 6).overlaps(span(5, 9)));
        assert!(!span(0, 9).overlaps(span(5, 5)));
        assert!(span(3, 3).is_empty() && span(4, 3).is_empty());
    }

    #[test]
    fn only_five_minutes_are_on_the_grid() {
        assert!(Instant::from_micros(-10 * MINUTE).on_grid());
        assert!(!Instant::from_micros(4 * MINUTE).on_grid());
        assert!(!Instant::from_micros(5 * MINUTE + 1).on_grid());
    }

    #[test]
    fn the_ends_of_time_hold() {
        assert_eq!(Instant::from_micros(i64::MAX).plus_minutes(i64::MAX).as_micros(), i64::MAX);
        assert_eq!(Instant::from_micros(i64::MIN).plus_minutes(-1).as_micros(), i64::MIN);
    }

    #[test]
    fn years_later_is_the_same_day() {
        let noon = |text: &str| {
            let at: jiff::Timestamp = format!("{text}T12:00:00Z").parse().unwrap();
            Instant::from_micros(at.as_microsecond())
        };
        assert_eq!(noon("2026-11-22").plus_years(10), noon("2036-11-22"));
        assert_eq!(noon("2028-02-29").plus_years(10), noon("2038-02-28"));
        assert_eq!(noon("2026-11-22").plus_years(0), noon("2026-11-22"));
        let end = noon("2026-11-22").plus_years(u16::MAX);
        assert_eq!(end.plus_years(1), end);
    }
}
