//! Pages filled in together, as a space keeps them.

use serde::{Deserialize, Serialize};

use super::ContentError;
use super::form::FormName;
use super::measure::AskedFor;
use crate::ids::{AccountId, EntryId, PageId};
use crate::limits::{TOGETHER_HANDS_MAX, TOGETHER_KEPT_BYTES_MAX};
use crate::together::{Run, Version};

/// A page that is being filled in together, as far as its author's device knows it: whole. What several keepings
/// hold is joined; those that a later one of the same author holds entirely are erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTogether {
    /// Which page.
    pub page: PageId,
    /// Which form.
    pub form: FormName,
    /// Checksum of the form whose words they see.
    pub checksum: [u8; 32],
    /// Who opened it.
    pub opened_by: AccountId,
    /// What it answers; none when they opened it of themselves.
    pub asked: Option<AskedFor>,
    /// Everything done to it.
    pub runs: Vec<Run>,
}

impl PageTogether {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.form.check()?;
        let max = TOGETHER_HANDS_MAX;
        if self.runs.len() > max {
            return Err(ContentError::TooLong { what: "the row of writers", max });
        }
        self.runs.iter().try_for_each(Run::check)?;
        let max = TOGETHER_KEPT_BYTES_MAX;
        let bytes = postcard::to_allocvec(&self.runs).map_err(|_| ContentError::Malformed)?.len();
        if bytes > max { Err(ContentError::TooLong { what: "the page", max }) } else { Ok(()) }
    }
}

/// A page filled in together is done with: kept as an ordinary page, or let go of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageClosed {
    /// Which page.
    pub page: PageId,
    /// The entry of the same author that keeps it; none when it was let go of.
    pub kept: Option<EntryId>,
    /// Who had written on it.
    pub with: Vec<AccountId>,
    /// How much of it they had seen: what else was written meanwhile stays open.
    pub seen: Version,
}

impl PageClosed {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        let max = TOGETHER_HANDS_MAX;
        if self.with.len() > max || self.seen.len() > max {
            return Err(ContentError::TooLong { what: "the row of writers", max });
        }
        Ok(())
    }
}
