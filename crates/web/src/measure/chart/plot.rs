//! Where things stand in a chart of scores over time: pure geometry, in the units of the drawing.

use std::ops::RangeInclusive;

use rapport_care::measure::{Better, Scale, Whom};

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;
/// Room for the figures at the side.
pub(super) const LEFT: f64 = 34.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 30.0;
/// Between the middles of two dates below the chart.
const DATE_WIDTH: f64 = 64.0;
/// A name fits into a stripe of this height.
const NAME_HEIGHT: f64 = 15.0;

/// The plane that is drawn on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plot {
    /// Width of all of it.
    pub(super) width: f64,
    /// Height of all of it.
    pub(super) height: f64,
    from: i64,
    until: i64,
    low: u32,
    high: u32,
}

/// A severity band, as a stripe.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stripe {
    /// Its lowest score.
    pub(super) from: u32,
    /// Its name.
    pub(super) name: String,
    /// Its upper edge.
    pub(super) top: f64,
    /// Its height.
    pub(super) height: f64,
}

impl Stripe {
    /// Whether its name fits into it.
    pub(super) fn fits_name(&self) -> bool {
        self.height >= NAME_HEIGHT
    }
}

impl Plot {
    /// A plane of this size for scores at these times (microseconds since the Unix epoch) within `range`.
    pub(super) fn new(width: f64, height: f64, times: &[i64], range: &RangeInclusive<u32>) -> Self {
        let first = times.iter().copied().min().unwrap_or(0);
        let last = times.iter().copied().max().unwrap_or(0);
        // Room at both sides, so that no point stands on an edge; a lone one stands in the middle.
        let room = (last.saturating_sub(first) / 16).max(3 * DAY_US);
        let (from, until) = (first.saturating_sub(room), last.saturating_add(room));
        Self { width, height, from, until, low: *range.start(), high: *range.end() }
    }

    /// How far to the side a moment stands.
    pub(super) fn x(&self, at: i64) -> f64 {
        let part = at.saturating_sub(self.from) as f64 / self.until.saturating_sub(self.from).max(1) as f64;
        LEFT + part * (self.width - LEFT - RIGHT)
    }

    /// How far down a score stands.
    pub(super) fn y(&self, score: u32) -> f64 {
        let part = f64::from(score.saturating_sub(self.low)) / f64::from((self.high - self.low).max(1));
        self.bottom() - part * (self.bottom() - TOP)
    }

    /// Where the plane ends below.
    pub(super) fn bottom(&self) -> f64 {
        self.height - BOTTOM
    }

    /// Where it ends at the side.
    pub(super) fn right(&self) -> f64 {
        self.width - RIGHT
    }

    /// Whether a moment is within what is drawn.
    pub(super) fn holds(&self, at: i64) -> bool {
        (self.from..=self.until).contains(&at)
    }

    /// The bands of a scale, from the lowest.
    pub(super) fn stripes(&self, scale: &Scale) -> Vec<Stripe> {
        let ends = scale.bands.iter().skip(1).map(|band| band.from).chain([self.high]);
        let each = scale.bands.iter().zip(ends).map(|(band, end)| {
            let top = self.y(end);
            Stripe { from: band.from, name: band.name.clone(), top, height: self.y(band.from) - top }
        });
        each.collect()
    }

    /// The path of a line through scores.
    pub(super) fn path(&self, scores: &[(i64, u32)]) -> String {
        let points = scores.iter().map(|(at, value)| format!("{:.1} {:.1}", self.x(*at), self.y(*value)));
        format!("M{}", points.collect::<Vec<_>>().join("L"))
    }

    /// Which of the times get a date below them: the last one, and before it as many as have room.
    pub(super) fn dated(&self, times: &[i64]) -> Vec<i64> {
        let mut dated: Vec<i64> = Vec::new();
        for at in times.iter().rev() {
            if dated.last().is_none_or(|later| self.x(*later) - self.x(*at) >= DATE_WIDTH) {
                dated.push(*at);
            }
        }
        dated.reverse();
        dated
    }
}

/// The cut-off that a scale's change is told by.
pub(super) fn cutoff(scale: &Scale) -> Option<u32> {
    scale.cutoffs.iter().find(|cutoff| cutoff.whom == Whom::Anyone).map(|cutoff| cutoff.at)
}

/// From which score on somebody who began at `first` is reliably better, and worse; none beyond the range.
pub(super) fn reliable(scale: &Scale, range: &RangeInclusive<u32>, first: u32) -> [Option<u32>; 2] {
    let Some(basis) = &scale.change else { return [None, None] };
    let below = first.checked_sub(basis.points).filter(|score| range.contains(score));
    let above = first.checked_add(basis.points).filter(|score| range.contains(score));
    match scale.better {
        Better::Lower => [below, above],
        Better::Higher => [above, below],
    }
}

#[cfg(test)]
mod tests {
    use rapport_care::measure::find;

    use super::*;

    fn phq_9() -> (&'static Scale, RangeInclusive<u32>) {
        let package = find("phq-9", 1).unwrap();
        (&package.scales[0], package.range(&package.scales[0]))
    }

    #[test]
    fn higher_scores_stand_higher_and_later_ones_further_on() {
        let plot = Plot::new(400.0, 260.0, &[0, 70 * DAY_US], &(0..=27));
        assert!(plot.y(27) < plot.y(10) && plot.y(10) < plot.y(0));
        assert_eq!((plot.y(0), plot.y(27)), (plot.bottom(), TOP));
        assert!(LEFT < plot.x(0) && plot.x(0) < plot.x(70 * DAY_US) && plot.x(70 * DAY_US) < plot.right());
    }

    #[test]
    fn one_score_stands_in_the_middle() {
        let plot = Plot::new(400.0, 260.0, &[5], &(0..=27));
        assert!((plot.x(5) - f64::midpoint(LEFT, plot.right())).abs() < 0.01);
    }

    #[test]
    fn stripes_cover_the_plane_without_a_gap() {
        let (scale, range) = phq_9();
        let plot = Plot::new(400.0, 260.0, &[0], &range);
        let stripes = plot.stripes(scale);
        assert_eq!(stripes.len(), 5);
        assert!((stripes[4].top - TOP).abs() < 0.01);
        for (lower, upper) in stripes.iter().zip(&stripes[1..]) {
            assert!(
                (upper.top + upper.height - lower.top).abs() < 0.01,
                "{} meets {}",
                lower.name,
                upper.name
            );
        }
    }

    #[test]
    fn thresholds_are_told_by_the_first_score_and_never_lie_outside() {
        let (scale, range) = phq_9();
        assert_eq!(cutoff(scale), Some(10));
        assert_eq!(reliable(scale, &range, 18), [Some(12), Some(24)]);
        assert_eq!(reliable(scale, &range, 4), [None, Some(10)]);
        assert_eq!(reliable(scale, &range, 25), [Some(19), None]);
        let who_5 = find("who-5", 1).unwrap();
        let range = who_5.range(&who_5.scales[0]);
        let [better, worse] = reliable(&who_5.scales[0], &range, 40);
        assert!(better > Some(40) && worse < Some(40));
    }

    #[test]
    fn dates_never_stand_on_each_other_and_the_newest_always_has_one() {
        let weeks: Vec<i64> = (0..11).map(|week| week * 7 * DAY_US).collect();
        let plot = Plot::new(328.0, 260.0, &weeks, &(0..=27));
        let dated = plot.dated(&weeks);
        assert_eq!(dated.last(), weeks.last());
        assert!(dated.windows(2).all(|two| plot.x(two[1]) - plot.x(two[0]) >= DATE_WIDTH));
        assert!(dated.len() > 2);
    }
}
