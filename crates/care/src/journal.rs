//! A journal: pages that somebody writes for themself, and the copies they chose to share.
//!
//! It is read from one's own space, which holds one person; a page leaves it only as a copy that its author
//! makes ([`crate::content::JournalShared`]). What is changed afterwards changes no copy.

use std::collections::BTreeSet;

use crate::content::{Content, JournalShared};
use crate::conversation::{Conversation, Event, What};
use crate::ids::{AccountId, EntryId, NoteId};
use crate::search::Query;
use crate::versions::{Version, versions};

/// A page as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its name.
    pub id: NoteId,
    /// When it was begun, in microseconds since the Unix epoch.
    pub at: i64,
    /// The entry with its words.
    pub entry: EntryId,
    /// Its words.
    pub words: String,
    /// Other words, written at the same time on another device and joined with nothing yet.
    pub beside: Vec<String>,
    /// What the next version is made from.
    pub tips: Vec<EntryId>,
    /// Every entry of it, so that all of it can be taken back.
    pub entries: Vec<EntryId>,
}

impl Page {
    /// Whether every word typed is in it.
    pub fn matches(&self, query: &Query) -> bool {
        query.matches(&self.words) || self.beside.iter().any(|words| query.matches(words))
    }
}

/// The pages of an own space, the newest first.
pub fn pages(all: &Conversation) -> Vec<Page> {
    let names: BTreeSet<NoteId> = all.events().filter_map(|event| name(&event.what)).collect();
    let mut pages: Vec<Page> = names.into_iter().filter_map(|id| page(all, id)).collect();
    pages.sort_by_key(|page| (std::cmp::Reverse(page.at), page.id));
    pages
}

const fn name(what: &What) -> Option<NoteId> {
    match what {
        What::Said(Content::JournalWritten(it)) => Some(it.page),
        _ => None,
    }
}

fn page(all: &Conversation, id: NoteId) -> Option<Page> {
    let of_it = versions(
        all,
        |content| match content {
            Content::JournalWritten(it) if it.page == id => Some((it.after.as_slice(), it)),
            _ => None,
        },
        |_| true,
    );
    let tips = of_it.tips();
    let Version { entry, is, .. } = of_it.current?;
    let beside: Vec<String> = of_it.beside.iter().map(|version| version.is.words.clone()).collect();
    let entries = tips.iter().copied().chain(of_it.earlier.iter().map(|version| version.entry)).collect();
    Some(Page { id, at: is.begun_at, entry, words: is.words.clone(), beside, tips, entries })
}

/// A copy that somebody shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared<'a> {
    /// The entry.
    pub entry: EntryId,
    /// Who shared it.
    pub by: AccountId,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// The copy.
    pub is: &'a JournalShared,
}

/// The copies shared in a space, newest first: of each page the last one.
pub fn shared(all: &Conversation) -> Vec<Shared<'_>> {
    let mut seen = BTreeSet::new();
    let copies = all.events().rev().filter(|event| !all.is_withdrawn(event)).filter_map(copy);
    copies.filter(|it| seen.insert((it.by, it.is.page))).collect()
}

const fn copy(event: &Event) -> Option<Shared<'_>> {
    match &event.what {
        What::Said(Content::JournalShared(is)) => {
            Some(Shared { entry: event.id, by: event.author, at: event.received_at, is })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{JournalWritten, Withdraw};

    const ME: AccountId = AccountId([1; 16]);

    fn space(said: impl IntoIterator<Item = Content>) -> Conversation {
        let mut all = Conversation::default();
        for (position, content) in (1u64..).zip(said) {
            let (id, what) = (EntryId([position as u8; 16]), What::Said(content));
            all.insert(Event { position, received_at: position as i64, author: ME, id, what });
        }
        all
    }

    fn writes(page: u8, after: &[u8], words: &str) -> Content {
        let after = after.iter().map(|n| EntryId([*n; 16])).collect();
        let page = NoteId([page; 16]);
        Content::JournalWritten(JournalWritten { page, after, begun_at: 7, words: words.into() })
    }

    fn shares(page: u8, words: &str) -> Content {
        Content::JournalShared(JournalShared { page: NoteId([page; 16]), begun_at: 7, words: words.into() })
    }

    #[test]
    fn the_newest_words_of_a_page_stand_and_what_two_devices_wrote_at_once_stays() {
        let said = [writes(1, &[], "a"), writes(2, &[], "other"), writes(1, &[1], "b"), writes(1, &[1], "c")];
        let found = pages(&space(said));
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].words.as_str(), found[0].beside.as_slice()), ("c", ["b".to_owned()].as_slice()));
        assert!(found[0].matches(&Query::new("B")) && !found[0].matches(&Query::new("other")));
    }

    #[test]
    fn a_copy_is_what_was_shared_and_can_be_taken_back() {
        let said = vec![shares(1, "a"), shares(2, "x"), shares(1, "b"), writes(1, &[], "c")];
        let all = space(said.clone());
        let told: Vec<_> = shared(&all).iter().map(|it| it.is.words.clone()).collect();
        assert_eq!(told, ["b", "x"]);
        let back = Content::Withdraw(Withdraw { of: EntryId([3; 16]) });
        let all = space(said.into_iter().chain([back]));
        assert_eq!(shared(&all)[0].is.words, "x");
    }
}
