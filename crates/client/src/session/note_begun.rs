//! Notes as they are typed: kept on this device alone, sealed, from the first key on, until the words stand in
//! a record, or in one's own space.

use rapport_care::content::NoteDrafted;
use rapport_care::{EntryId, NoteId};
use rapport_wire::SpaceId;
use serde::{Deserialize, Serialize};

use super::Session;

/// Where they are kept, each under the note's name.
const PREFIX: &str = "note-begun/";

/// A note's newest words, and what they were written over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteBegun {
    /// The drafts that whoever writes has seen, oldest first. A draft that is not among them came from another
    /// device meanwhile.
    pub known: Vec<EntryId>,
    /// The care space of whom it is about; none for a private note about nobody.
    pub about: Option<SpaceId>,
    /// Whether it is for its author alone.
    pub private: bool,
    /// The words.
    pub draft: NoteDrafted,
}

impl Session {
    /// What was typed of a note on this device and stands nowhere else yet.
    pub async fn note_begun(&self, note: NoteId) -> Option<NoteBegun> {
        self.begun(&name(note)).await
    }

    /// All that was typed on this device and stands nowhere else yet.
    pub async fn notes_begun(&self) -> Vec<NoteBegun> {
        let kept = self.all_begun(PREFIX).await;
        kept.iter().filter_map(|(_, clear)| postcard::from_bytes(clear).ok()).collect()
    }

    /// Keeps what was typed; none forgets it. A device that keeps nothing loses it with the page.
    pub async fn keep_note_begun(&self, note: NoteId, begun: Option<&NoteBegun>) {
        self.keep_begun(name(note), begun).await;
    }
}

fn name(note: NoteId) -> String {
    format!("{PREFIX}{}", rapport_wire::EntryId::from_bytes(note.0))
}
