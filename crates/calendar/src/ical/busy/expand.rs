//! The stretches of time that one event takes within a range.

use std::collections::{BTreeSet, HashSet};

use jiff::civil::{Date, DateTime};

use super::read::{Event, Length, Recurring, Until};
use super::zones::Moment;
use crate::instant::{DAY, Instant, Span};
use crate::recur::rule::{Budget, Spent, Wanted};
use crate::zone::Zone;

/// Occurrences that something else stands for, or nothing.
#[derive(Clone, Default)]
pub(super) struct Replaced {
    instants: HashSet<Instant>,
    /// Some programs name an occurrence by its date alone.
    dates: HashSet<Date>,
}

impl Replaced {
    pub(super) fn insert(&mut self, original: &Moment) {
        if original.whole_day {
            self.dates.insert(original.wall.date());
        } else {
            self.instants.insert(original.instant());
        }
    }

    fn contains(&self, wall: DateTime, at: Instant) -> bool {
        self.instants.contains(&at) || self.dates.contains(&wall.date())
    }
}

/// Those of an event; not clipped to the range, but none that is far from it.
pub(super) fn spans(
    event: &Event,
    replaced: &Replaced,
    range: Span,
    budget: &mut Budget,
) -> Result<Vec<Span>, Spent> {
    let mut left_out = Replaced::default();
    event.except.iter().for_each(|moment| left_out.insert(moment));
    let zone = &event.start.zone;
    let is_on = |wall: DateTime, at: Instant| !left_out.contains(wall, at) && !replaced.contains(wall, at);

    let mut walls = BTreeSet::from([event.start.wall]);
    for recurring in &event.rules {
        walls.extend(recurring.walls(event, range, budget)?);
    }
    let starts = walls.into_iter().map(|wall| (wall, zone.instant(wall)));
    let regular =
        starts.filter(|(wall, at)| is_on(*wall, *at)).map(|(wall, at)| event.length.from(wall, at, zone));
    let more = event.more.iter().filter(|(moment, _)| is_on(moment.wall, moment.instant()));
    let more = more.map(|(moment, length)| {
        length.unwrap_or(event.length).from(moment.wall, moment.instant(), &moment.zone)
    });
    Ok(regular.chain(more).collect())
}

impl Recurring {
    /// When it begins, on the wall of the event, near a range.
    fn walls(&self, event: &Event, range: Span, budget: &mut Budget) -> Result<Vec<DateTime>, Spent> {
        let Moment { wall: first, zone, .. } = &event.start;
        // A day more on either side than clocks and offsets can make of it.
        let earliest = range.start.plus_micros(-event.length.at_most()).plus_micros(-2 * DAY);
        let latest = range.end.plus_micros(2 * DAY);
        let wanted = Wanted {
            first: first.date(),
            count: self.count,
            from: zone.wall(earliest).date(),
            last: zone.wall(latest).date(),
        };
        let dates = self.rule.dates(wanted, budget)?;
        let walls = dates.into_iter().map(|date| date.to_datetime(first.time()));
        Ok(walls.filter(|wall| self.before_end(*wall, zone)).collect())
    }

    fn before_end(&self, wall: DateTime, zone: &Zone) -> bool {
        match self.until {
            None => true,
            Some(Until::Instant(last)) => zone.instant(wall) <= last,
            Some(Until::Wall(last)) => wall <= last,
        }
    }
}

impl Length {
    fn from(self, wall: DateTime, start: Instant, zone: &Zone) -> Span {
        let end = match self {
            Self::Exact(micros) => start.plus_micros(micros),
            Self::Days(days) => {
                let days = jiff::Span::new().try_days(days).and_then(|days| wall.checked_add(days));
                zone.instant(days.unwrap_or(DateTime::MAX))
            }
        };
        Span { start, end }
    }

    /// In microseconds; a day on the wall may be a little longer than 24 hours.
    fn at_most(self) -> i64 {
        match self {
            Self::Exact(micros) => micros,
            Self::Days(days) => days.saturating_mul(DAY).saturating_add(DAY),
        }
    }
}
