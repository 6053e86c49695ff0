//! Progress notes: draft, signed, locked, added to.
//!
//! A fold over a space's events in the order the server gave them, which every device sees alike:
//! - Whoever writes the first draft is the note's author. They alone draft it and sign it.
//! - Signing, co-signing and locking name the very words they are about. Where another device changed
//!   them meanwhile, the mark is refused: nobody signs what they have not read. Signing twice is signing
//!   once.
//! - A new draft undoes a signature that is not locked yet.
//! - A trainee's note locks only once a supervisor has co-signed it; so do their additions count as
//!   co-signed or not.
//! - Nothing in a locked note changes, whatever arrives. Words can be added.
//!
//! Refused is not lost: what was refused is kept with its reason, for whoever wrote it.

mod fold;
mod supervision;

use crate::content::{Held, NoteBody, NoteForm};
use crate::ids::{AccountId, EntryId, NoteId};

pub use fold::notes;
pub use supervision::Supervision;

/// What an author may do, when they wrote the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Writes notes and answers for them.
    Clinician,
    /// Writes notes that a supervisor answers for.
    Trainee,
    /// Writes notes, and co-signs those of trainees.
    Supervisor,
    /// Writes none: what looks like it is ignored.
    Other,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name.
    pub id: NoteId,
    /// Who began it.
    pub author: AccountId,
    /// How far it has come.
    pub state: State,
    /// The entry with its words.
    pub entry: EntryId,
    /// When they were written, in microseconds since the Unix epoch.
    pub at: i64,
    /// The appointment or call it is about.
    pub session: Option<[u8; 16]>,
    /// When, how long and how they met.
    pub held: Option<Held>,
    /// Its words.
    pub body: NoteBody,
    /// Who signed these words.
    pub signed: Option<Signature>,
    /// Who co-signed them.
    pub cosigned: Option<Signature>,
    /// Who locked them.
    pub locked: Option<Signature>,
    /// What was added, oldest first.
    pub added: Vec<Addendum>,
    /// What was refused, oldest first.
    pub refused: Vec<Refused>,
}

/// How far a note has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Its author stands by it.
    Signed,
    /// A trainee signed it, and it waits for a supervisor.
    AwaitsCosignature,
    /// Nothing in it changes any more.
    Locked,
}

/// Who marked a note, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub by: AccountId,
    /// When the server took it, in microseconds since the Unix epoch.
    pub at: i64,
}

/// Words added to a locked note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addendum {
    /// The entry.
    pub entry: EntryId,
    /// By whom, and when: writing it signs it.
    pub signed: Signature,
    /// The words.
    pub words: String,
    /// Whether it waits for a supervisor.
    pub awaits_cosignature: bool,
    /// Who co-signed it.
    pub cosigned: Option<Signature>,
}

/// Something that did not come to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The entry.
    pub entry: EntryId,
    /// By whom.
    pub by: AccountId,
    /// Why.
    pub why: Why,
}

/// Why something did not come to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The note is locked. Something can be added.
    #[error("the note is locked")]
    Locked,
    /// The words had changed meanwhile.
    #[error("the note was changed meanwhile")]
    Changed,
    /// Somebody else's note.
    #[error("the note is somebody else's")]
    NotYours,
    /// It is not signed yet.
    #[error("the note is not signed")]
    NotSigned,
    /// A supervisor must co-sign first.
    #[error("a supervisor must co-sign the note first")]
    NotCosigned,
    /// Only a supervisor co-signs, and not their own note.
    #[error("only another person, a supervisor, co-signs a note")]
    NotSupervisor,
    /// It is not locked yet: change the note itself.
    #[error("the note is not locked")]
    NotLocked,
}

impl Note {
    /// Its shape.
    pub const fn form(&self) -> NoteForm {
        self.body.form
    }
}

#[cfg(test)]
mod tests;
