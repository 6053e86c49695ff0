//! The fold itself: one event after the other, each either done or refused.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addendum, Note, Refused, Role, Signature, State, Why};
use crate::content::{Content, NoteAdded, NoteDrafted, NoteMark};
use crate::conversation::{Conversation, Event, What};
use crate::ids::{EntryId, NoteId};

/// The notes of a space, in the order they were begun. `role` says what an event's author was when they
/// wrote it.
pub fn notes(all: &Conversation, role: impl Fn(&Event) -> Role) -> Vec<Note> {
    let signed = signed_drafts(all);
    let mut notes: BTreeMap<NoteId, Note> = BTreeMap::new();
    let mut order = Vec::new();
    for event in all.events() {
        let What::Said(content) = &event.what else { continue };
        // A draft can be taken back; what was once signed belongs to the record.
        if all.is_withdrawn(event) && !signed.contains(&event.id) {
            continue;
        }
        let role = role(event);
        let Some(id) = note_of(content).filter(|_| role != Role::Other) else { continue };
        let Some(note) = notes.get_mut(&id) else {
            if let Content::NoteDrafted(it) = content {
                order.push(id);
                notes.insert(id, begun(event, it));
            }
            continue;
        };
        if let Err(why) = apply(note, event, content, role) {
            note.refused.push(Refused { entry: event.id, by: event.author, why });
        }
    }
    order.into_iter().filter_map(|id| notes.remove(&id)).collect()
}

/// The entries that some signature names, whoever's: more is kept rather than less.
fn signed_drafts(all: &Conversation) -> BTreeSet<EntryId> {
    let marks = all.events().filter_map(|event| match &event.what {
        What::Said(Content::NoteSigned(it)) => Some(it.entry),
        _ => None,
    });
    let added = all.events().filter_map(|event| match &event.what {
        // An addition is signed by being written, and so are the marks themselves.
        What::Said(
            Content::NoteAdded(_)
            | Content::NoteSigned(_)
            | Content::NoteCosigned(_)
            | Content::NoteLocked(_),
        ) => Some(event.id),
        _ => None,
    });
    marks.chain(added).collect()
}

const fn note_of(content: &Content) -> Option<NoteId> {
    match content {
        Content::NoteDrafted(it) => Some(it.note),
        Content::NoteSigned(it) | Content::NoteCosigned(it) | Content::NoteLocked(it) => Some(it.note),
        Content::NoteAdded(it) => Some(it.note),
        _ => None,
    }
}

fn begun(event: &Event, it: &NoteDrafted) -> Note {
    Note {
        id: it.note,
        author: event.author,
        state: State::Draft,
        entry: event.id,
        at: event.received_at,
        session: it.session,
        held: it.held,
        body: it.body.clone(),
        signed: None,
        cosigned: None,
        locked: None,
        added: Vec::new(),
        refused: Vec::new(),
    }
}

fn apply(note: &mut Note, event: &Event, content: &Content, role: Role) -> Result<(), Why> {
    match content {
        Content::NoteDrafted(it) => draft(note, event, it),
        Content::NoteSigned(it) => sign(note, event, it, role),
        Content::NoteCosigned(it) => cosign(note, event, it, role),
        Content::NoteLocked(it) => lock(note, event, it, role),
        Content::NoteAdded(it) => add(note, event, it, role),
        _ => Ok(()),
    }
}

fn draft(note: &mut Note, event: &Event, it: &NoteDrafted) -> Result<(), Why> {
    if event.author != note.author {
        return Err(Why::NotYours);
    }
    if note.state == State::Locked {
        return Err(Why::Locked);
    }
    let begun = begun(event, it);
    *note = Note { refused: std::mem::take(&mut note.refused), ..begun };
    Ok(())
}

fn sign(note: &mut Note, event: &Event, it: &NoteMark, role: Role) -> Result<(), Why> {
    if event.author != note.author {
        return Err(Why::NotYours);
    }
    same_words(note, it)?;
    // The second device says again what the first one said.
    if note.signed.is_none() {
        note.signed = Some(signature(event));
        note.state = if role == Role::Trainee { State::AwaitsCosignature } else { State::Signed };
    }
    Ok(())
}

fn cosign(note: &mut Note, event: &Event, it: &NoteMark, role: Role) -> Result<(), Why> {
    if let Some(added) = note.added.iter_mut().find(|added| added.entry == it.entry) {
        if role != Role::Supervisor || event.author == added.signed.by {
            return Err(Why::NotSupervisor);
        }
        added.cosigned.get_or_insert(signature(event));
        added.awaits_cosignature = false;
        return Ok(());
    }
    if role != Role::Supervisor || event.author == note.author {
        return Err(Why::NotSupervisor);
    }
    same_words(note, it)?;
    match note.state {
        State::Draft => return Err(Why::NotSigned),
        State::AwaitsCosignature => note.state = State::Signed,
        State::Signed | State::Locked => {}
    }
    note.cosigned.get_or_insert(signature(event));
    Ok(())
}

fn lock(note: &mut Note, event: &Event, it: &NoteMark, role: Role) -> Result<(), Why> {
    let answers_for_it = event.author == note.author || role == Role::Supervisor;
    if !answers_for_it {
        return Err(Why::NotYours);
    }
    same_words(note, it)?;
    match note.state {
        State::Draft => Err(Why::NotSigned),
        State::AwaitsCosignature => Err(Why::NotCosigned),
        State::Locked => Ok(()),
        State::Signed => {
            note.state = State::Locked;
            note.locked = Some(signature(event));
            Ok(())
        }
    }
}

fn add(note: &mut Note, event: &Event, it: &NoteAdded, role: Role) -> Result<(), Why> {
    if note.state != State::Locked {
        return Err(Why::NotLocked);
    }
    note.added.push(Addendum {
        entry: event.id,
        signed: signature(event),
        words: it.words.clone(),
        awaits_cosignature: role == Role::Trainee,
        cosigned: None,
    });
    Ok(())
}

/// Whether a mark is about the words as they now stand.
fn same_words(note: &Note, it: &NoteMark) -> Result<(), Why> {
    match note.state {
        _ if it.entry == note.entry => Ok(()),
        State::Locked => Err(Why::Locked),
        State::Draft | State::Signed | State::AwaitsCosignature => Err(Why::Changed),
    }
}

const fn signature(event: &Event) -> Signature {
    Signature { by: event.author, at: event.received_at }
}
