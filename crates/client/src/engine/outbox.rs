//! What was written and is not among the entries yet: kept first, sealed when sent, sealed anew when the
//! place it was sealed for is taken. One id from the first attempt to the last, so it is stored once.

use std::collections::VecDeque;

use rapport_care::Content;
use rapport_care::conversation::{Pending, Sending};
use rapport_envelope::EntryHeader;
use rapport_seal::entry::Place;
use rapport_wire::{AccountId, Code, EntryId, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};

use super::desk::Out;
use super::names::Name;
use crate::ids::inner_entry;
use crate::platform::Write;

/// Seconds before something that was refused for a passing reason is tried again.
const RETRY_SECONDS: i64 = 5;
/// Seconds to wait for what a stale place was missing before trying all the same.
const RESYNC_SECONDS: i64 = 2;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Job {
    /// Say this (`care::Content` as bytes).
    Say(Vec<u8>),
    /// Have the body of one's own entry erased.
    Erase(EntryId),
}

/// An item as the vault keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) id: EntryId,
    pub(crate) written_at: Timestamp,
    pub(crate) job: Job,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// On this device.
    Waiting,
    /// Sent, not yet heard of.
    Flying {
        /// The request it was sent by.
        reference: u32,
    },
    /// On the server's disk, at this position; the entry itself has not come back yet.
    Taken {
        /// Where.
        position: u64,
    },
    /// Refused for good.
    Failed,
}

/// An item.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) order: u64,
    pub(crate) kept: Kept,
    pub(crate) state: State,
}

/// One space's outbox, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    items: VecDeque<Item>,
    next_order: u64,
    /// Place after what is on its way; none when nothing is.
    pub(crate) place: Option<Place>,
    /// A place was stale: what was missing must come first.
    stale: bool,
    pub(crate) wait_until: Option<Timestamp>,
}

impl Outbox {
    /// Takes a new item; it is to be kept under the order it gets.
    pub(crate) fn push(&mut self, kept: Kept) -> &Item {
        let order = self.next_order;
        self.next_order += 1;
        self.items.push_back(Item { order, kept, state: State::Waiting });
        &self.items[self.items.len() - 1]
    }

    /// Takes an item that the vault kept.
    pub(crate) fn restore(&mut self, order: u64, kept: Kept) {
        self.next_order = self.next_order.max(order + 1);
        self.items.push_back(Item { order, kept, state: State::Waiting });
    }

    pub(crate) fn items_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.items.iter_mut()
    }

    pub(crate) fn find(&self, id: EntryId) -> Option<&Item> {
        self.items.iter().find(|item| item.kept.id == id && matches!(item.kept.job, Job::Say(_)))
    }

    /// Whether an entry's body is to be erased.
    pub(crate) fn erases(&self, of: EntryId) -> bool {
        self.items.iter().any(|item| item.kept.job == Job::Erase(of))
    }

    /// Names of everything that is said here and not among the entries.
    pub(crate) fn says(&self) -> Vec<EntryId> {
        let says = self.items.iter().filter(|item| matches!(item.kept.job, Job::Say(_)));
        says.map(|item| item.kept.id).collect()
    }

    /// How many entries wait or are on their way.
    pub(crate) fn unsent(&self) -> usize {
        self.items.iter().filter(|item| !matches!(item.state, State::Taken { .. })).count()
    }

    /// Whether something may be sent at this moment.
    ///
    /// What flies on a place that another device took will come back; until it does nothing may overtake it.
    pub(crate) fn is_ready(&self, now: Timestamp) -> bool {
        let waited = self.wait_until.is_none_or(|until| now >= until);
        let behind_what_comes_back = self.place.is_none() && self.is_flying();
        waited && !behind_what_comes_back && !(self.stale && self.wait_until.is_none())
    }

    fn is_flying(&self) -> bool {
        let flies = |item: &Item| matches!(item.state, State::Flying { .. });
        self.items.iter().any(|item| flies(item) && matches!(item.kept.job, Job::Say(_)))
    }

    /// What was missing has come.
    pub(crate) fn resynced(&mut self) {
        if self.stale && !self.is_flying() {
            self.stale = false;
            self.wait_until = None;
        }
    }

    /// The server has it on disk. True when it is not where the server says, although that is held already.
    pub(crate) fn taken(&mut self, reference: u32, position: u64, held: u64) -> Option<EntryId> {
        let item = self.items.iter_mut().find(|item| item.state == State::Flying { reference })?;
        item.state = State::Taken { position };
        let said = matches!(item.kept.job, Job::Say(_));
        (said && position <= held).then_some(item.kept.id)
    }

    /// Forgets a finished erasure.
    pub(crate) fn erased(&mut self, reference: u32, space: SpaceId, out: &mut Out) -> bool {
        let done =
            |item: &Item| item.state == State::Flying { reference } && matches!(item.kept.job, Job::Erase(_));
        let found = self.items.iter().position(done).and_then(|index| self.items.remove(index));
        found.is_some_and(|item| {
            out.keep([Write::Delete(Name::Out(space, item.order).text())]);
            true
        })
    }

    /// The server did not take it. True when what it missed must be asked for.
    pub(crate) fn refused(&mut self, reference: u32, code: Code, now: Timestamp) -> bool {
        let Some(item) = self.items.iter_mut().find(|item| item.state == State::Flying { reference }) else {
            return false;
        };
        item.state = match code {
            Code::Stale | Code::OldEpoch | Code::LogMoved => {
                self.stale = true;
                self.wait_until = Some(now.plus_seconds(RESYNC_SECONDS));
                State::Waiting
            }
            Code::Unavailable | Code::SlowDown | Code::DiskFull | Code::Fault | Code::SignedOut => {
                self.wait_until = Some(now.plus_seconds(RETRY_SECONDS));
                State::Waiting
            }
            _ => State::Failed,
        };
        // Whatever flies behind it stands on it, and will come back as well.
        self.place = None;
        self.stale && !self.is_flying()
    }

    /// Forgets erasures of what was never stored.
    pub(crate) fn forget_erasures(&mut self, gone: &[EntryId], space: SpaceId, out: &mut Out) {
        self.items.retain(|item| {
            let goes = gone.contains(&item.kept.id);
            if goes {
                out.keep([Write::Delete(Name::Out(space, item.order).text())]);
            }
            !goes
        });
    }

    /// An entry has come; if it is one of these, it is done.
    pub(crate) fn arrived(&mut self, me: AccountId, header: &EntryHeader, out: &mut Out, space: SpaceId) {
        if header.author != me {
            return;
        }
        let ours = |item: &Item| item.kept.id == header.id && matches!(item.kept.job, Job::Say(_));
        match self.items.iter().position(ours).and_then(|index| self.items.remove(index)) {
            Some(item) => out.keep([Write::Delete(Name::Out(space, item.order).text())]),
            // Written on another device of the same person: what flies stands on the wrong place.
            None => self.place = None,
        }
        if !self.is_flying() && !self.items.iter().any(|i| matches!(i.state, State::Taken { .. })) {
            self.place = None;
        }
    }

    /// Whether the server acknowledged something at a position that now holds something else.
    pub(crate) fn lost(&self, position: u64) -> bool {
        let promised = State::Taken { position };
        self.items.iter().any(|item| item.state == promised && matches!(item.kept.job, Job::Say(_)))
    }

    /// The line broke: nothing is known of what was on its way.
    pub(crate) fn landed(&mut self) {
        for item in &mut self.items {
            if matches!(item.state, State::Flying { .. }) {
                item.state = State::Waiting;
            }
        }
        self.place = None;
        self.stale = false;
        self.wait_until = None;
    }

    /// Takes back what has not been sent, or was refused. True when it was there.
    pub(crate) fn discard(&mut self, id: EntryId, space: SpaceId, out: &mut Out) -> bool {
        let stays = |state| !matches!(state, State::Waiting | State::Failed);
        let found = self.items.iter().position(|item| item.kept.id == id && !stays(item.state));
        let Some(item) = found.and_then(|index| self.items.remove(index)) else { return false };
        out.keep([Write::Delete(Name::Out(space, item.order).text())]);
        true
    }

    /// What a conversation shows of it.
    pub(crate) fn pending(&self) -> Vec<Pending> {
        let shown = |item: &Item| {
            let Job::Say(bytes) = &item.kept.job else { return None };
            Some(Pending {
                id: inner_entry(item.kept.id),
                written_at: item.kept.written_at.as_micros(),
                content: Content::from_bytes(bytes).ok()?,
                sending: match item.state {
                    State::Waiting | State::Flying { .. } => Sending::Waiting,
                    State::Taken { .. } => Sending::Taken,
                    State::Failed => Sending::Failed,
                },
            })
        };
        self.items.iter().filter_map(shown).collect()
    }
}
