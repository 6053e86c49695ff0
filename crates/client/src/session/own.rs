//! One's own space, and the private notes in it.
//!
//! It holds one person and never another: the membership log lets nobody in, and every device and the server
//! refuse a record that says otherwise. It is begun when it is first needed. Two devices that begin one at
//! the same moment leave two: both are read, and the lower id is written to, on every device alike.

use rapport_care::content::{Content, PrivateNote};
use rapport_care::private::{Private, private_notes};
use rapport_care::{EntryId, NoteId};
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use super::Session;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_entry, outer_entry};
use crate::platform::Offline;
use crate::views::Connection;

/// Looks at what the server has told before a space is begun.
const ATTEMPTS_MAX: usize = 25;
/// Wait between two looks, in milliseconds.
const AGAIN_MS: u32 = 200;

/// A private note, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateView {
    /// One's own space that holds it.
    pub space: SpaceId,
    /// The note.
    pub note: Private,
    /// Whether its newest words wait on this device.
    pub unsent: bool,
}

impl Session {
    /// Where one writes for oneself; none before the first time.
    pub fn own_space(&self) -> Option<SpaceId> {
        own_spaces(&self.inner.engine.borrow()).first().copied()
    }

    /// Where one writes for oneself, begun if it is not there. That alone needs a line.
    pub async fn place_for_oneself(&self) -> Result<SpaceId, ClientError> {
        if let Some(space) = self.own_space() {
            return Ok(space);
        }
        self.until_told(SpaceKind::Own).await?;
        match self.own_space() {
            Some(space) => Ok(space),
            None => self.begin_space(SpaceKind::Own).await,
        }
    }

    /// One's private notes, the newest first.
    pub fn private_notes(&self) -> Vec<PrivateView> {
        let engine = self.inner.engine.borrow();
        let mut all = Vec::new();
        for space in own_spaces(&engine) {
            let waits = unsent(&engine, space);
            let notes = private_notes(&engine.written(space)).into_iter();
            all.extend(notes.map(|note| PrivateView { space, unsent: waits.contains(&note.entry), note }));
        }
        all.sort_by_key(|view| (std::cmp::Reverse(view.note.at), view.note.id));
        all
    }

    /// Keeps a private note's words; returns once they are kept on this device. `known` are the versions that
    /// whoever writes has seen: what else stands beside stays beside.
    pub async fn keep_private(
        &self,
        space: SpaceId,
        id: NoteId,
        about: Option<SpaceId>,
        words: &str,
        known: &[EntryId],
    ) -> Result<EntryId, ClientError> {
        if !own_spaces(&self.inner.engine.borrow()).contains(&space) {
            return Err(ClientError::NoSuchSpace);
        }
        let drafts: Vec<_> = known.iter().map(|entry| outer_entry(*entry)).collect();
        let after = {
            let mut engine = self.inner.engine.borrow_mut();
            engine.drop_unsent(space, &drafts);
            let stands = private_notes(&engine.written(space)).into_iter().find(|note| note.id == id);
            let tips = stands.map(|note| note.tips).unwrap_or_default();
            tips.into_iter().filter(|tip| known.contains(tip)).collect()
        };
        let about = about.map(|care| *care.as_bytes());
        let note = PrivateNote { note: id, about, after, words: words.to_owned() };
        let entry = self.send(space, Content::PrivateNote(note)).await?;
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.erase_replaced(space, &drafts, now, rng));
        Ok(entry)
    }

    /// Takes a private note back, every version of it, and has its sealed bodies erased.
    pub async fn forget_private(&self, view: &PrivateView) -> Result<(), ClientError> {
        for entry in &view.note.entries {
            self.withdraw(view.space, *entry).await?;
        }
        Ok(())
    }

    /// A name for a new note.
    pub fn fresh_note(&self) -> NoteId {
        let mut id = [0; 16];
        self.inner.outside.fill(&mut id);
        NoteId(id)
    }

    /// Waits until the server has told of every space of a kind, whole: what is begun then is truly missing.
    pub(super) async fn until_told(&self, kind: SpaceKind) -> Result<(), ClientError> {
        let told = |engine: &Engine| {
            let online = engine.connection() == Connection::Online;
            let known = |space: &Space| space.kind != kind || space.caught_up || space.frozen().is_some();
            online && engine.spaces().values().all(known)
        };
        for _ in 0..ATTEMPTS_MAX {
            if told(&self.inner.engine.borrow()) {
                return Ok(());
            }
            self.inner.outside.sleep(AGAIN_MS).await;
        }
        Err(Offline.into())
    }
}

/// One's own spaces, the one to write to first.
pub(super) fn own_spaces(engine: &Engine) -> Vec<SpaceId> {
    let me = engine.account();
    let own = |space: &&Space| space.kind == SpaceKind::Own && space.can_write(me);
    // By id, for every device alike.
    engine.spaces().values().filter(own).map(|space| space.id).collect()
}

/// What waits on this device in a space.
pub(super) fn unsent(engine: &Engine, space: SpaceId) -> Vec<EntryId> {
    let says = engine.space(space).map(|space| space.outbox.says()).unwrap_or_default();
    says.into_iter().map(inner_entry).collect()
}
