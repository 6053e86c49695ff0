//! What a record says of itself, and what a therapist keeps apart from it.

use serde::{Deserialize, Serialize};

use super::{ContentError, at_most, some};
use crate::ids::{AccountId, EntryId, NoteId};
use crate::limits::{NAME_CHARS_MAX, PRIVATE_CHARS_MAX, VERSIONS_MERGED_MAX};

/// Which care space a record is about. Said once, by whoever begins it: the server knows of no tie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordOf {
    /// The care space.
    pub care: [u8; 32],
    /// By whom it is with, for a supervisor who is not in it; at most [`NAME_CHARS_MAX`] characters.
    pub name: String,
}

impl RecordOf {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        at_most("the name", &self.name, NAME_CHARS_MAX)
    }
}

/// Until when a record is kept: its client has left for good, and the practice keeps it for as long as what the
/// client could read. The newest one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordKept {
    /// In microseconds since the Unix epoch; none when it has no end after all.
    pub until: Option<i64>,
}

/// From here on somebody's notes wait for a co-signature, or wait no more. In the practice's own space an
/// owner says so for everybody; in a record it is said again, where the notes are
/// ([`crate::note::Supervision`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervised {
    /// Whose notes.
    pub trainee: AccountId,
    /// Who co-signs them; none when nobody needs to any more.
    pub supervisor: Option<AccountId>,
}

impl Supervised {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        // Nobody answers for their own notes.
        if self.supervisor == Some(self.trainee) { Err(ContentError::Malformed) } else { Ok(()) }
    }
}

/// A note for its author's eyes alone: a version of it, whole. It belongs into a space with one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateNote {
    /// Which note.
    pub note: NoteId,
    /// The care space it is about, if it is about one.
    pub about: Option<[u8; 32]>,
    /// The versions it was made from: one as a rule, none for the first, several when two are joined.
    pub after: Vec<EntryId>,
    /// 1 to [`PRIVATE_CHARS_MAX`] characters.
    pub words: String,
}

impl PrivateNote {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        let max = VERSIONS_MERGED_MAX;
        if self.after.len() > max {
            return Err(ContentError::TooLong { what: "the row of versions", max });
        }
        some("the note", &self.words, PRIVATE_CHARS_MAX)
    }
}
