//! Dates of the calendar, and minutes of a day: numbers that know no zone. Painting hours, grouping by day
//! and counting weeks need nothing else.

use std::fmt;

/// Minutes in a day of the wall clock.
pub(super) const DAY_MINUTES: u16 = 24 * 60;

/// A date of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Date {
    /// The year.
    pub(super) year: i32,
    /// 1 to 12.
    pub(super) month: u8,
    /// 1 to 31.
    pub(super) day: u8,
}

impl Date {
    /// Days since 1 January 1970. After Howard Hinnant, "chrono-compatible low-level date algorithms".
    pub(super) fn to_days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The date so many days after 1 January 1970.
    pub(super) fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: (of_era + era * 400 + i64::from(month <= 2)) as i32,
            month: month as u8,
            day: (of_year - (153 * shifted + 2) / 5 + 1) as u8,
        }
    }

    /// So many days later, or earlier.
    pub(super) fn plus(self, days: i64) -> Self {
        Self::from_days(self.to_days() + days)
    }

    /// 1 is Monday, 7 is Sunday.
    pub(super) fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        ((self.to_days() + 3).rem_euclid(7) + 1) as u8
    }

    /// The Monday of its week.
    pub(super) fn monday(self) -> Self {
        self.plus(1 - i64::from(self.weekday()))
    }

    /// Reads `2026-12-24`, as date fields and offers write it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let read = Self {
            year: parts.next()?.parse().ok()?,
            month: parts.next()?.parse().ok()?,
            day: parts.next()?.parse().ok()?,
        };
        let exists = (1..=12).contains(&read.month) && Self::from_days(read.to_days()) == read;
        (parts.next().is_none() && exists).then_some(read)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// "17:05", from minutes after midnight. The end of a day is 24:00; what reaches further begins again at 0.
pub(super) fn clock(minute: u16) -> String {
    let minute = if minute > DAY_MINUTES { minute - DAY_MINUTES } else { minute };
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads "17:05", as time fields write it.
pub(super) fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn days_and_dates_are_two_names_of_the_same() {
        assert_eq!(date("1970-01-01").to_days(), 0);
        assert_eq!(date("2000-03-01").to_days(), 11_017);
        for days in (-200_000..200_000).step_by(97) {
            assert_eq!(Date::from_days(days).to_days(), days);
        }
        assert_eq!(date("2028-02-28").plus(1).to_string(), "2028-02-29");
        assert_eq!(date("2027-02-28").plus(1).to_string(), "2027-03-01");
        assert_eq!(date("2026-12-31").plus(1).to_string(), "2027-01-01");
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(date("2026-11-22").weekday(), 7);
        assert_eq!(date("2026-11-23").weekday(), 1);
        assert_eq!(date("2026-11-22").monday(), date("2026-11-16"));
        assert_eq!(date("2026-11-23").monday(), date("2026-11-23"));
    }

    #[test]
    fn only_real_dates_and_times_are_read() {
        for text in ["2026-02-29", "2026-13-01", "2026-1", "2026-01-01-01", "tomorrow", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(minute_of("17:05"), Some(1_025));
        assert_eq!(minute_of("00:00:00"), Some(0));
        for text in ["24:00", "9:60", "noon", "9", ""] {
            assert_eq!(minute_of(text), None, "{text}");
        }
        assert_eq!(clock(1_025), "17:05");
        assert_eq!(clock(DAY_MINUTES), "24:00");
        assert_eq!(clock(DAY_MINUTES + 90), "01:30");
    }
}
