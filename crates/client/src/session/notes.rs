//! Progress notes: read from the records, written into them draft by draft.

use rapport_care::content::{Content, NoteAdded, NoteDrafted, NoteMark};
use rapport_care::conversation::Event;
use rapport_care::note::{Note, Role, State, Supervision, notes};
use rapport_care::{EntryId, NoteId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, AppointmentId, SpaceId};

use super::Session;
use super::own::unsent;
use super::record::records_of;
use crate::ClientError;
use crate::engine::Engine;
use crate::ids::{inner_account, outer_account, outer_entry};

/// A note, where it is, and what one may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// The record it is in.
    pub record: SpaceId,
    /// The note. What of it waits on this device is folded in.
    pub note: Note,
    /// Whether one began it.
    pub mine: bool,
    /// Who began it.
    pub author: AccountId,
    /// What its author is called.
    pub name: Option<String>,
    /// Whether something of it waits on this device.
    pub unsent: bool,
    /// Whether one's co-signature is what it waits for.
    pub awaits_me: bool,
}

impl Session {
    /// The notes about a care space, in the order they were begun. Drafts of others are theirs.
    pub fn notes(&self, care: SpaceId) -> Vec<NoteView> {
        let engine = self.inner.engine.borrow();
        let mut all: Vec<NoteView> = Vec::new();
        for record in records_of(&engine, care) {
            all.extend(notes_in(&engine, record.space));
        }
        all.sort_by_key(|view| (begun_at(&view.note), view.note.id));
        all
    }

    /// One note.
    pub fn note(&self, record: SpaceId, id: NoteId) -> Option<NoteView> {
        notes_in(&self.inner.engine.borrow(), record).into_iter().find(|view| view.note.id == id)
    }

    /// What waits for one's co-signature, the oldest first.
    pub fn notes_to_cosign(&self) -> Vec<NoteView> {
        let engine = self.inner.engine.borrow();
        let records = engine.spaces().values().filter(|space| space.kind == SpaceKind::Record);
        let mut all: Vec<NoteView> = records.flat_map(|space| notes_in(&engine, space.id)).collect();
        all.retain(|view| view.awaits_me);
        all.sort_by_key(|view| (view.note.at, view.note.id));
        all
    }

    /// One's notes that are not locked yet, the oldest first.
    pub fn notes_to_finish(&self) -> Vec<NoteView> {
        let engine = self.inner.engine.borrow();
        let records = engine.spaces().values().filter(|space| space.kind == SpaceKind::Record);
        let mut all: Vec<NoteView> = records.flat_map(|space| notes_in(&engine, space.id)).collect();
        all.retain(|view| view.mine && view.note.state != State::Locked);
        all.sort_by_key(|view| (view.note.at, view.note.id));
        all
    }

    /// Keeps a draft; returns once it is kept on this device. `replaces` are the drafts that whoever writes
    /// has seen, oldest first: those are dropped or erased, others are not.
    pub async fn keep_draft_note(
        &self,
        record: SpaceId,
        draft: NoteDrafted,
        replaces: &[EntryId],
    ) -> Result<EntryId, ClientError> {
        let content = Content::NoteDrafted(draft);
        // Looked at first: nothing is dropped for words that cannot be kept.
        content.check()?;
        let drafts: Vec<_> = replaces.iter().map(|entry| outer_entry(*entry)).collect();
        self.inner.engine.borrow_mut().drop_unsent(record, &drafts);
        let entry = self.send(record, content).await?;
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.erase_replaced(record, &drafts, now, rng));
        Ok(entry)
    }

    /// The name of one's own note about an appointment: the same on every device, and another for everybody.
    pub fn note_about(&self, appointment: AppointmentId) -> NoteId {
        let (appointment, me) = (*appointment.as_bytes(), *self.account().as_bytes());
        NoteId(std::array::from_fn(|n| appointment[n] ^ me[n]))
    }

    /// Signs the very words that were read. `replaced` are the drafts that led to them: those go.
    pub async fn sign_note(
        &self,
        record: SpaceId,
        note: NoteId,
        entry: EntryId,
        replaced: &[EntryId],
    ) -> Result<(), ClientError> {
        // Whoever has come under supervision since the first draft signs as a trainee.
        self.settle_supervision(record).await?;
        self.send(record, Content::NoteSigned(NoteMark { note, entry })).await?;
        let drafts: Vec<_> = replaced.iter().map(|entry| outer_entry(*entry)).collect();
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.erase_replaced(record, &drafts, now, rng));
        Ok(())
    }

    /// Co-signs the very words that were read: a note's, or an addendum's.
    pub async fn cosign_note(
        &self,
        record: SpaceId,
        note: NoteId,
        entry: EntryId,
    ) -> Result<(), ClientError> {
        self.send(record, Content::NoteCosigned(NoteMark { note, entry })).await.map(drop)
    }

    /// Locks the very words that were read.
    pub async fn lock_note(&self, record: SpaceId, note: NoteId, entry: EntryId) -> Result<(), ClientError> {
        self.send(record, Content::NoteLocked(NoteMark { note, entry })).await.map(drop)
    }

    /// Adds words to a locked note.
    pub async fn add_to_note(&self, record: SpaceId, note: NoteId, words: &str) -> Result<(), ClientError> {
        self.send(record, Content::NoteAdded(NoteAdded { note, words: words.to_owned() })).await.map(drop)
    }

    /// Throws a draft away: takes back the words that stand, and those named besides.
    pub async fn discard_note(&self, view: &NoteView, besides: &[EntryId]) -> Result<(), ClientError> {
        if !view.mine || view.note.state != State::Draft {
            return Err(ClientError::CannotChange);
        }
        let mut all: Vec<EntryId> = besides.to_vec();
        all.push(view.note.entry);
        all.dedup();
        for entry in all {
            match self.withdraw(view.record, entry).await {
                // Replaced and gone already.
                Ok(()) | Err(ClientError::CannotChange) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

pub(super) fn notes_in(engine: &Engine, record: SpaceId) -> Vec<NoteView> {
    let Some(space) = engine.space(record).filter(|space| space.kind == SpaceKind::Record) else {
        return Vec::new();
    };
    let me = inner_account(engine.account());
    let all = engine.written(record);
    let supervision = Supervision::in_record(&all);
    let admitted = |event: &Event| {
        let member = space.log().and_then(|log| log.member(outer_account(event.author)));
        member.is_some_and(|member| member.role.admits())
    };
    let role = |event: &Event| if admitted(event) { supervision.role(event) } else { Role::Other };
    let waits = unsent(engine, record);
    let seen = notes(&all, role).into_iter().filter(|note| note.author == me || note.state != State::Draft);
    seen.map(|note| {
        let supervised = supervision.supervisor_of(note.author) == Some(me);
        let addendum_waits = note.added.iter().any(|it| it.awaits_cosignature && it.signed.by != me);
        let awaits_me = supervised && (note.state == State::AwaitsCosignature || addendum_waits);
        let parts =
            [Some(note.entry), None].into_iter().flatten().chain(note.added.iter().map(|it| it.entry));
        let unsent = parts.into_iter().any(|entry| waits.contains(&entry)) || marks_wait(&all, &note, &waits);
        NoteView {
            record,
            mine: note.author == me,
            author: outer_account(note.author),
            name: all.name_of(note.author).map(str::to_owned),
            unsent,
            awaits_me,
            note,
        }
    })
    .collect()
}

/// Whether a signature, co-signature or lock of a note waits on this device.
fn marks_wait(all: &rapport_care::Conversation, note: &Note, waits: &[EntryId]) -> bool {
    use rapport_care::conversation::What;
    all.events().rev().take(waits.len()).any(|event| {
        let of = match &event.what {
            What::Said(Content::NoteSigned(it) | Content::NoteCosigned(it) | Content::NoteLocked(it)) => {
                it.note
            }
            _ => return false,
        };
        of == note.id && waits.contains(&event.id)
    })
}

/// When a note's meeting was, or else when its words were written.
fn begun_at(note: &Note) -> i64 {
    note.held.map_or(note.at, |held| held.begins_at)
}
