//! What a client is asked to agree to, and what they say.

use serde::{Deserialize, Serialize};

use super::{ContentError, at_most, some};
use crate::ids::{ConsentId, EntryId};
use crate::library::{Article, hides_words};
use crate::limits::{ARTICLE_CHARS_MAX, CONSENT_WHY_CHARS_MAX};

/// Asks the clients of a space to agree to these words; asked again under the same name, the words are put anew.
/// Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAsked {
    /// Which consent.
    pub consent: ConsentId,
    /// The words, in Markdown: a title, a sentence on what it is about, and the rest. At most
    /// [`ARTICLE_CHARS_MAX`] characters.
    pub markdown: String,
}

impl ConsentAsked {
    /// The words as they are read; none when they are none, or when there are some that nobody would see.
    pub fn read(&self) -> Option<Article> {
        Article::read(&self.markdown).ok().filter(|_| !hides_words(&self.markdown))
    }

    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("what is agreed to", &self.markdown, ARTICLE_CHARS_MAX)
    }
}

/// What a client says to words they were asked to agree to. Counts from clients alone, each for themself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentSaid {
    /// Which consent.
    pub consent: ConsentId,
    /// The entry that asked.
    pub asked: EntryId,
    /// SHA-256 of the Markdown they read, in UTF-8: these very words, whatever stands there later.
    pub words: [u8; 32],
    /// What they say.
    pub says: Says,
    /// When, on their clock, in microseconds since the Unix epoch.
    pub said_at: i64,
    /// The last thing they had said to this consent, as far as their device knew. A yes counts only after that: one that
    /// was long on its way revives nothing that was taken back meanwhile.
    pub after: Option<EntryId>,
    /// Why, or on what condition, in their words: at most [`CONSENT_WHY_CHARS_MAX`] characters; may be empty.
    pub why: String,
}

impl ConsentSaid {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        at_most("the reason", &self.why, CONSENT_WHY_CHARS_MAX)
    }
}

/// What somebody says to what they are asked to agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Says {
    /// Yes.
    Agrees,
    /// No.
    Declines,
    /// No longer.
    Withdraws,
}
