//! Entries, folded into what a person sees.
//!
//! Input is events in any order: pages arrive while live entries do, an erasure may come years after what
//! it erased. The view depends on the *set* of events alone. Edits and withdrawals count only when they
//! are by the author of what they change; anything else is ignored, not shown, and changes nothing.

mod fold;
mod view;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::content::{Content, ContentError};
use crate::ids::{AccountId, EntryId};
use crate::search::Query;

pub use view::{Body, Item, Looking, Pending, Progress, Receipt, Reply, Sending, View};

/// One entry of a space, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Where it stands, from 1.
    pub position: u64,
    /// When the server took it, in microseconds since the Unix epoch.
    pub received_at: i64,
    /// Who wrote it.
    pub author: AccountId,
    /// Its name.
    pub id: EntryId,
    /// What is in it.
    pub what: What,
}

/// What came out of an entry's seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// What its author put in.
    Said(Content),
    /// Nothing any more: the body was erased.
    Erased,
    /// Nothing that can be trusted: the signature or the seal did not hold.
    Unverified,
    /// From an epoch this person has no key of: before they came.
    Closed,
}

impl What {
    /// Content bytes as an event: what cannot be read is not trusted either.
    pub fn of(content: Result<Content, ContentError>) -> Self {
        content.map_or(Self::Unverified, Self::Said)
    }
}

/// Everything known of one space's entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    events: BTreeMap<u64, Event>,
    places: BTreeMap<(EntryId, AccountId), u64>,
    /// Position of the newest edit of each named entry, by its own author.
    edits: BTreeMap<(EntryId, AccountId), u64>,
    withdrawn: BTreeMap<(EntryId, AccountId), u64>,
    names: BTreeMap<AccountId, u64>,
}

impl Conversation {
    /// Takes an event. One position is told once; a second telling is ignored.
    pub fn insert(&mut self, event: Event) {
        if self.events.contains_key(&event.position) {
            return;
        }
        let (position, author) = (event.position, event.author);
        match &event.what {
            What::Said(Content::Edit(edit)) => newest(&mut self.edits, (edit.of, author), position),
            What::Said(Content::Withdraw(it)) => newest(&mut self.withdrawn, (it.of, author), position),
            What::Said(Content::Profile(_)) => newest(&mut self.names, author, position),
            _ => {}
        }
        // One author may not give two entries one name; if they do, the first keeps it.
        let place = self.places.entry((event.id, author)).or_insert(position);
        *place = (*place).min(position);
        self.events.insert(position, event);
    }

    /// Forgets the words of an entry whose body was erased.
    pub fn erase(&mut self, position: u64) {
        let Some(event) = self.events.get_mut(&position) else { return };
        // What an edit or a profile changed stays changed by the newest of the others.
        let was = std::mem::replace(&mut event.what, What::Erased);
        let author = event.author;
        match was {
            What::Said(Content::Edit(edit)) => self.edits_again(edit.of, author),
            What::Said(Content::Profile(_)) => self.names_again(author),
            _ => {}
        }
    }

    /// What somebody wants to be called here.
    pub fn name_of(&self, account: AccountId) -> Option<&str> {
        match &self.events.get(self.names.get(&account)?)?.what {
            What::Said(Content::Profile(profile)) => Some(&profile.display_name),
            _ => None,
        }
    }

    /// The fingerprints that `by` says they compared, newest last.
    pub fn compared(&self, by: AccountId) -> impl Iterator<Item = (AccountId, [u8; 32])> + '_ {
        self.events.values().filter(move |e| e.author == by).filter_map(|e| match &e.what {
            What::Said(Content::CodeCompared(it)) => Some((it.account, it.fingerprint)),
            _ => None,
        })
    }

    /// Where an entry of an author stands.
    pub fn position_of(&self, id: EntryId, author: AccountId) -> Option<u64> {
        self.places.get(&(id, author)).copied()
    }

    /// The event at a position.
    pub fn event(&self, position: u64) -> Option<&Event> {
        self.events.get(&position)
    }

    /// Every event, oldest first: what the folds of the record read.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.values()
    }

    /// Whether its author took an event back.
    pub fn is_withdrawn(&self, event: &Event) -> bool {
        fold::is_withdrawn(self, event)
    }

    /// Position of the newest event; 0 for none.
    pub fn newest(&self) -> u64 {
        self.events.last_key_value().map_or(0, |(position, _)| *position)
    }

    /// Positions of what matches, newest first. Edited words are searched as they now stand.
    pub fn search(&self, query: &Query) -> Vec<u64> {
        let events = self.events.values().rev();
        events
            .filter(|e| self.words_of(e).is_some_and(|words| query.matches(&words)))
            .map(|e| e.position)
            .collect()
    }

    /// How many entries by others stand in `positions` that a person would call unread.
    pub fn unread(&self, me: AccountId, positions: RangeInclusive<u64>) -> usize {
        if positions.is_empty() {
            return 0;
        }
        let events = self.events.range(positions).map(|(_, e)| e);
        events.filter(|e| e.author != me && self.is_news(e)).count()
    }

    /// What to show.
    pub fn view(&self, looking: &Looking<'_>) -> View {
        fold::view(self, looking)
    }

    /// The newest item as one line, and when it came.
    pub fn preview(&self) -> Option<(AccountId, String, i64)> {
        let event = self.events.values().rev().find(|e| self.is_news(e))?;
        Some((event.author, fold::preview(&fold::body(self, event)), event.received_at))
    }

    fn edits_again(&mut self, of: EntryId, author: AccountId) {
        let last = self.events.values().rev().find(|e| {
            e.author == author && matches!(&e.what, What::Said(Content::Edit(edit)) if edit.of == of)
        });
        match last.map(|e| e.position) {
            Some(position) => self.edits.insert((of, author), position),
            None => self.edits.remove(&(of, author)),
        };
    }

    fn names_again(&mut self, author: AccountId) {
        let mut events = self.events.values().rev();
        let last = events.find(|e| e.author == author && matches!(&e.what, What::Said(Content::Profile(_))));
        match last.map(|e| e.position) {
            Some(position) => self.names.insert(author, position),
            None => self.names.remove(&author),
        };
    }
}

/// Keeps the greater position under a key.
fn newest<K: Ord>(map: &mut BTreeMap<K, u64>, key: K, position: u64) {
    let known = map.entry(key).or_insert(position);
    *known = (*known).max(position);
}

#[cfg(test)]
mod tests;
