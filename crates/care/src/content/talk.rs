//! Words, and what is said about words and sessions.

use serde::{Deserialize, Serialize};

use super::{ContentError, some};
use crate::ids::{AccountId, EntryId};
use crate::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX};

/// How somebody wants to be called in one space; the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// 1 to [`NAME_CHARS_MAX`] characters; any name, a pseudonym is as good.
    pub display_name: String,
}

impl Profile {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("the name", &self.display_name, NAME_CHARS_MAX)
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// 1 to [`TEXT_CHARS_MAX`] characters of plain text.
    pub text: String,
    /// What it answers.
    pub reply_to: Option<EntryId>,
}

impl Message {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("the message", &self.text, TEXT_CHARS_MAX)
    }
}

/// Other words for an earlier message of the same author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Which message.
    pub of: EntryId,
    /// The words that now stand there.
    pub text: String,
}

impl Edit {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("the message", &self.text, TEXT_CHARS_MAX)
    }
}

/// Takes back an earlier entry of the same author. Its sealed body is erased at the server as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// Which entry.
    pub of: EntryId,
}

/// Whether a session was seen or only heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallKind {
    /// With pictures.
    Video,
    /// Voices alone.
    Voice,
}

/// A session that was held, so that it stands in the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNote {
    /// The call's id.
    pub call: [u8; 16],
    /// What kind it was.
    pub kind: CallKind,
    /// When it began, in microseconds since the Unix epoch, on the author's clock.
    pub started_at: i64,
    /// When it ended, likewise.
    pub ended_at: i64,
}

/// The author compared somebody's six words with them, aloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCompared {
    /// Whose words.
    pub account: AccountId,
    /// Fingerprint of the identity that the words belong to.
    pub fingerprint: [u8; 32],
}
