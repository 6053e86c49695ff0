//! Painting hours: a week as stretches of wall-clock minutes, from Monday midnight on. Painting is setting a
//! stretch open or closed; what touches and is alike becomes one.

use rapport_wire::offer::{Exception, Hours, Offer, Window};

use crate::time::date::{DAY_MINUTES, Date};
use crate::time::zone::Local;

/// Minutes in a week of the wall clock.
pub(super) const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;
/// Minutes of one field of the painted week.
pub(super) const CELL_MINUTES: u16 = 30;

/// An open stretch of the week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Range {
    /// Minutes after Monday midnight.
    from: u16,
    /// After `from`, at most [`WEEK_MINUTES`].
    to: u16,
    /// Kinds that fit; none means all.
    kinds: Vec<u16>,
}

/// The open stretches of a week, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Painted(Vec<Range>);

impl Painted {
    /// From an offer's windows.
    pub(super) fn of(windows: &[Window]) -> Self {
        let mut ranges = Vec::with_capacity(windows.len());
        for Window { weekday, hours } in windows {
            let midnight = u16::from(weekday.saturating_sub(1) % 7) * DAY_MINUTES;
            let (from, to) = (midnight + hours.from_minute, midnight + hours.to_minute);
            // Sunday's late hours reach into Monday.
            let kinds = hours.kinds.clone();
            ranges.push(Range {
                from: from.min(WEEK_MINUTES),
                to: to.min(WEEK_MINUTES),
                kinds: kinds.clone(),
            });
            if to > WEEK_MINUTES {
                ranges.push(Range { from: 0, to: to - WEEK_MINUTES, kinds });
            }
        }
        let mut painted = Self(ranges);
        painted.tidy();
        painted
    }

    /// As windows again. What goes on past midnight stays one, if it is no longer than a day.
    pub(super) fn windows(&self) -> Vec<Window> {
        let mut ranges = self.0.clone();
        let wraps = match (ranges.first(), ranges.last()) {
            (Some(first), Some(last)) if ranges.len() > 1 => {
                first.from == 0
                    && first.to <= DAY_MINUTES
                    && last.to == WEEK_MINUTES
                    && first.kinds == last.kinds
            }
            _ => false,
        };
        let early = if wraps { ranges.remove(0).to } else { 0 };
        if let Some(last) = ranges.last_mut() {
            last.to += early;
        }
        let mut windows = Vec::with_capacity(ranges.len());
        for Range { mut from, to, kinds } in ranges {
            while from < to {
                let midnight = from / DAY_MINUTES * DAY_MINUTES;
                // More than a day is not one window: an exception of a day would not close what began before it.
                let end = if to - from <= DAY_MINUTES { to } else { midnight + DAY_MINUTES };
                let hours =
                    Hours { from_minute: from - midnight, to_minute: end - midnight, kinds: kinds.clone() };
                windows.push(Window { weekday: (midnight / DAY_MINUTES % 7 + 1) as u8, hours });
                from = end;
            }
        }
        windows
    }

    /// Whether all of a stretch is open.
    pub(super) fn open(&self, from: u16, to: u16) -> bool {
        let mut reached = from;
        for range in &self.0 {
            if range.from <= reached && range.to > reached {
                reached = range.to;
            }
        }
        reached >= to
    }

    /// Whether any of a stretch is open.
    pub(super) fn any(&self, from: u16, to: u16) -> bool {
        self.0.iter().any(|range| range.from < to && from < range.to)
    }

    /// Opens a stretch, or closes it.
    pub(super) fn set(&mut self, from: u16, to: u16, open: bool) {
        let cut = |range: &Range| {
            let before = Range { to: range.to.min(from), ..range.clone() };
            let after = Range { from: range.from.max(to), ..range.clone() };
            [before, after].into_iter().filter(|rest| rest.from < rest.to)
        };
        // What is open already keeps the kinds it was opened for.
        if open && self.open(from, to) {
            return;
        }
        self.0 = self.0.iter().flat_map(cut).collect();
        if open {
            self.0.push(Range { from, to, kinds: Vec::new() });
        }
        self.tidy();
    }

    /// The kinds that fit what is open in a stretch; none means all.
    pub(super) fn fitting(&self, from: u16, to: u16) -> Vec<u16> {
        let found = self.0.iter().find(|range| range.from < to && from < range.to);
        found.map(|range| range.kinds.clone()).unwrap_or_default()
    }

    /// Says which kinds fit what is open in a stretch; none means all.
    pub(super) fn fit(&mut self, from: u16, to: u16, kinds: &[u16]) {
        let mut inside: Vec<Range> = Vec::new();
        for range in &self.0 {
            let (from, to) = (range.from.max(from), range.to.min(to));
            if from < to {
                inside.push(Range { from, to, kinds: kinds.to_vec() });
            }
        }
        self.set(from, to, false);
        self.0.extend(inside);
        self.tidy();
    }

    /// A kind is no longer given: hours that only it fitted are closed, the others stay open for the rest.
    pub(super) fn drop_kind(&mut self, kind: u16) {
        self.0.retain(|range| range.kinds != [kind]);
        self.0.iter_mut().for_each(|range| range.kinds.retain(|other| *other != kind));
        self.tidy();
    }

    /// As [`Self::set`], for a rectangle between two fields: the same hours of every day between them.
    pub(super) fn set_between(&mut self, one: u16, other: u16, open: bool) {
        let (days, hours) =
            ((one / DAY_MINUTES, other / DAY_MINUTES), (one % DAY_MINUTES, other % DAY_MINUTES));
        for day in days.0.min(days.1)..=days.0.max(days.1) {
            let midnight = day * DAY_MINUTES;
            let (from, to) = (hours.0.min(hours.1), hours.0.max(hours.1) + CELL_MINUTES);
            self.set(midnight + from, midnight + to, open);
        }
    }

    fn tidy(&mut self) {
        self.0.retain(|range| range.from < range.to);
        self.0.sort();
        let mut joined: Vec<Range> = Vec::with_capacity(self.0.len());
        for range in self.0.drain(..) {
            match joined.last_mut() {
                Some(last) if last.to >= range.from && last.kinds == range.kinds => {
                    last.to = last.to.max(range.to);
                }
                _ => joined.push(range),
            }
        }
        self.0 = joined;
    }
}

/// The first and the last hour to show, so that everything open is in it: seven to eight at least.
pub(super) fn shown_hours(stretches: impl Iterator<Item = (u16, u16)>) -> (u16, u16) {
    stretches.fold((7, 20), |(first, last), (from, to)| {
        let to = to.min(DAY_MINUTES);
        (first.min(from / 60), last.max(to.div_ceil(60)))
    })
}

/// What is open on one date, as minutes of that day: its weekly windows or its exception, and what reaches
/// into it from the night before.
pub(super) fn open_on(offer: &Offer, date: Date) -> Vec<(u16, u16)> {
    let holds = |date: Date| -> Vec<Hours> {
        let name = date.to_string();
        let exception = offer.exceptions.iter().find(|it| it.date == name);
        if let Some(Exception { hours, .. }) = exception {
            return hours.clone();
        }
        let weekly = offer.windows.iter().filter(|window| window.weekday == date.weekday());
        weekly.map(|window| window.hours.clone()).collect()
    };
    let night = holds(date.plus(-1)).into_iter().filter(|hours| hours.to_minute > DAY_MINUTES);
    let night =
        night.map(|hours| (hours.from_minute.saturating_sub(DAY_MINUTES), hours.to_minute - DAY_MINUTES));
    let own = holds(date).into_iter().map(|hours| (hours.from_minute, hours.to_minute.min(DAY_MINUTES)));
    night.chain(own).filter(|(from, to)| from < to).collect()
}

/// A stretch between two local moments, cut at midnights: a date and minutes of it for each piece.
pub(super) fn pieces(from: Local, until: Local) -> Vec<(Date, u16, u16)> {
    let mut pieces = Vec::new();
    let mut at = from;
    while at < until && pieces.len() < 8 {
        let end = if at.date == until.date { until.minute } else { DAY_MINUTES };
        if at.minute < end {
            pieces.push((at.date, at.minute, end));
        }
        at = Local { date: at.date.plus(1), minute: 0 };
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(weekday: u8, from_minute: u16, to_minute: u16) -> Window {
        Window { weekday, hours: Hours { from_minute, to_minute, kinds: Vec::new() } }
    }

    #[test]
    fn windows_survive_being_painted() {
        let windows =
            [window(1, 540, 720), window(1, 780, 1_020), window(5, 1_200, 1_560), window(7, 1_380, 1_500)];
        assert_eq!(Painted::of(&windows).windows(), windows);
        let days = [window(1, 0, 1_440), window(2, 0, 1_440)];
        assert_eq!(Painted::of(&days).windows(), days);
        let weekend = [window(6, 1_200, 1_440), window(7, 0, 1_440), window(1, 0, 300)];
        assert_eq!(Painted::of(&weekend).windows(), weekend);
    }

    #[test]
    fn a_stroke_opens_and_another_closes() {
        let mut painted = Painted::default();
        painted.set(540, 600, true);
        painted.set(600, 720, true);
        assert_eq!(painted.windows(), [window(1, 540, 720)]);
        painted.set(570, 600, false);
        assert_eq!(painted.windows(), [window(1, 540, 570), window(1, 600, 720)]);
        assert!(painted.open(600, 720) && !painted.open(540, 600) && painted.any(540, 600));
        painted.set(0, WEEK_MINUTES, false);
        assert_eq!(painted, Painted::default());
    }

    #[test]
    fn a_rectangle_is_the_same_hours_of_each_day_whichever_corner_one_begins_at() {
        let (mut down, mut up) = (Painted::default(), Painted::default());
        down.set_between(540, 2 * DAY_MINUTES + 570, true);
        up.set_between(2 * DAY_MINUTES + 570, 540, true);
        assert_eq!(down, up);
        assert_eq!(down.windows(), [window(1, 540, 600), window(2, 540, 600), window(3, 540, 600)]);
    }

    #[test]
    fn what_is_open_for_some_kinds_keeps_them_under_the_brush() {
        let some = Window { weekday: 1, hours: Hours { from_minute: 540, to_minute: 600, kinds: vec![2] } };
        let mut painted = Painted::of(std::slice::from_ref(&some));
        painted.set(540, 600, true);
        assert_eq!(painted.windows(), std::slice::from_ref(&some));
        painted.set(600, 660, true);
        assert_eq!(painted.windows(), [some, window(1, 600, 660)]);
    }

    #[test]
    fn hours_are_for_some_kinds_and_a_kind_that_goes_takes_its_own_along() {
        let mut painted = Painted::of(&[window(1, 540, 720)]);
        painted.fit(600, 720, &[1, 2]);
        assert_eq!((painted.fitting(540, 600), painted.fitting(600, 720)), (vec![], vec![1, 2]));
        painted.fit(660, 720, &[2]);
        painted.drop_kind(2);
        let one = |from_minute, to_minute, kinds| Window {
            weekday: 1,
            hours: Hours { from_minute, to_minute, kinds },
        };
        assert_eq!(painted.windows(), [one(540, 600, vec![]), one(600, 660, vec![1])]);
        painted.fit(0, WEEK_MINUTES, &[]);
        assert_eq!(painted.windows(), [window(1, 540, 660)]);
    }

    #[test]
    fn a_date_shows_its_exception_and_the_night_before() {
        let date = Date::parse("2026-12-24").unwrap();
        assert_eq!(date.weekday(), 4);
        let mut offer = Offer {
            zone: "UTC".into(),
            kinds: Vec::new(),
            windows: vec![window(3, 1_380, 1_500), window(4, 540, 720)],
            exceptions: Vec::new(),
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            notice_minutes: 0,
            horizon_days: 1,
            step_minutes: 30,
        };
        assert_eq!(open_on(&offer, date), [(0, 60), (540, 720)]);
        offer.exceptions.push(Exception { date: date.to_string(), hours: Vec::new() });
        assert_eq!(open_on(&offer, date), [(0, 60)]);
    }

    #[test]
    fn a_night_is_cut_at_midnight() {
        let date = Date::parse("2026-11-22").unwrap();
        let (from, until) = (Local { date, minute: 1_410 }, Local { date: date.plus(1), minute: 20 });
        assert_eq!(pieces(from, until), [(date, 1_410, 1_440), (date.plus(1), 0, 20)]);
        assert_eq!(shown_hours(pieces(from, until).into_iter().map(|(_, from, to)| (from, to))), (0, 24));
        assert_eq!(shown_hours(std::iter::empty()), (7, 20));
    }
}
