//! What two devices tell each other while both have a page open: sealed from one to the other, never stored.

use serde::{Deserialize, Serialize};

use super::{Run, Version};
use crate::content::{ContentError, at_most};
use crate::ids::PageId;
use crate::limits::{FORM_ID_BYTES_MAX, TOGETHER_HANDS_MAX};

/// Said while a page is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Live {
    /// I have this page open, and hold so much of it. Whoever holds more sends it.
    Here {
        /// The page.
        page: PageId,
        /// How much of it.
        version: Version,
        /// Whether an answer is asked for: how much the other one holds.
        answer: bool,
        /// The question I am at.
        at: Option<String>,
    },
    /// What I did, or what you lack.
    Steps {
        /// The page.
        page: PageId,
        /// The steps.
        runs: Vec<Run>,
    },
    /// I am at this question now, or at none.
    At {
        /// The page.
        page: PageId,
        /// The question.
        at: Option<String>,
    },
    /// I have put it away.
    Gone {
        /// The page.
        page: PageId,
    },
}

impl Live {
    /// The bytes that are sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        // postcard into a growing vector fails only for types without a length; ours have none.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From bytes that were sealed. What is over a limit is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ContentError> {
        let (live, _) = postcard::take_from_bytes::<Self>(bytes).map_err(|_| ContentError::Malformed)?;
        match &live {
            Self::Here { version, at, .. } => {
                let max = TOGETHER_HANDS_MAX;
                if version.len() > max {
                    return Err(ContentError::TooLong { what: "the row of writers", max });
                }
                named(at.as_ref())?;
            }
            Self::At { at, .. } => named(at.as_ref())?,
            Self::Steps { runs, .. } => runs.iter().try_for_each(Run::check)?,
            Self::Gone { .. } => {}
        }
        Ok(live)
    }

    /// Which page it is about.
    pub const fn page(&self) -> PageId {
        match self {
            Self::Here { page, .. }
            | Self::Steps { page, .. }
            | Self::At { page, .. }
            | Self::Gone { page } => *page,
        }
    }
}

fn named(at: Option<&String>) -> Result<(), ContentError> {
    at.map_or(Ok(()), |at| at_most("a question's name", at, FORM_ID_BYTES_MAX))
}
