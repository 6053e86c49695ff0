//! Plans that people make together: for a bad hour, and for the therapy.

use serde::{Deserialize, Serialize};

use super::ContentError;
use crate::ids::{EntryId, GoalId};
use crate::limits::{RATING_MAX, VERSIONS_MERGED_MAX};
use crate::plan::Plan;
use crate::safety::SafetyPlan;

/// A safety plan as it stands from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyPlanned {
    /// The versions it was made from: one as a rule, none for the first, several when two are joined.
    pub after: Vec<EntryId>,
    /// The plan.
    pub plan: SafetyPlan,
}

impl SafetyPlanned {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        few(&self.after)?;
        self.plan.check()
    }
}

/// A plan of the therapy as it stands from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The versions it was made from, as in [`SafetyPlanned::after`].
    pub after: Vec<EntryId>,
    /// The plan.
    pub plan: Plan,
}

impl Planned {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        few(&self.after)?;
        self.plan.check()
    }
}

/// Somebody agrees to one version of a plan, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAgreed {
    /// The entry with that version.
    pub entry: EntryId,
}

/// How near a client is to one of their goals, as they see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalRated {
    /// Which goal.
    pub goal: GoalId,
    /// 0 (not at all) to [`RATING_MAX`] (there).
    pub rating: u8,
}

impl GoalRated {
    pub(super) const fn check(&self) -> Result<(), ContentError> {
        if self.rating > RATING_MAX { Err(ContentError::Malformed) } else { Ok(()) }
    }
}

const fn few(after: &[EntryId]) -> Result<(), ContentError> {
    let max = VERSIONS_MERGED_MAX;
    if after.len() > max { Err(ContentError::TooLong { what: "the row of versions", max }) } else { Ok(()) }
}
