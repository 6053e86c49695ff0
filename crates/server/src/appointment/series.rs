//! When a series comes: at the same time on the wall, through every change of the clocks.

use rapport_calendar::recur;
use rapport_wire::appointment::{Every, Repeat, RepeatEnd};
use rapport_wire::{Code, Problem, Timestamp, limits};

use crate::time;

/// The slowest rhythm, in weeks.
const WEEKS_MAX: u8 = 12;

/// The beginnings of a series whose first one begins at `starts_at`.
pub(super) fn beginnings(starts_at: Timestamp, repeat: &Repeat) -> Result<Vec<Timestamp>, Problem> {
    let zone = time::zone(&repeat.zone)?;
    let every = match repeat.every {
        Every::Weeks(weeks) if weeks > WEEKS_MAX => return Err(invalid("at most every twelve weeks")),
        Every::Weeks(weeks) => recur::Every::Weeks(weeks),
        Every::MonthWeekday => recur::Every::MonthWeekday,
    };
    let end = match &repeat.end {
        RepeatEnd::Count(0 | 1) => return Err(invalid("a series has two appointments or more")),
        RepeatEnd::Count(count) => recur::End::Count(*count),
        RepeatEnd::Until(date) => {
            recur::End::Until(time::date(date).ok_or_else(|| invalid("the last date is none"))?)
        }
    };
    let first = zone.wall(time::instant(starts_at));
    let series = recur::Repeat { first, zone, every, end, changes: Vec::new() };
    let occurrences = series.occurrences().map_err(|error| invalid(error.to_string()))?;
    if occurrences.len() > usize::from(limits::SERIES_APPOINTMENTS_MAX) {
        return Err(invalid("a series has at most 104 appointments"));
    }
    let mut beginnings: Vec<_> = occurrences.iter().map(|one| time::timestamp(one.start)).collect();
    // An hour that comes twice that night names two instants: the first one begins when it was asked to.
    beginnings[0] = starts_at;
    Ok(beginnings)
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::with_detail(Code::SeriesInvalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Monday 19 October 2026, 17:00 in London, still summer time.
    const FIRST: Timestamp = Timestamp::from_millis(1_792_425_600_000);
    const WEEK: i64 = 7 * 24 * 3600;

    fn series(every: Every, end: RepeatEnd) -> Result<Vec<Timestamp>, Code> {
        let repeat = Repeat { zone: "Europe/London".to_owned(), every, end };
        beginnings(FIRST, &repeat).map_err(|problem| problem.code)
    }

    #[test]
    fn five_stays_five_when_the_clocks_change() {
        let found = series(Every::Weeks(1), RepeatEnd::Until("2026-11-02".to_owned())).unwrap();
        assert_eq!(found, [FIRST, FIRST.plus_seconds(WEEK + 3600), FIRST.plus_seconds(2 * WEEK + 3600)]);
    }

    #[test]
    fn what_never_comes_or_never_ends_is_refused() {
        for (every, end) in [
            (Every::Weeks(0), RepeatEnd::Count(5)),
            (Every::Weeks(13), RepeatEnd::Count(5)),
            (Every::Weeks(1), RepeatEnd::Count(0)),
            (Every::Weeks(1), RepeatEnd::Count(1)),
            (Every::Weeks(1), RepeatEnd::Count(105)),
            (Every::Weeks(1), RepeatEnd::Count(u16::MAX)),
            (Every::Weeks(1), RepeatEnd::Until("3026-10-19".to_owned())),
            (Every::Weeks(1), RepeatEnd::Until("2026-10-18".to_owned())),
            (Every::Weeks(1), RepeatEnd::Until("soon".to_owned())),
            (Every::MonthWeekday, RepeatEnd::Count(104)),
        ] {
            assert_eq!(series(every, end.clone()), Err(Code::SeriesInvalid), "{every:?} {end:?}");
        }
        let nowhere =
            Repeat { zone: "Nowhere/Else".to_owned(), every: Every::Weeks(1), end: RepeatEnd::Count(2) };
        assert_eq!(beginnings(FIRST, &nowhere).unwrap_err().code, Code::ZoneUnknown);
    }
}
