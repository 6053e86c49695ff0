//! Everything that was said and kept, opened: what is taken along when somebody leaves.
//!
//! A [`Whole`] is made of [`Part`]s: a care space, the records beside it, and whatever came into either from
//! an earlier archive. Each entry stands with its author, its time and its very bytes, so that importing gives
//! back the same space, entry for entry. What would open a file is not in it: in place of a file's manifest
//! stands the SHA-256 of its clear bytes ([`lay_aside`]), by which the file beside it is found.
//!
//! Invariant: the bytes of a whole are read back as they were written, or refused.
//!
//! ```
//! use rapport_care::whole::Whole;
//! let whole = Whole { exported_at: 1_800_000_000_000_000, parts: Vec::new() };
//! assert_eq!(Whole::from_bytes(&whole.to_bytes()).unwrap(), whole);
//! ```

mod earlier;

pub use earlier::{EarlierEntry, EarlierPart, Kept, brought, entry_of};

use serde::{Deserialize, Serialize};

use crate::content::{Content, File};
use crate::conversation::{Conversation, Event, What};
use crate::ids::{AccountId, EntryId};
use crate::limits::{NAME_CHARS_MAX, WHOLE_BYTES_MAX, WHOLE_ENTRIES_MAX, WHOLE_PARTS_MAX, WHOLE_PEOPLE_MAX};

const VERSION: u8 = 1;

/// Stands for the bytes of a file that could not be had any more.
pub const GONE: [u8; 32] = [0; 32];

/// One archive's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// When it was taken, in microseconds since the Unix epoch, on the exporter's clock.
    pub exported_at: i64,
    /// What is in it; the care space first.
    pub parts: Vec<Part>,
}

/// One space of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What kind of space.
    pub kind: PartKind,
    /// Where it came from, when it came out of an archive itself.
    pub from: Option<Provenance>,
    /// Everybody who is or was in it.
    pub people: Vec<Someone>,
    /// Its entries, oldest first.
    pub entries: Vec<Entry>,
}

/// What kind of space a part is. There is no third: what a therapist keeps to themself is never taken along
/// with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// Where therapist and client talk.
    Care,
    /// What staff write down beside it.
    Record,
}

/// Which archive something came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Provenance {
    /// SHA-256 of the archive's manifest.
    pub archive: [u8; 32],
    /// Fingerprint of the identity that signed it.
    pub signer: [u8; 32],
    /// When it was taken, as it said, in microseconds since the Unix epoch.
    pub exported_at: i64,
}

/// Somebody in a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Someone {
    /// Their account, as it was there.
    pub account: AccountId,
    /// What they were called, if they said so.
    pub name: Option<String>,
    /// Whether they worked for the practice.
    pub staff: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Who wrote it.
    pub author: AccountId,
    /// When the server took it, in microseconds since the Unix epoch.
    pub at: i64,
    /// What is in it.
    pub what: Kept,
}

/// Why bytes are no whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WholeError {
    /// They do not read.
    #[error("the entries cannot be read")]
    Malformed,
    /// Made by a newer Rapport.
    #[error("the entries were written by a newer version")]
    Newer,
    /// More than there may be.
    #[error("there is more in it than is taken in at once")]
    TooLarge,
}

impl Whole {
    /// Its bytes: version (1), then the fields in postcard.
    pub fn to_bytes(&self) -> Vec<u8> {
        // As in `content`: fails only for types without a length; ours have none.
        let fields = postcard::to_allocvec(self).unwrap_or_default();
        [&[VERSION], fields.as_slice()].concat()
    }

    /// From its bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WholeError> {
        if bytes.len() > WHOLE_BYTES_MAX {
            return Err(WholeError::TooLarge);
        }
        let whole: Self = match bytes {
            [VERSION, fields @ ..] => match postcard::take_from_bytes(fields) {
                Ok((whole, [])) => whole,
                _ => return Err(WholeError::Malformed),
            },
            [version, ..] if *version > VERSION => return Err(WholeError::Newer),
            _ => return Err(WholeError::Malformed),
        };
        whole.check()?;
        Ok(whole)
    }

    /// How many entries are in it.
    pub fn entries(&self) -> usize {
        self.parts.iter().map(|part| part.entries.len()).sum()
    }

    /// Every file that is named in it, in the order of its entries, with the part and the entry.
    pub fn files(&self) -> impl Iterator<Item = (&Part, &Entry, File)> {
        let entries = self.parts.iter().flat_map(|part| part.entries.iter().map(move |it| (part, it)));
        entries.filter_map(|(part, entry)| {
            let Kept::Said(bytes) = &entry.what else { return None };
            Some((part, entry, file_in(&Content::from_bytes(bytes).ok()?)?.clone()))
        })
    }

    fn check(&self) -> Result<(), WholeError> {
        let people = self.parts.iter().map(|part| part.people.len()).max().unwrap_or_default();
        if self.parts.len() > WHOLE_PARTS_MAX
            || people > WHOLE_PEOPLE_MAX
            || self.entries() > WHOLE_ENTRIES_MAX
        {
            return Err(WholeError::TooLarge);
        }
        let named = self.parts.iter().flat_map(|part| &part.people).filter_map(|it| it.name.as_ref());
        if named.into_iter().any(|name| name.chars().count() > NAME_CHARS_MAX) {
            return Err(WholeError::Malformed);
        }
        Ok(())
    }
}

impl Part {
    /// Its entries as a device that was there would hold them.
    pub fn conversation(&self) -> Conversation {
        let mut all = Conversation::default();
        for (position, entry) in (1..).zip(&self.entries) {
            let what = match &entry.what {
                Kept::Said(bytes) => What::of(Content::from_bytes(bytes)),
                Kept::Erased => What::Erased,
                Kept::Unverified => What::Unverified,
                Kept::Closed => What::Closed,
            };
            let Entry { id, author, at, .. } = *entry;
            all.insert(Event { position, received_at: at, author, id, what });
        }
        all
    }

    /// Somebody in it.
    pub fn someone(&self, account: AccountId) -> Option<&Someone> {
        self.people.iter().find(|it| it.account == account)
    }

    /// Whether somebody worked for the practice there.
    pub fn is_staff(&self, account: AccountId) -> bool {
        self.someone(account).is_some_and(|it| it.staff)
    }
}

/// The file in an entry.
pub const fn file_in(content: &Content) -> Option<&File> {
    match content {
        Content::Attachment(it) => Some(&it.file),
        Content::VoiceNote(it) => Some(&it.file),
        _ => None,
    }
}

/// The same content with the hash of the file's clear bytes in place of what opens it.
#[must_use]
pub fn lay_aside(mut content: Content, hash: [u8; 32]) -> Content {
    match &mut content {
        Content::Attachment(it) => it.file.manifest = hash.to_vec(),
        Content::VoiceNote(it) => it.file.manifest = hash.to_vec(),
        _ => {}
    }
    content
}

/// The hash that stands in a file laid aside; none when the file was gone.
pub fn hash_of(file: &File) -> Option<[u8; 32]> {
    file.manifest.as_slice().try_into().ok().filter(|hash| *hash != GONE)
}

#[cfg(test)]
mod tests;
