//! Responses over time, with what they come to.

use super::{Course, Response};
use crate::content::{MeasureAnswered, MeasureName};
use crate::ids::{AccountId, EntryId};
use crate::measure::{Answers, Change, Package, Score, ScoreError, Track, change, find, score, track};

/// How one measure went with one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Which measure; scores of another version do not compare.
    pub measure: MeasureName,
    /// The responses, oldest first.
    pub points: Vec<Point>,
    /// How they get on, by the scale that is charted.
    pub track: Track,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The entry.
    pub entry: EntryId,
    /// When it was answered, in microseconds since the Unix epoch.
    pub at: i64,
    /// What it comes to.
    pub score: Result<Score, Unscored>,
    /// What has changed since the first response that could be scored, scale by scale.
    pub since_first: Vec<Change>,
    /// The same since the response before it that could be scored; nothing for the first.
    pub since_last: Vec<Change>,
}

impl Series {
    /// Of several measures of one person the one to look at first: one that is off track, or else the one with
    /// most to see; of equal ones the newest.
    pub fn telling(all: &[Self]) -> Option<&Self> {
        let newest = |it: &Self| it.points.last().map(|point| point.at);
        all.iter().max_by_key(|it| (it.track.is_off(), it.points.len(), newest(it)))
    }
}

/// Why a response has no score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unscored {
    /// No package of that name, version and checksum is at hand: of a newer Rapport, or of a practice.
    #[error("the measure is not known here")]
    NotKnown,
    /// The answers do not score.
    #[error(transparent)]
    Refused(#[from] ScoreError),
}

/// The packages that come with Rapport, for [`Course::series`]. A practice that supplied words looks among
/// its own as well.
pub fn on_shelf(name: &MeasureName, checksum: &[u8; 32]) -> Option<&'static Package> {
    find(&name.id, name.version).filter(|package| package.checksum() == checksum)
}

impl Course {
    /// Every measure that `of` has answered, by name and version.
    pub fn measures(&self, of: AccountId) -> Vec<MeasureName> {
        let measured = self.standing().filter(|it| it.by == of).filter_map(|it| it.measured.as_ref());
        let mut names: Vec<_> = measured.map(|it| it.measure.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// How a measure went with `of`. `package` finds the one whose words they saw.
    pub fn series<'p>(
        &self,
        of: AccountId,
        measure: &MeasureName,
        package: impl Fn(&MeasureName, &[u8; 32]) -> Option<&'p Package>,
    ) -> Series {
        let measured = |it| -> Option<(&Response, &MeasureAnswered)> { Some((it, it.measured.as_ref()?)) };
        let mut responses: Vec<_> = self.standing().filter(|it| it.by == of).filter_map(measured).collect();
        responses.retain(|(_, answered)| answered.measure == *measure);
        responses.sort_by_key(|(it, _)| (it.at, it.position));
        let mut points: Vec<Point> = Vec::new();
        let mut first: Option<(&Package, Score)> = None;
        let mut last: Option<Score> = None;
        let mut charted = Vec::new();
        for (response, answered) in responses {
            let found = package(measure, &answered.checksum);
            let score = found
                .ok_or(Unscored::NotKnown)
                .and_then(|package| Ok(score(package, &Answers(answered.answers.clone()))?));
            let (mut since_first, mut since_last) = (Vec::new(), Vec::new());
            if let (Some(package), Ok(score)) = (found, &score) {
                let (_, first) = first.get_or_insert_with(|| (package, score.clone()));
                since_first = change(package, first, score);
                let before = last.replace(score.clone());
                since_last = before.map(|before| change(package, &before, score)).unwrap_or_default();
                charted.extend(score.main().map(|main| (response.at, main.value)));
            }
            points.push(Point { entry: response.entry, at: response.at, score, since_first, since_last });
        }
        let scale = first.and_then(|(package, _)| package.scales.first());
        let track = scale.map_or(Track::NotKnown, |scale| track(scale, &charted));
        Series { measure: measure.clone(), points, track }
    }
}
