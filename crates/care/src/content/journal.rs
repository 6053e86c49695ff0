//! Pages of a journal, and the copies that are shared.

use serde::{Deserialize, Serialize};

use super::{ContentError, some};
use crate::ids::{EntryId, NoteId};
use crate::limits::{JOURNAL_CHARS_MAX, VERSIONS_MERGED_MAX};

/// A page of a journal: a version of it, whole. It belongs into a space with one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalWritten {
    /// Which page.
    pub page: NoteId,
    /// The versions it was made from: one as a rule, none for the first, several when two are joined.
    pub after: Vec<EntryId>,
    /// When it was begun, on its author's clock, in microseconds since the Unix epoch.
    pub begun_at: i64,
    /// 1 to [`JOURNAL_CHARS_MAX`] characters.
    pub words: String,
}

impl JournalWritten {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        let max = VERSIONS_MERGED_MAX;
        if self.after.len() > max {
            return Err(ContentError::TooLong { what: "the row of versions", max });
        }
        some("the page", &self.words, JOURNAL_CHARS_MAX)
    }
}

/// A copy of a page, for those in the space it is shared into. The page itself stays where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalShared {
    /// Which page.
    pub page: NoteId,
    /// When it was begun, as in [`JournalWritten::begun_at`].
    pub begun_at: i64,
    /// 1 to [`JOURNAL_CHARS_MAX`] characters.
    pub words: String,
}

impl JournalShared {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("the page", &self.words, JOURNAL_CHARS_MAX)
    }
}
