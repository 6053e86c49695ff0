//! Psychotherapy notes: a therapist's own thinking, for nobody else.
//!
//! They are no part of the record. This fold reads one space alone, the therapist's own; that nobody else is
//! in it is the membership log's rule (`rapport-envelope`: nobody enters an own space).
//!
//! A note is a page of versions ([`crate::versions`]): written on two devices at once, both stay.

use std::collections::BTreeSet;

use crate::content::{Content, PrivateNote};
use crate::conversation::{Conversation, What};
use crate::ids::{EntryId, NoteId};
use crate::search::Query;
use crate::versions::{Version, versions};

/// A private note as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    /// Its name.
    pub id: NoteId,
    /// The care space it is about, if it is about one.
    pub about: Option<[u8; 32]>,
    /// The entry with its words.
    pub entry: EntryId,
    /// When they were written, in microseconds since the Unix epoch.
    pub at: i64,
    /// Its words.
    pub words: String,
    /// Other words, written at the same time on another device and joined with nothing yet.
    pub beside: Vec<String>,
    /// What the next version is made from.
    pub tips: Vec<EntryId>,
    /// Every entry of it, so that all of it can be taken back.
    pub entries: Vec<EntryId>,
}

impl Private {
    /// Whether every word typed is in it.
    pub fn matches(&self, query: &Query) -> bool {
        query.matches(&self.words) || self.beside.iter().any(|words| query.matches(words))
    }
}

/// The private notes of an own space, the newest first.
pub fn private_notes(all: &Conversation) -> Vec<Private> {
    let names: BTreeSet<NoteId> = all.events().filter_map(|event| name(&event.what)).collect();
    let mut notes: Vec<Private> = names.into_iter().filter_map(|id| note(all, id)).collect();
    notes.sort_by_key(|note| (std::cmp::Reverse(note.at), note.id));
    notes
}

const fn name(what: &What) -> Option<NoteId> {
    match what {
        What::Said(Content::PrivateNote(it)) => Some(it.note),
        _ => None,
    }
}

fn note(all: &Conversation, id: NoteId) -> Option<Private> {
    let all = versions(
        all,
        |content| match content {
            Content::PrivateNote(it) if it.note == id => Some((it.after.as_slice(), it)),
            _ => None,
        },
        |_| true,
    );
    let tips = all.tips();
    let Version { entry, at, is, .. } = all.current?;
    let beside: Vec<String> = all.beside.iter().map(|version| version.is.words.clone()).collect();
    let entries = tips.iter().copied().chain(all.earlier.iter().map(|version| version.entry)).collect();
    let PrivateNote { about, words, .. } = is.clone();
    Some(Private { id, about, entry, at, words, beside, tips, entries })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Withdraw;
    use crate::conversation::Event;
    use crate::ids::AccountId;

    fn space(said: impl IntoIterator<Item = Content>) -> Conversation {
        let mut all = Conversation::default();
        for (position, content) in (1u64..).zip(said) {
            let (author, id) = (AccountId([1; 16]), EntryId([position as u8; 16]));
            let what = What::Said(content);
            all.insert(Event { position, received_at: position as i64, author, id, what });
        }
        all
    }

    fn writes(note: u8, after: &[u8], words: &str) -> Content {
        let after = after.iter().map(|n| EntryId([*n; 16])).collect();
        Content::PrivateNote(PrivateNote {
            note: NoteId([note; 16]),
            about: None,
            after,
            words: words.into(),
        })
    }

    #[test]
    fn the_newest_words_stand_and_what_two_devices_wrote_at_once_stays() {
        let said = [writes(1, &[], "a"), writes(2, &[], "other"), writes(1, &[1], "b"), writes(1, &[1], "c")];
        let notes = private_notes(&space(said.clone()));
        assert_eq!(notes.len(), 2);
        assert_eq!((notes[0].words.as_str(), notes[0].beside.as_slice()), ("c", ["b".to_owned()].as_slice()));
        assert_eq!(notes[0].entries.len(), 3);
        assert!(notes[0].matches(&Query::new("B")) && !notes[0].matches(&Query::new("a")));
        let joined = said.into_iter().chain([writes(1, &[3, 4], "b and c")]);
        let notes = private_notes(&space(joined));
        assert_eq!((notes[0].words.as_str(), notes[0].beside.len()), ("b and c", 0));
    }

    #[test]
    fn taken_back_it_is_gone() {
        let back = |n| Content::Withdraw(Withdraw { of: EntryId([n; 16]) });
        let notes = private_notes(&space([writes(1, &[], "a"), writes(1, &[1], "b"), back(1), back(2)]));
        assert!(notes.is_empty());
    }
}
