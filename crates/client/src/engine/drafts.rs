//! Pages that are written draft by draft: the newest words stay, what they replaced goes.
//!
//! A draft is an entry like any other: kept on the device at once, sent when there is a line. Without more,
//! every pause in typing would leave a sealed copy behind for good. So whoever writes names the drafts theirs
//! replace: one that was not sent yet is dropped from the outbox, one that stands is erased at the server once
//! a later one stands. The newest that stands is never erased: words are nowhere only while they are on this
//! device and unsent.

use std::collections::BTreeSet;

use rand_core::CryptoRng;
use rapport_care::content::Content;
use rapport_care::conversation::{Conversation, Event, What};
use rapport_wire::{EntryId, SpaceId, Timestamp};

use super::outbox::Job;
use super::{Engine, Space};
use crate::ids::{inner_account, inner_entry};

impl Engine {
    /// Drops drafts of one's own that wait unsent; whatever is on its way stays.
    pub fn drop_unsent(&mut self, space: SpaceId, drafts: &[EntryId]) {
        let Some(known) = self.spaces.get_mut(&space) else { return };
        for draft in drafts {
            known.outbox.discard(*draft, space, &mut self.out);
        }
    }

    /// Erases drafts of one's own that later ones among `drafts` replaced, but none that was signed.
    pub fn erase_replaced(
        &mut self,
        space: SpaceId,
        drafts: &[EntryId],
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        let Some(known) = self.spaces.get_mut(&space) else { return };
        for draft in known.replaced(drafts, self.me.account) {
            known.write(Job::Erase(draft), &self.me, now, &mut self.out, rng);
        }
        self.tick(now, rng);
    }

    /// Erases entries of one's own whose words stand elsewhere now; what waits unsent is dropped.
    pub(crate) fn erase_drafts(
        &mut self,
        space: SpaceId,
        drafts: &[EntryId],
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        self.drop_unsent(space, drafts);
        let Some(known) = self.spaces.get_mut(&space) else { return };
        let me = inner_account(self.me.account);
        for draft in drafts {
            let stands = known.talk.position_of(inner_entry(*draft), me).is_some();
            if stands && !known.outbox.erases(*draft) {
                known.write(Job::Erase(*draft), &self.me, now, &mut self.out, rng);
            }
        }
    }

    /// Everything said in a space, what waits on this device included: it stands last, in its order.
    pub fn written(&self, space: SpaceId) -> Conversation {
        self.spaces.get(&space).map(|known| known.written(self)).unwrap_or_default()
    }
}

impl Space {
    fn replaced(&self, drafts: &[EntryId], me: rapport_wire::AccountId) -> Vec<EntryId> {
        let stands = |draft: &EntryId| self.talk.position_of(inner_entry(*draft), inner_account(me));
        let mut standing: Vec<(u64, EntryId)> =
            drafts.iter().filter_map(|draft| Some((stands(draft)?, *draft))).collect();
        standing.sort_unstable();
        standing.dedup();
        standing.pop();
        let signed: BTreeSet<_> = self.talk.events().filter_map(|event| signed(&event.what)).collect();
        let erasable = |(position, draft): &(u64, EntryId)| {
            let said = self.talk.event(*position).is_some_and(|event| matches!(event.what, What::Said(_)));
            said && !signed.contains(&inner_entry(*draft)) && !self.outbox.erases(*draft)
        };
        standing.into_iter().filter(erasable).map(|(_, draft)| draft).collect()
    }

    fn written(&self, engine: &Engine) -> Conversation {
        let mut all = self.talk.clone();
        let me = inner_account(engine.me.account);
        for (position, waits) in (all.newest() + 1..).zip(self.outbox.pending()) {
            // Taken and come back: it stands among the entries already.
            if all.position_of(waits.id, me).is_some() {
                continue;
            }
            let (received_at, what) = (waits.written_at, What::Said(waits.content));
            all.insert(Event { position, received_at, author: me, id: waits.id, what });
        }
        all
    }
}

const fn signed(what: &What) -> Option<rapport_care::EntryId> {
    match what {
        What::Said(Content::NoteSigned(it) | Content::NoteCosigned(it) | Content::NoteLocked(it)) => {
            Some(it.entry)
        }
        _ => None,
    }
}
