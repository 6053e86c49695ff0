//! What can be wrong with an offer, each thing a sentence.

use std::collections::HashSet;
use std::fmt;

use jiff::civil::{Date, Weekday};
use thiserror::Error;

use super::{Hours, Kind, KindId, Offer, Rules};
use crate::limits::{
    APPOINTMENT_MINUTES_MAX, APPOINTMENT_MINUTES_MIN, BUFFER_MINUTES_MAX, EXCEPTION_HOURS_MAX,
    EXCEPTIONS_MAX, GRANULE_MINUTES, HORIZON_DAYS_MAX, KINDS_MAX, NOTICE_MINUTES_MAX, WINDOWS_MAX,
};

const DAY_MINUTES: u16 = 24 * 60;

/// Where in an offer hours stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the week.
    Week(Weekday),
    /// On a date.
    Date(Date),
}

/// Why an offer cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum OfferError {
    /// More kinds than [`KINDS_MAX`].
    #[error("there are {0} kinds of appointment: keep to {KINDS_MAX}")]
    TooManyKinds(usize),
    /// Two kinds have one number.
    #[error("kind {} is there twice", .0.0)]
    KindTwice(KindId),
    /// A length of zero, too long or off the grid.
    #[error(
        "kind {} takes {minutes} minutes: choose {APPOINTMENT_MINUTES_MIN} to {APPOINTMENT_MINUTES_MAX}, in steps of {GRANULE_MINUTES}",
        .kind.0
    )]
    Length {
        /// Which kind.
        kind: KindId,
        /// How long it would take.
        minutes: u16,
    },
    /// More windows than [`WINDOWS_MAX`].
    #[error("there are {0} windows in the week: keep to {WINDOWS_MAX}")]
    TooManyWindows(usize),
    /// More exceptions than [`EXCEPTIONS_MAX`].
    #[error("there are {0} dates that differ: keep to {EXCEPTIONS_MAX}")]
    TooManyExceptions(usize),
    /// More hours on a date than [`EXCEPTION_HOURS_MAX`].
    #[error("{date} has {hours} windows: keep to {EXCEPTION_HOURS_MAX}")]
    TooManyHours {
        /// Which date.
        date: Date,
        /// How many windows.
        hours: usize,
    },
    /// Two exceptions for one date.
    #[error("{0} is there twice")]
    DateTwice(Date),
    /// Hours that end before they begin, last longer than a day, begin after midnight or are off the grid.
    #[error(
        "{place} from minute {from_minute} to {to_minute}: begin before 1440, end later than that by at most 24 hours, in steps of {GRANULE_MINUTES}"
    )]
    Hours {
        /// Where they stand.
        place: Place,
        /// When they would open.
        from_minute: u16,
        /// When they would close.
        to_minute: u16,
    },
    /// Hours for a kind that is not offered.
    #[error("{place} is for kind {}, which is not offered", .kind.0)]
    UnknownKind {
        /// Where the hours stand.
        place: Place,
        /// Which kind.
        kind: KindId,
    },
    /// A buffer too long or off the grid.
    #[error("a buffer of {0} minutes: choose 0 to {BUFFER_MINUTES_MAX}, in steps of {GRANULE_MINUTES}")]
    Buffer(u16),
    /// A notice too long.
    #[error("a notice of {0} minutes: choose at most {NOTICE_MINUTES_MAX}")]
    Notice(u32),
    /// A horizon too far.
    #[error("a horizon of {0} days: choose at most {HORIZON_DAYS_MAX}")]
    Horizon(u16),
    /// A step of zero, off the grid, or that does not fill a day.
    #[error(
        "a step of {0} minutes: choose one in steps of {GRANULE_MINUTES} that fills a day, such as 15, 30 or 60"
    )]
    Step(u16),
}

impl Offer {
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), OfferError> {
        self.rules.check()?;
        check_kinds(&self.kinds)?;
        at_most(WINDOWS_MAX, self.windows.len(), OfferError::TooManyWindows)?;
        at_most(EXCEPTIONS_MAX, self.exceptions.len(), OfferError::TooManyExceptions)?;
        for window in &self.windows {
            self.check_hours(&window.hours, Place::Week(window.weekday))?;
        }
        let mut dates = HashSet::new();
        for exception in &self.exceptions {
            let date = exception.date;
            if !dates.insert(date) {
                return Err(OfferError::DateTwice(date));
            }
            at_most(EXCEPTION_HOURS_MAX, exception.hours.len(), |hours| OfferError::TooManyHours {
                date,
                hours,
            })?;
            for hours in &exception.hours {
                self.check_hours(hours, Place::Date(date))?;
            }
        }
        Ok(())
    }

    fn check_hours(&self, hours: &Hours, place: Place) -> Result<(), OfferError> {
        let &Hours { from_minute, to_minute, ref kinds } = hours;
        let on_grid = is_on_grid(from_minute) && is_on_grid(to_minute);
        let length = to_minute.checked_sub(from_minute);
        let fits =
            from_minute < DAY_MINUTES && length.is_some_and(|length| (1..=DAY_MINUTES).contains(&length));
        if !on_grid || !fits {
            return Err(OfferError::Hours { place, from_minute, to_minute });
        }
        let offered = |id: &&KindId| self.kinds.iter().any(|kind| kind.id == **id);
        match kinds.iter().find(|id| !offered(id)) {
            Some(&kind) => Err(OfferError::UnknownKind { place, kind }),
            None => Ok(()),
        }
    }
}

impl Rules {
    fn check(&self) -> Result<(), OfferError> {
        for buffer in [self.buffer_before_minutes, self.buffer_after_minutes] {
            if buffer > BUFFER_MINUTES_MAX || !is_on_grid(buffer) {
                return Err(OfferError::Buffer(buffer));
            }
        }
        if self.notice_minutes > NOTICE_MINUTES_MAX {
            return Err(OfferError::Notice(self.notice_minutes));
        }
        if self.horizon_days > HORIZON_DAYS_MAX {
            return Err(OfferError::Horizon(self.horizon_days));
        }
        let step = self.step_minutes;
        if step == 0 || !is_on_grid(step) || !DAY_MINUTES.is_multiple_of(step) {
            return Err(OfferError::Step(step));
        }
        Ok(())
    }
}

fn check_kinds(kinds: &[Kind]) -> Result<(), OfferError> {
    at_most(KINDS_MAX, kinds.len(), OfferError::TooManyKinds)?;
    let mut seen = HashSet::new();
    for &Kind { id, minutes, .. } in kinds {
        if !seen.insert(id) {
            return Err(OfferError::KindTwice(id));
        }
        let fits = (APPOINTMENT_MINUTES_MIN..=APPOINTMENT_MINUTES_MAX).contains(&minutes);
        if !fits || !is_on_grid(minutes) {
            return Err(OfferError::Length { kind: id, minutes });
        }
    }
    Ok(())
}

fn at_most(limit: usize, found: usize, wrong: impl Fn(usize) -> OfferError) -> Result<(), OfferError> {
    if found > limit { Err(wrong(found)) } else { Ok(()) }
}

fn is_on_grid(minutes: u16) -> bool {
    i64::from(minutes) % GRANULE_MINUTES == 0
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(weekday) => write!(f, "{weekday:?}"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Exception, Mode, Window};
    use super::*;

    fn hours(from_minute: u16, to_minute: u16) -> Hours {
        Hours { from_minute, to_minute, kinds: vec![KindId(1)] }
    }

    fn kind(id: u16, minutes: u16) -> Kind {
        Kind { id: KindId(id), minutes, mode: Mode::Video }
    }

    /// A sound offer with one thing changed.
    fn with(change: impl Fn(&mut Offer)) -> Result<(), OfferError> {
        let mut offer = Offer {
            zone: "Europe/London".parse().unwrap(),
            kinds: vec![kind(1, 50)],
            windows: vec![Window { weekday: Weekday::Monday, hours: hours(540, 720) }],
            exceptions: vec![Exception { date: date(2026, 12, 25), hours: vec![] }],
            rules: Rules::default(),
        };
        change(&mut offer);
        offer.check()
    }

    #[test]
    fn a_sound_offer_passes() {
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(with(|offer| offer.windows[0].hours = hours(1380, 2820)), Ok(()));
        assert_eq!(with(|offer| offer.windows[0].hours = hours(0, 1440)), Ok(()));
    }

    #[test]
    fn hours_must_be_a_part_of_time() {
        for (from, to) in
            [(540, 540), (540, 535), (1440, 1500), (541, 600), (540, 601), (0, 1445), (65535, 4)]
        {
            let found = with(|offer| offer.windows[0].hours = hours(from, to));
            assert!(matches!(found, Err(OfferError::Hours { .. })), "{from} to {to}: {found:?}");
            let found = with(|offer| offer.exceptions[0].hours = vec![hours(from, to)]);
            assert!(matches!(found, Err(OfferError::Hours { place: Place::Date(_), .. })), "{found:?}");
        }
    }

    #[test]
    fn lengths_are_on_the_grid_and_not_zero() {
        for minutes in [0, 4, 7, 485, u16::MAX] {
            let found = with(|offer| offer.kinds[0].minutes = minutes);
            assert_eq!(found, Err(OfferError::Length { kind: KindId(1), minutes }));
        }
    }

    #[test]
    fn rules_have_ends() {
        for step in [0, 7, 50, 1445] {
            assert_eq!(with(|offer| offer.rules.step_minutes = step), Err(OfferError::Step(step)));
        }
        assert_eq!(with(|offer| offer.rules.buffer_after_minutes = 245), Err(OfferError::Buffer(245)));
        assert_eq!(with(|offer| offer.rules.buffer_before_minutes = 3), Err(OfferError::Buffer(3)));
        assert_eq!(with(|offer| offer.rules.notice_minutes = 86_401), Err(OfferError::Notice(86_401)));
        assert_eq!(with(|offer| offer.rules.horizon_days = 401), Err(OfferError::Horizon(401)));
    }

    #[test]
    fn numbers_are_unique_and_known() {
        assert_eq!(with(|offer| offer.kinds.push(kind(1, 30))), Err(OfferError::KindTwice(KindId(1))));
        let found = with(|offer| offer.windows[0].hours.kinds = vec![KindId(1), KindId(9)]);
        assert_eq!(
            found,
            Err(OfferError::UnknownKind { place: Place::Week(Weekday::Monday), kind: KindId(9) })
        );
        let found = with(|offer| offer.exceptions.push(offer.exceptions[0].clone()));
        assert_eq!(found, Err(OfferError::DateTwice(date(2026, 12, 25))));
    }

    #[test]
    fn everything_has_a_limit() {
        let found = with(|offer| offer.kinds = (0..25).map(|id| kind(id, 50)).collect());
        assert_eq!(found, Err(OfferError::TooManyKinds(25)));
        let found = with(|offer| offer.windows = vec![offer.windows[0].clone(); 85]);
        assert_eq!(found, Err(OfferError::TooManyWindows(85)));
        let found = with(|offer| offer.exceptions = vec![offer.exceptions[0].clone(); 401]);
        assert_eq!(found, Err(OfferError::TooManyExceptions(401)));
        let found = with(|offer| offer.exceptions[0].hours = vec![hours(0, 5); 13]);
        assert_eq!(found, Err(OfferError::TooManyHours { date: date(2026, 12, 25), hours: 13 }));
    }

    #[test]
    fn an_error_reads_as_a_sentence() {
        let found = with(|offer| offer.windows[0].hours = hours(600, 540)).unwrap_err().to_string();
        assert_eq!(
            found,
            "Monday from minute 600 to 540: begin before 1440, end later than that by at most 24 hours, in steps of 5"
        );
    }
}
