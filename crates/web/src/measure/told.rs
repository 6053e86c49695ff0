//! How somebody gets on by one measure: what the charts, the tables and the sentences are made of.

use rapport_care::content::{MeasureAnswered, MeasureName};
use rapport_care::course::{Course, Series, on_shelf};
use rapport_care::measure::{Change, Package, Scale, find};
use rapport_client::Session;
use rapport_client::ids::inner_account;
use rapport_wire::{AccountId, SpaceId};

/// One measure, one person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// The package whose words they saw.
    pub(super) package: &'static Package,
    /// Their responses.
    pub(super) series: Series,
    /// The newest answers, question by question.
    pub(super) newest: Option<MeasureAnswered>,
}

impl Told {
    /// What is charted.
    pub(super) fn scale(&self) -> Option<&'static Scale> {
        self.package.scales.first()
    }

    /// Scores of what is charted, oldest first, each with when it was given.
    pub(super) fn scores(&self) -> Vec<(i64, u32)> {
        let scored =
            |point: &rapport_care::course::Point| Some((point.at, point.score.as_ref().ok()?.main()?.value));
        self.series.points.iter().filter_map(scored).collect()
    }

    /// What has changed from the first to the newest; none of one score alone.
    pub(super) fn change(&self) -> Option<&Change> {
        let mut scored = self.series.points.iter().filter(|point| point.score.is_ok());
        scored.next()?;
        scored.next_back()?.since_first.first()
    }
}

/// Everything that somebody has answered in a space, the measure with the newest answers first.
pub(super) fn told(session: &Session, space: SpaceId, of: AccountId) -> Vec<Told> {
    let of = inner_account(of);
    let one = |course: &Course, name: &MeasureName| {
        let package = find(&name.id, name.version)?;
        let series = course.series(of, name, on_shelf);
        let newest = series.points.last().and_then(|point| course.answers(point.entry)).cloned();
        Some(Told { package, series, newest })
    };
    let all = |course: &Course| -> Vec<Told> {
        course.measures(of).iter().filter_map(|name| one(course, name)).collect()
    };
    let mut all = session.course(space, all).unwrap_or_default();
    all.sort_by_key(|told| std::cmp::Reverse(told.series.points.last().map(|point| point.at)));
    all
}
