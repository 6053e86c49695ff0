//! Whether somebody is off track: a reason to talk about it, never a verdict.
//!
//! The rule, whole. Somebody is off track on a scale when
//! - the newest score is *reliably worse* (Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12) than the one
//!   before it, than the first one, or than the best one so far: a fall after weeks of gain is no smaller for
//!   having begun low; or
//! - [`OFF_TRACK_AFTER_DAYS`] days or more have gone by, the newest score is still a case, and it is not
//!   reliably better than the first. No gain by the fourth week foretells no gain at the end (Schibbye et al. 2014,
//!   doi:10.1371/journal.pone.0100614).
//!
//! That telling therapists so helps the people concerned, a little, is from de Jong et al. (2021),
//! doi:10.1016/j.cpr.2021.102002. Expected courses fitted to a population, as the OQ system has them, are
//! proprietary and need its data; this rule needs only the package. On a scale for which nobody has shown
//! how much change is reliable, it says nothing.

use super::change::{Reliable, is_case, reliable};
use super::package::{Better, Scale};
use crate::limits::OFF_TRACK_AFTER_DAYS;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// How somebody gets on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Track {
    /// Nothing to say: one score, or no figure for reliable change.
    NotKnown,
    /// Nothing that worries.
    On,
    /// Reliably worse than the last time.
    WorseThanLast {
        /// The score before.
        from: u32,
        /// The newest.
        to: u32,
    },
    /// Reliably worse than at first.
    Worse,
    /// Reliably worse than it has been at its best.
    WorseThanBest {
        /// The best score so far.
        from: u32,
        /// The newest.
        to: u32,
    },
    /// Still a case after [`OFF_TRACK_AFTER_DAYS`] days, and not reliably better.
    Unchanged,
}

impl Track {
    /// Whether there is something to talk about.
    pub const fn is_off(self) -> bool {
        !matches!(self, Self::NotKnown | Self::On)
    }
}

/// How somebody gets on by their scores, oldest first, each with when it was given in microseconds since
/// the Unix epoch. Of several things to say the most sudden is said.
pub fn track(scale: &Scale, scores: &[(i64, u32)]) -> Track {
    let ([before @ .., (at, newest)], Some(_)) = (scores, &scale.change) else {
        return Track::NotKnown;
    };
    let ([(began, first), ..], [.., (_, last)]) = (before, before) else { return Track::NotKnown };
    let worse_than = |score: u32| reliable(scale, score, *newest) == Reliable::Worsened;
    let each = before.iter().map(|(_, score)| *score);
    let best = match scale.better {
        Better::Lower => each.min(),
        Better::Higher => each.max(),
    };
    if worse_than(*last) {
        return Track::WorseThanLast { from: *last, to: *newest };
    }
    if worse_than(*first) {
        return Track::Worse;
    }
    if let Some(best) = best.filter(|best| worse_than(*best)) {
        return Track::WorseThanBest { from: best, to: *newest };
    }
    let days = at.saturating_sub(*began) / DAY_US;
    match reliable(scale, *first, *newest) {
        Reliable::No if days >= OFF_TRACK_AFTER_DAYS && is_case(scale, *newest) == Some(true) => {
            Track::Unchanged
        }
        _ => Track::On,
    }
}
