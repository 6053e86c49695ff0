//! Progress notes: what is written, signed, co-signed, locked and added.

use serde::{Deserialize, Serialize};

use super::{ContentError, some};
use crate::ids::{EntryId, NoteId};
use crate::limits::{NOTE_CHARS_MAX, TEXT_CHARS_MAX};

/// The shape of a progress note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteForm {
    /// Subjective, objective, assessment, plan.
    Soap,
    /// Data, assessment, plan.
    Dap,
    /// Behaviour, intervention, response, plan.
    Birp,
    /// Goals, intervention, response, plan.
    Girp,
    /// In one piece.
    Free,
}

/// A part of a progress note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotePart {
    /// What the client said.
    Subjective,
    /// What was observed.
    Objective,
    /// What both come to.
    Assessment,
    /// What happens next.
    Plan,
    /// What was said and observed.
    Data,
    /// What the client brought and how they were.
    Behaviour,
    /// What the therapist did.
    Intervention,
    /// How the client took it.
    Response,
    /// What was worked towards.
    Goals,
    /// The whole.
    Words,
}

impl NoteForm {
    /// Its parts, in order.
    pub const fn parts(self) -> &'static [NotePart] {
        use NotePart::{
            Assessment, Behaviour, Data, Goals, Intervention, Objective, Plan, Response, Subjective, Words,
        };
        match self {
            Self::Soap => &[Subjective, Objective, Assessment, Plan],
            Self::Dap => &[Data, Assessment, Plan],
            Self::Birp => &[Behaviour, Intervention, Response, Plan],
            Self::Girp => &[Goals, Intervention, Response, Plan],
            Self::Free => &[Words],
        }
    }
}

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteBody {
    /// Its shape.
    pub form: NoteForm,
    /// The words of each of [`NoteForm::parts`]; some may be empty, not all. Together at most
    /// [`NOTE_CHARS_MAX`] characters.
    pub parts: Vec<String>,
}

impl NoteBody {
    fn check(&self) -> Result<(), ContentError> {
        if self.parts.len() != self.form.parts().len() {
            return Err(ContentError::Malformed);
        }
        if self.parts.iter().all(|part| part.trim().is_empty()) {
            return Err(ContentError::Empty);
        }
        let together: usize = self.parts.iter().map(|part| part.chars().count()).sum();
        let max = NOTE_CHARS_MAX;
        if together > max { Err(ContentError::TooLong { what: "the note", max }) } else { Ok(()) }
    }
}

/// A note as it stands while it is worked on. The newest by whoever began it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDrafted {
    /// Which note.
    pub note: NoteId,
    /// The appointment or call it is about.
    pub session: Option<[u8; 16]>,
    /// What it says.
    pub body: NoteBody,
    /// When, how long and how they met; none when the note is about no meeting.
    pub held: Option<Held>,
}

/// The meeting a note is about, as it stood when the note was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// When it began, in microseconds since the Unix epoch.
    pub begins_at: i64,
    /// How long it was, in minutes.
    pub minutes: u16,
    /// How they met.
    pub by: HeldBy,
}

/// How people met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HeldBy {
    /// With picture and sound.
    Video,
    /// With sound alone.
    Voice,
    /// By phone.
    Phone,
    /// In writing, both there at once.
    Chat,
    /// In one room.
    InPerson,
    /// Several clients together.
    Group,
}

impl NoteDrafted {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.body.check()
    }
}

/// Something done with one draft of a note: signing, co-signing, locking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteMark {
    /// Which note.
    pub note: NoteId,
    /// The entry that it was done with: its very words, not whatever is newest.
    pub entry: EntryId,
}

/// Words added to a locked note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteAdded {
    /// Which note.
    pub note: NoteId,
    /// 1 to [`TEXT_CHARS_MAX`] characters.
    pub words: String,
}

impl NoteAdded {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("the addendum", &self.words, TEXT_CHARS_MAX)
    }
}
