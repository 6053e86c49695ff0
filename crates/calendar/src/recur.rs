//! Appointments that come back, at the same time on the wall.
//!
//! A series is stored as its rhythm in local time and a zone, never as instants: five in the afternoon stays
//! five in the afternoon when the clocks change. Where a clock change leaves that time out, the appointment
//! is later by what was left out; where it comes twice, it is the first (`docs/adr/0008`).
//!
//! ```
//! use rapport_calendar::civil::datetime;
//! use rapport_calendar::recur::{End, Every, Repeat};
//!
//! let series = Repeat {
//!     first: datetime(2026, 10, 19, 17, 0, 0, 0),
//!     zone: "Europe/London".parse()?,
//!     every: Every::Weeks(1),
//!     end: End::Count(2),
//!     changes: vec![],
//! };
//! let [before, after] = &series.occurrences()?[..] else { panic!() };
//! // Summer time ended in between: a week and an hour.
//! assert_eq!(after.start, before.start.plus_minutes((7 * 24 + 1) * 60));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod rule;

use jiff::civil::{Date, DateTime, Weekday};
use thiserror::Error;

use crate::instant::Instant;
use crate::limits::{GRANULE_MINUTES, SERIES_DAYS_MAX, SERIES_OCCURRENCES_MAX, SERIES_WEEKS_MAX};
use crate::zone::Zone;
use rule::{Budget, Freq, Rule, Wanted};

/// A rhythm. The weekday is that of the first appointment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Every {
    /// Every so many weeks: 1 to [`SERIES_WEEKS_MAX`].
    Weeks(u8),
    /// Every month, on the same weekday of it as the first: the second Tuesday. Months without a fifth are
    /// passed over.
    MonthWeekday,
}

/// An end. There is always one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// After so many, skipped ones included: 1 to [`SERIES_OCCURRENCES_MAX`].
    Count(u16),
    /// With the last one on or before this date in the zone of the series.
    Until(Date),
}

/// What became of one occurrence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// When it would have been, on the wall.
    pub original: DateTime,
    /// When it is instead; it is left out when there is none.
    pub moved_to: Option<Instant>,
}

/// A series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repeat {
    /// The first one, on the wall; on the grid of [`GRANULE_MINUTES`].
    pub first: DateTime,
    /// Whose wall.
    pub zone: Zone,
    /// In which rhythm.
    pub every: Every,
    /// Until when.
    pub end: End,
    /// Occurrences that were moved or skipped.
    pub changes: Vec<Change>,
}

/// One appointment of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// Its place in the rhythm, from 0. Skipped ones keep theirs.
    pub number: u16,
    /// When the rhythm puts it, on the wall: what names it in calendars (RECURRENCE-ID).
    pub original: DateTime,
    /// When it is.
    pub start: Instant,
    /// Whether it was moved.
    pub moved: bool,
}

/// Why there is no such series.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SeriesError {
    /// The first one is not on the grid.
    #[error("a series begins at a multiple of {GRANULE_MINUTES} minutes")]
    OffGrid,
    /// A rhythm of no weeks or too many.
    #[error("every {0} weeks: choose 1 to {SERIES_WEEKS_MAX}")]
    Weeks(u8),
    /// A count of none or too many.
    #[error("{0} appointments: choose 1 to {SERIES_OCCURRENCES_MAX}")]
    Count(u16),
    /// It ends before it begins.
    #[error("it ends on {0}, before it begins")]
    EndsBefore(Date),
    /// It goes on too long.
    #[error("it goes on for more than three years: choose an earlier end")]
    TooLong,
    /// A change of an occurrence that is not there, or two changes of one.
    #[error("there is no appointment to change at {0}")]
    NotThere(DateTime),
    /// An occurrence was moved to a time that is off the grid.
    #[error("an appointment is moved to a multiple of {GRANULE_MINUTES} minutes")]
    MovedOffGrid,
    /// All of its occurrences were skipped.
    #[error("every appointment of it was left out")]
    Nothing,
}

impl Repeat {
    /// Its appointments, in the order of the rhythm.
    pub fn occurrences(&self) -> Result<Vec<Occurrence>, SeriesError> {
        let originals = self.originals()?;
        self.check_changes(&originals)?;
        let occurrence = |(&original, number): (&DateTime, u16)| {
            let change = self.changes.iter().find(|change| change.original == original);
            let start = change.map_or(Some(self.zone.instant(original)), |change| change.moved_to)?;
            Some(Occurrence { number, original, start, moved: change.is_some() })
        };
        let occurrences: Vec<_> = originals.iter().zip(0..).filter_map(occurrence).collect();
        if occurrences.is_empty() { Err(SeriesError::Nothing) } else { Ok(occurrences) }
    }

    /// What the rhythm alone gives, on the wall.
    pub(crate) fn originals(&self) -> Result<Vec<DateTime>, SeriesError> {
        let first = self.first.date();
        let latest = first.checked_add(jiff::Span::new().days(SERIES_DAYS_MAX)).unwrap_or(Date::MAX);
        let (count, last) = self.checked_end(latest)?;
        // Three years and their months: never more than this.
        let mut budget = Budget(2 * SERIES_DAYS_MAX as u32);
        let dates = self.rule().dates(Wanted { first, count, from: first, last }, &mut budget);
        let dates = dates.map_err(|_| SeriesError::TooLong)?;
        if count.is_some_and(|count| dates.len() < count as usize) {
            return Err(SeriesError::TooLong);
        }
        if dates.len() > usize::from(SERIES_OCCURRENCES_MAX) {
            return Err(SeriesError::TooLong);
        }
        Ok(dates.into_iter().map(|date| date.to_datetime(self.first.time())).collect())
    }

    fn checked_end(&self, latest: Date) -> Result<(Option<u32>, Date), SeriesError> {
        let time = self.first.time();
        let on_grid = i64::from(time.minute()) % GRANULE_MINUTES == 0;
        if !on_grid || time.second() != 0 || time.subsec_nanosecond() != 0 {
            return Err(SeriesError::OffGrid);
        }
        match self.every {
            Every::Weeks(weeks) if !(1..=SERIES_WEEKS_MAX).contains(&weeks) => {
                return Err(SeriesError::Weeks(weeks));
            }
            _ => {}
        }
        match self.end {
            End::Count(count) if !(1..=SERIES_OCCURRENCES_MAX).contains(&count) => {
                Err(SeriesError::Count(count))
            }
            End::Count(count) => Ok((Some(count.into()), latest)),
            End::Until(date) if date < self.first.date() => Err(SeriesError::EndsBefore(date)),
            End::Until(date) if date > latest => Err(SeriesError::TooLong),
            End::Until(date) => Ok((None, date)),
        }
    }

    fn check_changes(&self, originals: &[DateTime]) -> Result<(), SeriesError> {
        for (index, change) in self.changes.iter().enumerate() {
            let twice = self.changes[..index].iter().any(|earlier| earlier.original == change.original);
            if twice || !originals.contains(&change.original) {
                return Err(SeriesError::NotThere(change.original));
            }
            if change.moved_to.is_some_and(|to| !to.on_grid()) {
                return Err(SeriesError::MovedOffGrid);
            }
        }
        Ok(())
    }

    fn rule(&self) -> Rule {
        let (freq, interval, by_day) = match self.every {
            Every::Weeks(weeks) => (Freq::Weekly, weeks.into(), vec![]),
            Every::MonthWeekday => (Freq::Monthly, 1, vec![(Some(self.nth()), self.first.date().weekday())]),
        };
        Rule {
            freq,
            interval,
            by_day,
            by_month_day: vec![],
            by_month: vec![],
            by_set_pos: vec![],
            week_start: Weekday::Monday,
        }
    }

    /// Which of its weekday in the month the first one is, from 1.
    pub(crate) fn nth(&self) -> i16 {
        (i16::from(self.first.day()) - 1) / 7 + 1
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    fn series(zone: &str, first: DateTime, every: Every, end: End) -> Repeat {
        Repeat { first, zone: zone.parse().unwrap(), every, end, changes: vec![] }
    }

    /// In UTC.
    fn starts(repeat: &Repeat) -> Vec<String> {
        let occurrences = repeat.occurrences().unwrap();
        occurrences.iter().map(|one| crate::zone::timestamp(one.start).to_string()).collect()
    }

    fn weekly(first: DateTime, count: u16) -> Repeat {
        series("Europe/London", first, Every::Weeks(1), End::Count(count))
    }

    #[test]
    fn the_time_on_the_wall_stays() {
        assert_eq!(
            starts(&weekly(datetime(2026, 3, 23, 17, 0, 0, 0), 2)),
            ["2026-03-23T17:00:00Z", "2026-03-30T16:00:00Z"]
        );
    }

    #[test]
    fn a_time_left_out_is_later_and_one_that_comes_twice_is_the_first() {
        let spring = weekly(datetime(2026, 3, 22, 1, 30, 0, 0), 3);
        assert_eq!(starts(&spring), ["2026-03-22T01:30:00Z", "2026-03-29T01:30:00Z", "2026-04-05T00:30:00Z"]);
        let autumn = weekly(datetime(2026, 10, 18, 1, 30, 0, 0), 3);
        assert_eq!(starts(&autumn), ["2026-10-18T00:30:00Z", "2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z"]);
    }

    #[test]
    fn a_day_left_out_is_made_up_for_on_the_next() {
        let apia =
            series("Pacific/Apia", datetime(2011, 12, 23, 10, 0, 0, 0), Every::Weeks(1), End::Count(3));
        // Friday the 30th was left out, so that one is on Saturday at ten.
        assert_eq!(starts(&apia), ["2011-12-23T20:00:00Z", "2011-12-30T20:00:00Z", "2012-01-05T20:00:00Z"]);
    }

    #[test]
    fn months_by_weekday() {
        let second_tuesday = datetime(2026, 11, 10, 9, 0, 0, 0);
        let until = series("UTC", second_tuesday, Every::MonthWeekday, End::Until(date(2027, 2, 9)));
        let days: Vec<String> = starts(&until).iter().map(|start| start[..10].to_owned()).collect();
        assert_eq!(days, ["2026-11-10", "2026-12-08", "2027-01-12", "2027-02-09"]);
        let fifth = series("UTC", datetime(2026, 11, 30, 9, 0, 0, 0), Every::MonthWeekday, End::Count(3));
        let days: Vec<String> = starts(&fifth).iter().map(|start| start[..10].to_owned()).collect();
        assert_eq!(days, ["2026-11-30", "2027-03-29", "2027-05-31"]);
    }

    #[test]
    fn some_are_moved_and_some_skipped() {
        let mut repeat = weekly(datetime(2026, 11, 23, 9, 0, 0, 0), 4);
        let elsewhere = repeat.zone.instant(datetime(2026, 12, 2, 15, 0, 0, 0));
        repeat.changes = vec![
            Change { original: datetime(2026, 12, 7, 9, 0, 0, 0), moved_to: None },
            Change { original: datetime(2026, 11, 30, 9, 0, 0, 0), moved_to: Some(elsewhere) },
        ];
        let found = repeat.occurrences().unwrap();
        assert_eq!(starts(&repeat), ["2026-11-23T09:00:00Z", "2026-12-02T15:00:00Z", "2026-12-14T09:00:00Z"]);
        assert_eq!(
            found.iter().map(|one| (one.number, one.moved)).collect::<Vec<_>>(),
            [(0, false), (1, true), (3, false)]
        );
        assert_eq!(found[1].original, datetime(2026, 11, 30, 9, 0, 0, 0));
    }

    #[test]
    fn what_is_no_series_is_an_error() {
        let first = datetime(2026, 11, 23, 9, 0, 0, 0);
        let wrong = |change: fn(&mut Repeat)| {
            let mut repeat = weekly(first, 4);
            change(&mut repeat);
            repeat.occurrences().unwrap_err()
        };
        assert_eq!(wrong(|it| it.first = datetime(2026, 11, 23, 9, 1, 0, 0)), SeriesError::OffGrid);
        assert_eq!(wrong(|it| it.first = datetime(2026, 11, 23, 9, 0, 0, 1)), SeriesError::OffGrid);
        assert_eq!(wrong(|it| it.every = Every::Weeks(0)), SeriesError::Weeks(0));
        assert_eq!(wrong(|it| it.every = Every::Weeks(53)), SeriesError::Weeks(53));
        assert_eq!(wrong(|it| it.end = End::Count(0)), SeriesError::Count(0));
        assert_eq!(wrong(|it| it.end = End::Count(201)), SeriesError::Count(201));
        let yesterday = date(2026, 11, 22);
        assert_eq!(wrong(|it| it.end = End::Until(date(2026, 11, 22))), SeriesError::EndsBefore(yesterday));
        // A thousand years.
        assert_eq!(wrong(|it| it.end = End::Until(date(3026, 11, 23))), SeriesError::TooLong);
        assert_eq!(wrong(|it| (it.every, it.end) = (Every::Weeks(52), End::Count(5))), SeriesError::TooLong);
        assert_eq!(wrong(|it| it.first = datetime(9999, 12, 31, 9, 0, 0, 0)), SeriesError::TooLong);
        assert_eq!(
            wrong(|it| it.changes =
                vec![Change { original: datetime(2026, 11, 24, 9, 0, 0, 0), moved_to: None }]),
            SeriesError::NotThere(datetime(2026, 11, 24, 9, 0, 0, 0))
        );
        assert_eq!(
            wrong(|it| it.changes = vec![Change { original: it.first, moved_to: None }; 2]),
            SeriesError::NotThere(first)
        );
        assert_eq!(
            wrong(|it| {
                let off = Instant::from_micros(1);
                it.changes = vec![Change { original: it.first, moved_to: Some(off) }];
            }),
            SeriesError::MovedOffGrid
        );
        assert_eq!(
            wrong(|it| {
                it.end = End::Count(1);
                it.changes = vec![Change { original: it.first, moved_to: None }];
            }),
            SeriesError::Nothing
        );
    }
}
