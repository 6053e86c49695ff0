//! The pages that are being filled in together in a space: what its entries hold of them, whoever wrote those.

use std::collections::BTreeMap;

use super::{Together, Version, covers};
use crate::content::{Content, PageClosed, PageTogether};
use crate::conversation::{Conversation, What};
use crate::ids::{AccountId, EntryId, PageId};

/// A page as far as the entries of a space hold it.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    /// Which page.
    pub page: PageId,
    /// What it is: form, who opened it, what it answers.
    pub is: &'a PageTogether,
    /// When something was last kept of it, in microseconds since the Unix epoch.
    pub at: i64,
    /// Everything done to it.
    pub done: Together,
    /// Whoever closed it had seen everything of it; none while it goes on.
    pub closed: Option<&'a PageClosed>,
    /// Keepings by author, oldest first, each with what it holds.
    keepings: Vec<(AccountId, EntryId, Version)>,
}

impl Open<'_> {
    /// Keepings of `me` that a later one of theirs holds entirely: their bodies may go. The last is never one.
    pub fn replaced(&self, me: AccountId) -> Vec<EntryId> {
        let mine: Vec<_> = self.keepings.iter().filter(|(by, ..)| *by == me).collect();
        let later = |n: usize, version| mine[n + 1..].iter().any(|(.., later)| covers(later, version));
        mine.iter()
            .enumerate()
            .filter(|(n, (.., version))| later(*n, version))
            .map(|(_, (_, it, _))| *it)
            .collect()
    }

    /// All keepings of `me`.
    pub fn kept_by(&self, me: AccountId) -> Vec<EntryId> {
        self.keepings.iter().filter(|(by, ..)| *by == me).map(|(_, it, _)| *it).collect()
    }
}

/// Every page filled in together in a space, the one something was last done to first; those that were closed too.
pub fn open(all: &Conversation) -> Vec<Open<'_>> {
    let mut pages: BTreeMap<PageId, Open<'_>> = BTreeMap::new();
    for event in all.events().filter(|event| !all.is_withdrawn(event)) {
        let What::Said(Content::PageTogether(is)) = &event.what else { continue };
        let done = Together::of(&is.runs);
        let page = pages.entry(is.page).or_insert_with(|| Open {
            page: is.page,
            is,
            at: event.received_at,
            done: Together::default(),
            closed: None,
            keepings: Vec::new(),
        });
        page.at = page.at.max(event.received_at);
        page.keepings.push((event.author, event.id, done.version()));
        page.done.join(&done);
    }
    let mut pages: Vec<_> = pages.into_values().collect();
    let ends = ends(all);
    for page in &mut pages {
        page.closed = ended(&ends, page.page, &page.done.version());
    }
    pages.sort_by_key(|page| (std::cmp::Reverse(page.at), page.page));
    pages
}

/// Every closing of a page.
pub fn ends(all: &Conversation) -> Vec<&PageClosed> {
    let closings =
        all.events().filter(|event| !all.is_withdrawn(event)).filter_map(|event| match &event.what {
            What::Said(Content::PageClosed(is)) => Some(is),
            _ => None,
        });
    closings.collect()
}

/// What closed a page of which this much is held. What somebody wrote that whoever closed it had not seen keeps it
/// open: nothing is lost.
pub fn ended<'a>(ends: &[&'a PageClosed], page: PageId, held: &Version) -> Option<&'a PageClosed> {
    ends.iter().find(|it| it.page == page && covers(&it.seen, held)).copied()
}

/// Who filled in the pages that were kept, by the entry that keeps each.
pub fn close_marks(all: &Conversation) -> BTreeMap<(EntryId, AccountId), &PageClosed> {
    let kept = all.events().filter_map(|event| match &event.what {
        What::Said(Content::PageClosed(is)) => Some(((is.kept?, event.author), is)),
        _ => None,
    });
    kept.collect()
}
