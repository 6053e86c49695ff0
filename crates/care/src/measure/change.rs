//! What has changed between two answerings, and whether it is more than chance.
//!
//! Jacobson & Truax (1991), doi:10.1037/0022-006X.59.1.12: a change is *reliable* when it is larger than
//! the measure's own error explains, and *clinically significant* when it also crosses from one population
//! into the other. Both figures are the package's, with their papers.

use super::package::{Better, Package, Scale, Whom};
use super::score::{Score, is_met};

/// What has changed on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The scale's name for programs.
    pub scale: String,
    /// Later less earlier, in points.
    pub points: i32,
    /// Whether that is more than chance.
    pub reliable: Reliable,
    /// Whether it crosses the cut-off.
    pub crossing: Crossing,
}

/// Whether a change is more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reliable {
    /// Better, and more than chance.
    Improved,
    /// Worse, and more than chance.
    Worsened,
    /// Not more than chance explains.
    No,
    /// Nobody has shown how much would be more than chance.
    NotKnown,
}

/// Whether a change crosses the cut-off for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing {
    /// Was a case, and is none any more.
    OutOf,
    /// Was none, and is a case.
    Into,
    /// Neither.
    No,
    /// There is no cut-off for everybody.
    NotKnown,
}

impl Change {
    /// Recovered: better by more than chance, and no case any more.
    pub fn is_recovery(&self) -> bool {
        self.reliable == Reliable::Improved && self.crossing == Crossing::OutOf
    }
}

/// What has changed from `earlier` to `later`, scale by scale in the order of the package. A scale that
/// one of the two lacks is left out: they are of another measure.
pub fn change(package: &Package, earlier: &Score, later: &Score) -> Vec<Change> {
    let both = |scale: &Scale| {
        let (from, to) = (earlier.scale(&scale.id)?.value, later.scale(&scale.id)?.value);
        Some(Change {
            scale: scale.id.clone(),
            points: to as i32 - from as i32,
            reliable: reliable(scale, from, to),
            crossing: crossing(scale, from, to),
        })
    };
    package.scales.iter().filter_map(both).collect()
}

pub(super) fn reliable(scale: &Scale, from: u32, to: u32) -> Reliable {
    let Some(basis) = &scale.change else { return Reliable::NotKnown };
    if from.abs_diff(to) < basis.points {
        return Reliable::No;
    }
    let lower = to < from;
    if lower == (scale.better == Better::Lower) { Reliable::Improved } else { Reliable::Worsened }
}

fn crossing(scale: &Scale, from: u32, to: u32) -> Crossing {
    match (is_case(scale, from), is_case(scale, to)) {
        (Some(true), Some(false)) => Crossing::OutOf,
        (Some(false), Some(true)) => Crossing::Into,
        (Some(_), Some(_)) => Crossing::No,
        _ => Crossing::NotKnown,
    }
}

/// Whether a score meets the first cut-off that is for everybody.
pub(super) fn is_case(scale: &Scale, value: u32) -> Option<bool> {
    let cutoff = scale.cutoffs.iter().find(|cutoff| cutoff.whom == Whom::Anyone)?;
    Some(is_met(scale.better, cutoff.at, value))
}
