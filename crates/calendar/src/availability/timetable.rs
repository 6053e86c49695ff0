//! An offer laid out for searching: numbers instead of dates, bits instead of lists of kinds.

use jiff::civil::Date;

use super::{Hours, Kind, KindId, Offer, OfferError, Rules};
use crate::instant::{DAY, Instant, MINUTE, Span};
use crate::spans::Spans;
use crate::zone::{Stretch, Zone, day_number};

/// 1970-01-01 was a Thursday; weeks are counted from Monday.
const THURSDAY: i64 = 3;

/// A checked offer. Making one costs about as much as one search: keep it where many searches are made.
#[derive(Clone, Debug)]
pub struct Timetable {
    zone: Zone,
    kinds: Vec<Kind>,
    rules: Rules,
    /// By weekday from Monday.
    week: [Vec<Opening>; 7],
    /// By day number, ascending.
    dated: Vec<(i64, Vec<Opening>)>,
}

/// Hours of some day, in microseconds after its midnight on the wall.
#[derive(Clone, Copy, Debug)]
struct Opening {
    from: i64,
    to: i64,
    /// Bit by bit, the positions of kinds that fit.
    fits: u32,
}

impl Timetable {
    /// Checks an offer and lays it out.
    pub fn new(offer: &Offer) -> Result<Self, OfferError> {
        offer.check()?;
        let mut week: [Vec<Opening>; 7] = Default::default();
        for window in &offer.windows {
            let day = usize::from(window.weekday.to_monday_zero_offset().unsigned_abs());
            week[day].push(opening(&window.hours, &offer.kinds));
        }
        let mut dated: Vec<(i64, Vec<Opening>)> = offer
            .exceptions
            .iter()
            .map(|exception| {
                let openings = exception.hours.iter().map(|hours| opening(hours, &offer.kinds));
                (day_number(exception.date), openings.collect())
            })
            .collect();
        dated.sort_unstable_by_key(|(day, _)| *day);
        Ok(Self { zone: offer.zone.clone(), kinds: offer.kinds.clone(), rules: offer.rules, week, dated })
    }

    /// Where its clock hangs.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Buffers, notice, horizon, step.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What can be booked.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// One kind by its number.
    pub fn kind(&self, id: KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// When it is open for a kind within a range, whatever is booked; nothing for a kind it does not have.
    pub fn open(&self, kind: KindId, range: Span) -> Spans {
        self.open_through(kind, &self.zone.stretches(range))
    }

    /// The same, where the range is already cut at changes of the clock.
    pub(crate) fn open_through(&self, kind: KindId, stretches: &[Stretch]) -> Spans {
        let Some(position) = self.kinds.iter().position(|each| each.id == kind) else {
            return Spans::default();
        };
        let bit = 1 << position;
        let mut open = Vec::new();
        for &Stretch { span, offset } in stretches {
            let wall = span.shifted(offset);
            // The evening before may go on past midnight.
            let first_day = wall.start.as_micros().div_euclid(DAY) - 1;
            let last_day = wall.end.as_micros().div_euclid(DAY);
            for day in first_day..=last_day {
                let midnight = Instant::from_micros(day * DAY);
                for opening in self.on(day).iter().filter(|opening| opening.fits & bit != 0) {
                    let hours = Span {
                        start: midnight.plus_micros(opening.from),
                        end: midnight.plus_micros(opening.to),
                    };
                    open.push(hours.clip(wall).shifted(-offset));
                }
            }
        }
        open.into_iter().collect()
    }

    /// The first moment past the horizon, seen from `now`.
    pub(crate) fn horizon(&self, now: Instant) -> Instant {
        let today = self.zone.wall(now).date();
        let days = i64::from(self.rules.horizon_days) + 1;
        let beyond = today.checked_add(jiff::Span::new().days(days)).unwrap_or(Date::MAX);
        self.zone.start_of_day(beyond)
    }

    fn on(&self, day: i64) -> &[Opening] {
        match self.dated.binary_search_by_key(&day, |(dated, _)| *dated) {
            Ok(found) => &self.dated[found].1,
            Err(_) => &self.week[(day + THURSDAY).rem_euclid(7) as usize],
        }
    }
}

fn opening(hours: &Hours, kinds: &[Kind]) -> Opening {
    let fits =
        kinds.iter().enumerate().filter(|(_, kind)| hours.kinds.is_empty() || hours.kinds.contains(&kind.id));
    Opening {
        from: i64::from(hours.from_minute) * MINUTE,
        to: i64::from(hours.to_minute) * MINUTE,
        fits: fits.fold(0, |bits, (position, _)| bits | 1 << position),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::{Weekday, date};

    use super::super::{Exception, Mode, Window};
    use super::*;

    const TALK: KindId = KindId(7);
    const GROUP: KindId = KindId(9);

    fn hours(from: u16, to: u16, kinds: &[KindId]) -> Hours {
        Hours { from_minute: from * 60, to_minute: to * 60, kinds: kinds.to_vec() }
    }

    fn timetable(zone: &str, windows: &[(Weekday, Hours)], exceptions: Vec<Exception>) -> Timetable {
        let windows =
            windows.iter().map(|(weekday, hours)| Window { weekday: *weekday, hours: hours.clone() });
        let offer = Offer {
            zone: zone.parse().unwrap(),
            kinds: vec![
                Kind { id: TALK, minutes: 50, mode: Mode::Video },
                Kind { id: GROUP, minutes: 90, mode: Mode::Group },
            ],
            windows: windows.collect(),
            exceptions,
            rules: Rules::default(),
        };
        Timetable::new(&offer).unwrap()
    }

    /// Open spans between two UTC dates, written `29T08:00-29T11:00`.
    fn open(timetable: &Timetable, kind: KindId, from: &str, to: &str) -> Vec<String> {
        let at = |date: &str| {
            let at: Timestamp = format!("{date}T00:00:00Z").parse().unwrap();
            Instant::from_micros(at.as_microsecond())
        };
        let text = |at: Instant| crate::zone::timestamp(at).strftime("%dT%H:%M").to_string();
        let range = Span { start: at(from), end: at(to) };
        timetable
            .open(kind, range)
            .iter()
            .map(|span| format!("{}-{}", text(span.start), text(span.end)))
            .collect()
    }

    #[test]
    fn hours_follow_the_clock_on_the_wall() {
        let table = timetable("Europe/London", &[(Weekday::Sunday, hours(9, 12, &[]))], vec![]);
        assert_eq!(
            open(&table, TALK, "2026-03-20", "2026-04-01"),
            ["22T09:00-22T12:00", "29T08:00-29T11:00"] // summer begins on the 29th
        );
    }

    #[test]
    fn a_window_over_an_hour_left_out_is_shorter_and_over_one_that_comes_twice_longer() {
        let night = timetable("Europe/London", &[(Weekday::Sunday, hours(0, 3, &[]))], vec![]);
        assert_eq!(open(&night, TALK, "2026-03-29", "2026-03-30"), ["29T00:00-29T02:00"]);
        assert_eq!(open(&night, TALK, "2026-10-24", "2026-10-26"), ["24T23:00-25T03:00"]);
    }

    #[test]
    fn a_window_goes_on_past_midnight_into_a_day_that_is_closed() {
        let closed = Exception { date: date(2026, 11, 28), hours: vec![] };
        let windows = [(Weekday::Friday, hours(22, 26, &[])), (Weekday::Saturday, hours(10, 11, &[]))];
        let table = timetable("UTC", &windows, vec![closed]);
        assert_eq!(open(&table, TALK, "2026-11-27", "2026-11-29"), ["27T22:00-28T02:00"]);
        assert_eq!(open(&table, TALK, "2026-11-28", "2026-11-29"), ["28T00:00-28T02:00"]);
    }

    #[test]
    fn kinds_have_windows_of_their_own() {
        let windows =
            [(Weekday::Monday, hours(9, 10, &[TALK])), (Weekday::Monday, hours(10, 12, &[GROUP, TALK]))];
        let table = timetable("Asia/Kathmandu", &windows, vec![]);
        assert_eq!(open(&table, TALK, "2026-11-23", "2026-11-24"), ["23T03:15-23T06:15"]);
        assert_eq!(open(&table, GROUP, "2026-11-23", "2026-11-24"), ["23T04:15-23T06:15"]);
        assert!(open(&table, KindId(1), "2026-11-23", "2026-11-24").is_empty());
    }

    #[test]
    fn an_extra_date_opens_a_closed_day() {
        let extra = Exception { date: date(2026, 11, 29), hours: vec![hours(8, 9, &[])] };
        let table = timetable("UTC", &[], vec![extra]);
        assert_eq!(open(&table, TALK, "2026-11-20", "2026-12-20"), ["29T08:00-29T09:00"]);
    }

    #[test]
    fn a_day_that_never_was_is_not_open() {
        let every: Vec<_> = [Weekday::Thursday, Weekday::Friday, Weekday::Saturday]
            .map(|weekday| (weekday, hours(9, 10, &[])))
            .into();
        let apia = timetable("Pacific/Apia", &every, vec![]);
        // Thursday the 29th, then Saturday the 31st.
        assert_eq!(open(&apia, TALK, "2011-12-29", "2012-01-01"), ["29T19:00-29T20:00", "30T19:00-30T20:00"]);
    }
}
