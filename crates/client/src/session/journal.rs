//! One's journal: written into one's own space, which nobody else enters; shared page by page, as copies.

use rapport_care::content::{Content, JournalShared, JournalWritten};
use rapport_care::journal::{Page, pages, shared};
use rapport_care::{EntryId, NoteId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId};

use super::Session;
use super::own::{own_spaces, unsent};
use crate::ClientError;
use crate::ids::{inner_account, outer_account};

/// What names of pages that were begun start with.
const PREFIX: &str = "journal/";

/// A page of one's journal, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalView {
    /// One's own space that holds it.
    pub space: SpaceId,
    /// The page.
    pub page: Page,
    /// Whether its newest words wait on this device.
    pub unsent: bool,
    /// The care spaces that hold a copy of it, and the entry with that copy.
    pub shared: Vec<(SpaceId, EntryId)>,
}

/// A copy of a page that somebody shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPageView {
    /// The entry.
    pub entry: EntryId,
    /// Who shared it.
    pub by: AccountId,
    /// What they are called.
    pub name: Option<String>,
    /// When it was shared, in microseconds since the Unix epoch.
    pub at: i64,
    /// The copy.
    pub is: JournalShared,
}

impl Session {
    /// One's journal, the newest page first.
    pub fn journal(&self) -> Vec<JournalView> {
        let engine = self.inner.engine.borrow();
        let me = inner_account(engine.account());
        let mut copies: Vec<(NoteId, SpaceId, EntryId)> = Vec::new();
        for space in engine.spaces().values().filter(|space| space.kind == SpaceKind::Care) {
            let all = engine.written(space.id);
            let mine = shared(&all).into_iter().filter(|it| it.by == me);
            copies.extend(mine.map(|it| (it.is.page, space.id, it.entry)));
        }
        let mut all = Vec::new();
        for space in own_spaces(&engine) {
            let waits = unsent(&engine, space);
            all.extend(pages(&engine.written(space)).into_iter().map(|page| JournalView {
                space,
                unsent: waits.contains(&page.entry),
                shared:
                    copies.iter().filter(|(of, ..)| *of == page.id).map(|(_, to, it)| (*to, *it)).collect(),
                page,
            }));
        }
        all.sort_by_key(|view| (std::cmp::Reverse(view.page.at), view.page.id));
        all
    }

    /// Saves a page; returns once it is kept on this device. Beginning the first one needs a line.
    pub async fn save_journal(&self, id: NoteId, words: &str, known: &[EntryId]) -> Result<(), ClientError> {
        let stands = self.journal().into_iter().find(|view| view.page.id == id);
        let begun_at =
            stands.as_ref().map_or_else(|| self.inner.outside.now().as_micros(), |view| view.page.at);
        let after = known.iter().take(rapport_care::limits::VERSIONS_MERGED_MAX).copied().collect();
        let content =
            Content::JournalWritten(JournalWritten { page: id, after, begun_at, words: words.to_owned() });
        // Looked at before a place is begun for it.
        content.check()?;
        let space = match stands {
            Some(view) => view.space,
            None => self.place_for_oneself().await?,
        };
        self.send(space, content).await?;
        self.keep_begun_journal(id, &[], "").await;
        Ok(())
    }

    /// Shares a copy of a page, as it is now, with those in a care space.
    pub async fn share_journal(&self, view: &JournalView, care: SpaceId) -> Result<(), ClientError> {
        let is_care = |it: &crate::views::SpaceView| it.kind == SpaceKind::Care;
        if !self.space(care).is_some_and(|it| is_care(&it)) {
            return Err(ClientError::NoSuchSpace);
        }
        let Page { id: page, at: begun_at, words, .. } = view.page.clone();
        self.send(care, Content::JournalShared(JournalShared { page, begun_at, words })).await.map(drop)
    }

    /// Takes the copies of a page back from a care space, and has their sealed bodies erased.
    pub async fn unshare_journal(&self, id: NoteId, care: SpaceId) -> Result<(), ClientError> {
        loop {
            let stands = self.journal().into_iter().find(|view| view.page.id == id);
            let copy = stands.and_then(|view| view.shared.into_iter().find(|(to, _)| *to == care));
            let Some((_, entry)) = copy else { return Ok(()) };
            self.withdraw(care, entry).await?;
        }
    }

    /// Takes a page back, every version of it. Copies that were shared stay where they are.
    pub async fn forget_journal(&self, view: &JournalView) -> Result<(), ClientError> {
        for entry in &view.page.entries {
            self.withdraw(view.space, *entry).await?;
        }
        Ok(())
    }

    /// The copies shared in a care space, newest first.
    pub fn shared_journal(&self, care: SpaceId) -> Vec<SharedPageView> {
        let engine = self.inner.engine.borrow();
        let all = engine.written(care);
        let seen = shared(&all).into_iter().map(|it| SharedPageView {
            entry: it.entry,
            by: outer_account(it.by),
            name: all.name_of(it.by).map(str::to_owned),
            at: it.at,
            is: it.is.clone(),
        });
        seen.collect()
    }

    /// What was begun on this device and not saved: the versions it was made from, and the words.
    pub async fn begun_journal(&self, id: NoteId) -> Option<(Vec<EntryId>, String)> {
        self.begun(&name(id)).await
    }

    /// The pages that were begun on this device and are not saved: their names and words.
    pub async fn begun_journals(&self) -> Vec<(NoteId, String)> {
        let kept = self.inner.outside.vault_read(PREFIX.to_owned()).await.unwrap_or_default();
        let engine = self.inner.engine.borrow();
        let begun = kept.into_iter().filter_map(|(name, sealed)| {
            let id: rapport_wire::EntryId = name.strip_prefix(PREFIX)?.parse().ok()?;
            let clear = engine.me.vault.open(&name, &sealed)?;
            let (_, words): (Vec<EntryId>, String) = postcard::from_bytes(&clear).ok()?;
            Some((NoteId(*id.as_bytes()), words))
        });
        begun.collect()
    }

    /// Keeps what was begun, sealed; nothing but blanks forgets it.
    pub async fn keep_begun_journal(&self, id: NoteId, known: &[EntryId], words: &str) {
        let begun = (!words.trim().is_empty()).then_some((known, words));
        self.keep_begun(name(id), begun.as_ref()).await;
    }
}

fn name(id: NoteId) -> String {
    format!("{PREFIX}{}", rapport_wire::EntryId::from_bytes(id.0))
}
