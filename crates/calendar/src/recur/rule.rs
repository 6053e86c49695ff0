//! The dates of a recurrence rule (RFC 5545 3.3.10), a period at a time.
//!
//! Only what falls on dates: days, weeks, months and years. A period is a day, a week, a month or a year;
//! its days are filtered, and what is left is counted. So the work is bounded by the days that are looked
//! at, whatever the rule says: an impossible rule costs as much as a possible one.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::zone::day_number;

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule without its end. `interval` and every number in a list are not zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Rule {
    pub(crate) freq: Freq,
    /// Every so many periods.
    pub(crate) interval: u16,
    /// Weekdays; with 2 the second of the period, with -1 the last, with none every one.
    pub(crate) by_day: Vec<(Option<i16>, Weekday)>,
    /// Days of the month, from its end when negative.
    pub(crate) by_month_day: Vec<i8>,
    /// Months, 1 to 12.
    pub(crate) by_month: Vec<i8>,
    /// Which of the days that are left in each period, from the end when negative.
    pub(crate) by_set_pos: Vec<i32>,
    pub(crate) week_start: Weekday,
}

/// Days that may still be looked at.
#[derive(Debug)]
pub(crate) struct Budget(pub(crate) u32);

/// There were too many days to look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spent;

/// Which dates of a rule are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// The date of the first occurrence.
    pub(crate) first: Date,
    /// How many, from the first.
    pub(crate) count: Option<u32>,
    /// None before this.
    pub(crate) from: Date,
    /// None after this.
    pub(crate) last: Date,
}

impl Rule {
    /// Its dates in order.
    pub(crate) fn dates(&self, wanted: Wanted, budget: &mut Budget) -> Result<Vec<Date>, Spent> {
        let rule = self.with_defaults(wanted.first);
        let mut left = wanted.count.unwrap_or(u32::MAX);
        let mut dates = Vec::new();
        let mut period = rule.first_period(wanted);
        while left > 0 {
            let Some(start) = rule.period_start(period).filter(|start| *start <= wanted.last) else { break };
            for date in rule.days_of_period(start, budget)? {
                if date >= wanted.first && date <= wanted.last && left > 0 {
                    left -= 1;
                    dates.extend((date >= wanted.from).then_some(date));
                }
            }
            period += i64::from(rule.interval);
        }
        Ok(dates)
    }

    /// What a rule leaves out it takes from its first occurrence.
    fn with_defaults(&self, first: Date) -> Self {
        let mut rule = self.clone();
        if !rule.by_day.is_empty() || !rule.by_month_day.is_empty() {
            return rule;
        }
        match rule.freq {
            Freq::Daily => {}
            Freq::Weekly => rule.by_day = vec![(None, first.weekday())],
            Freq::Monthly => rule.by_month_day = vec![first.day()],
            Freq::Yearly => {
                rule.by_month_day = vec![first.day()];
                if rule.by_month.is_empty() {
                    rule.by_month = vec![first.month()];
                }
            }
        }
        rule
    }

    /// Where to begin: with the first occurrence when they are counted, else as late as nothing is missed.
    fn first_period(&self, wanted: Wanted) -> i64 {
        let first = self.period_of(wanted.first);
        if wanted.count.is_some() || wanted.from <= wanted.first {
            return first;
        }
        let interval = i64::from(self.interval);
        first + (self.period_of(wanted.from) - first) / interval * interval
    }

    /// Periods are numbered: days and weeks since 1970, months and years since year 0.
    fn period_of(&self, date: Date) -> i64 {
        match self.freq {
            Freq::Daily => day_number(date),
            Freq::Weekly => (day_number(date) - self.week_offset()).div_euclid(7),
            Freq::Monthly => i64::from(date.year()) * 12 + i64::from(date.month()) - 1,
            Freq::Yearly => i64::from(date.year()),
        }
    }

    /// The first day of a period; none past the end of year 9999.
    fn period_start(&self, period: i64) -> Option<Date> {
        let since_1970 = |days: i64| jiff::civil::date(1970, 1, 1).checked_add(days.days()).ok();
        match self.freq {
            Freq::Daily => since_1970(period),
            Freq::Weekly => since_1970(period * 7 + self.week_offset()),
            Freq::Monthly => {
                let year = i16::try_from(period.div_euclid(12)).ok()?;
                Date::new(year, period.rem_euclid(12) as i8 + 1, 1).ok()
            }
            Freq::Yearly => Date::new(i16::try_from(period).ok()?, 1, 1).ok(),
        }
    }

    /// The day number of some day on which a week starts; 1970-01-01 was a Thursday.
    fn week_offset(&self) -> i64 {
        i64::from(Weekday::Thursday.until(self.week_start))
    }

    fn days_of_period(&self, start: Date, budget: &mut Budget) -> Result<Vec<Date>, Spent> {
        let length = match self.freq {
            Freq::Daily => 1,
            Freq::Weekly => 7,
            Freq::Monthly => start.days_in_month().unsigned_abs().into(),
            Freq::Yearly => start.days_in_year().unsigned_abs(),
        };
        budget.0 = budget.0.checked_sub(length.into()).ok_or(Spent)?;
        let days = std::iter::successors(Some(start), |day| day.tomorrow().ok()).take(length.into());
        let fitting: Vec<Date> = days.filter(|day| self.fits(*day)).collect();
        if self.by_set_pos.is_empty() {
            return Ok(fitting);
        }
        let chosen = |index: usize| {
            let from_start = index as i32 + 1;
            let from_end = index as i32 - fitting.len() as i32;
            self.by_set_pos.iter().any(|position| [from_start, from_end].contains(position))
        };
        Ok((0..fitting.len()).filter(|index| chosen(*index)).map(|index| fitting[index]).collect())
    }

    fn fits(&self, day: Date) -> bool {
        let month = self.by_month.is_empty() || self.by_month.contains(&day.month());
        month && self.fits_month_day(day) && self.fits_weekday(day)
    }

    fn fits_month_day(&self, day: Date) -> bool {
        let from_end = day.day() - day.days_in_month() - 1;
        self.by_month_day.is_empty()
            || self.by_month_day.iter().any(|wanted| [day.day(), from_end].contains(wanted))
    }

    fn fits_weekday(&self, day: Date) -> bool {
        let fits = |(nth, weekday): &(Option<i16>, Weekday)| {
            *weekday == day.weekday() && nth.is_none_or(|nth| self.is_nth(day, nth))
        };
        self.by_day.is_empty() || self.by_day.iter().any(fits)
    }

    /// Whether a day is the nth of its weekday: in the year when a yearly rule names no month, else in
    /// the month.
    fn is_nth(&self, day: Date, nth: i16) -> bool {
        let (position, length) = if self.freq == Freq::Yearly && self.by_month.is_empty() {
            (day.day_of_year(), day.days_in_year())
        } else {
            (i16::from(day.day()), i16::from(day.days_in_month()))
        };
        nth == (position - 1) / 7 + 1 || nth == -((length - position) / 7 + 1)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rule(freq: Freq) -> Rule {
        Rule {
            freq,
            interval: 1,
            by_day: vec![],
            by_month_day: vec![],
            by_month: vec![],
            by_set_pos: vec![],
            week_start: Weekday::Monday,
        }
    }

    /// As `yyyy-mm-dd`, until the end of 2027.
    fn dates(rule: &Rule, first: Date, count: Option<u32>) -> Vec<String> {
        let wanted = Wanted { first, count, from: first, last: date(2027, 12, 31) };
        let found = rule.dates(wanted, &mut Budget(100_000)).unwrap();
        found.iter().map(Date::to_string).collect()
    }

    // The examples below are those of RFC 5545 3.8.5.3, moved to where they are short.

    #[test]
    fn every_other_week_on_two_days_from_sunday() {
        let weekly = Rule {
            interval: 2,
            by_day: vec![(None, Weekday::Tuesday), (None, Weekday::Sunday)],
            ..rule(Freq::Weekly)
        };
        let first = date(1997, 8, 5);
        assert_eq!(dates(&weekly, first, Some(4)), ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]);
        let from_sunday = Rule { week_start: Weekday::Sunday, ..weekly };
        assert_eq!(
            dates(&from_sunday, first, Some(4)),
            ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]
        );
    }

    #[test]
    fn the_31st_is_passed_over_where_there_is_none() {
        let found = dates(&rule(Freq::Monthly), date(2026, 1, 31), Some(3));
        assert_eq!(found, ["2026-01-31", "2026-03-31", "2026-05-31"]);
        assert_eq!(dates(&rule(Freq::Yearly), date(2024, 2, 29), None), ["2024-02-29"]);
    }

    #[test]
    fn the_last_workday_of_the_month() {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        let workdays = [Monday, Tuesday, Wednesday, Thursday, Friday].map(|weekday| (None, weekday));
        let last = Rule { by_day: workdays.to_vec(), by_set_pos: vec![-1], ..rule(Freq::Monthly) };
        assert_eq!(dates(&last, date(1997, 9, 30), Some(3)), ["1997-09-30", "1997-10-31", "1997-11-28"]);
    }

    #[test]
    fn the_twentieth_monday_of_the_year_and_the_first_of_november() {
        let twentieth = Rule { by_day: vec![(Some(20), Weekday::Monday)], ..rule(Freq::Yearly) };
        assert_eq!(dates(&twentieth, date(1997, 5, 19), Some(2)), ["1997-05-19", "1998-05-18"]);
        let first =
            Rule { by_day: vec![(Some(1), Weekday::Monday)], by_month: vec![11], ..rule(Freq::Yearly) };
        assert_eq!(dates(&first, date(2026, 11, 2), None), ["2026-11-02", "2027-11-01"]);
    }

    #[test]
    fn friday_the_13th() {
        let unlucky =
            Rule { by_day: vec![(None, Weekday::Friday)], by_month_day: vec![13], ..rule(Freq::Monthly) };
        assert_eq!(
            dates(&unlucky, date(2026, 1, 1), None),
            ["2026-02-13", "2026-03-13", "2026-11-13", "2027-08-13"]
        );
    }

    #[test]
    fn what_is_impossible_ends() {
        let never = Rule { by_month: vec![2], by_month_day: vec![30], ..rule(Freq::Yearly) };
        assert!(dates(&never, date(2026, 1, 1), None).is_empty());
        let wanted = Wanted { first: date(1, 1, 1), count: Some(2), from: date(1, 1, 1), last: Date::MAX };
        assert_eq!(never.dates(wanted, &mut Budget(100_000)), Err(Spent));
    }

    #[test]
    fn skipping_ahead_misses_nothing() {
        for freq in [Freq::Daily, Freq::Weekly, Freq::Monthly, Freq::Yearly] {
            for interval in [1, 2, 3, 7] {
                let rule = Rule { interval, ..rule(freq) };
                let first = date(2001, 5, 17);
                let all = dates(&rule, first, None);
                for from in [date(2001, 5, 18), date(2014, 2, 1), date(2027, 5, 17)] {
                    let wanted = Wanted { first, count: None, from, last: date(2027, 12, 31) };
                    let found = rule.dates(wanted, &mut Budget(10_000)).unwrap();
                    let expected = all.iter().filter(|date| **date >= from.to_string());
                    assert!(expected.eq(&found.iter().map(Date::to_string).collect::<Vec<_>>()));
                }
            }
        }
    }
}
