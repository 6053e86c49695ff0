//! What came out of an archive, as it stands in a space: said by whoever brought it, and never as if its first
//! author had written it here.
//!
//! Whoever imports signs that *the archive said so*, no more. The entries are therefore no messages, no
//! answers and no notes of this space: every other fold passes over them, nothing is asked or alarmed by
//! them, and a screen shows them apart, as an earlier record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Entry, Part, PartKind, Provenance, Someone};
use crate::content::{Content, ContentError};
use crate::conversation::{Conversation, What};
use crate::ids::AccountId;
use crate::limits::{EARLIER_CONTENT_BYTES_MAX, NAME_CHARS_MAX, WHOLE_PARTS_MAX, WHOLE_PEOPLE_MAX};

/// What was in an entry when it was taken along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// The bytes of its content, a file's manifest laid aside.
    Said(Vec<u8>),
    /// Nothing any more: its body had been erased.
    Erased,
    /// Nothing that could be trusted.
    Unverified,
    /// It was from before the exporter's time.
    Closed,
}

/// The title page of a part of an archive: its entries follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierPart {
    /// The archive.
    pub from: Provenance,
    /// Which part of it, from 0.
    pub part: u16,
    /// What kind of space it was.
    pub kind: PartKind,
    /// How many entries follow.
    pub entries: u32,
    /// Who was there.
    pub people: Vec<Someone>,
}

impl EarlierPart {
    pub(crate) fn check(&self) -> Result<(), ContentError> {
        let max = WHOLE_PEOPLE_MAX;
        if self.people.len() > max {
            return Err(ContentError::TooLong { what: "the row of people", max });
        }
        let long = |it: &Someone| it.name.as_ref().is_some_and(|name| name.chars().count() > NAME_CHARS_MAX);
        if usize::from(self.part) >= WHOLE_PARTS_MAX || self.people.iter().any(long) {
            return Err(ContentError::Malformed);
        }
        Ok(())
    }
}

/// One entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierEntry {
    /// SHA-256 of the archive's manifest.
    pub archive: [u8; 32],
    /// Which part of it.
    pub part: u16,
    /// Which entry of that part, from 0.
    pub number: u32,
    /// The entry as it stands there.
    pub entry: Entry,
    /// What opens its file in this space; none when it has none, or when the file was gone.
    pub file: Option<Vec<u8>>,
}

impl EarlierEntry {
    pub(crate) fn check(&self) -> Result<(), ContentError> {
        let max = EARLIER_CONTENT_BYTES_MAX;
        match &self.entry.what {
            Kept::Said(bytes) if bytes.len() > max => {
                Err(ContentError::TooLong { what: "the earlier entry", max })
            }
            _ => Ok(()),
        }
    }
}

/// What one person brought into a space out of one archive, part by part, as far as it has come. Two people
/// who bring the same archive are two.
pub fn brought(all: &Conversation) -> Vec<(AccountId, Part)> {
    type Place = (AccountId, [u8; 32], u16);
    let mut titles: BTreeMap<Place, &EarlierPart> = BTreeMap::new();
    let mut entries: BTreeMap<Place, BTreeMap<u32, &Entry>> = BTreeMap::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        match &event.what {
            What::Said(Content::EarlierPart(it)) => {
                titles.entry((event.author, it.from.archive, it.part)).or_insert(it);
            }
            What::Said(Content::EarlierEntry(it)) => {
                let place = entries.entry((event.author, it.archive, it.part)).or_default();
                place.entry(it.number).or_insert(&it.entry);
            }
            _ => {}
        }
    }
    let parts = titles.into_iter().map(|(place, title)| {
        let entries = entries.remove(&place).unwrap_or_default();
        let part = Part {
            kind: title.kind,
            from: Some(title.from),
            people: title.people.clone(),
            entries: entries.into_values().cloned().collect(),
        };
        (place.0, part)
    });
    parts.collect()
}

/// The entry that brought an earlier one into a space: it knows what opens the file.
pub fn entry_of<'a>(
    all: &'a Conversation,
    by: AccountId,
    archive: &[u8; 32],
    entry: &Entry,
) -> Option<&'a EarlierEntry> {
    all.events().filter(|event| event.author == by).find_map(|event| match &event.what {
        What::Said(Content::EarlierEntry(it)) if it.archive == *archive && it.entry == *entry => Some(it),
        _ => None,
    })
}
