//! Entries as they come: verified in order, opened, folded, kept.

use rand_core::CryptoRng;
use rapport_care::Content;
use rapport_care::conversation::{Event, What};
use rapport_envelope::chain::next_transcript;
use rapport_envelope::{ChainError, EntryHead, EntryHeader};
use rapport_seal::entry::{self, EntryError};
use rapport_wire::Timestamp;
use rapport_wire::socket::Up;
use rapport_wire::space::StoredEntry;

use super::desk::{Me, Out};
use super::names::Name;
use super::space::Space;
use crate::finding::{EntryWrong, HistoryWrong, Noticed, Verdict};
use crate::ids::{inner_account, inner_entry};
use crate::platform::Write;
use crate::views::Change;

/// Whether to go on with the next entry of a page.
enum Next {
    GoOn,
    Stop,
}

impl Space {
    /// Takes a page. `more` says that the server holds further ones.
    pub(crate) fn take_entries(
        &mut self,
        entries: &[StoredEntry],
        more: bool,
        me: &Me,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        for stored in entries {
            if self.frozen.is_some() {
                return;
            }
            let next = if stored.position <= self.chain.position() {
                self.seen_again(stored, out)
            } else {
                self.take_entry(stored, me, out, rng)
            };
            if matches!(next, Next::Stop) {
                return;
            }
        }
        if more {
            out.frame(&Up::Page { space: self.id, after: self.chain.position() });
        } else {
            self.caught_up = true;
            self.outbox.resynced();
        }
        self.progressed(now);
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
    }

    /// An entry's body was removed.
    pub(crate) fn take_erased(&mut self, position: u64, out: &mut Out) {
        self.talk.erase(position);
        out.keep([Write::Delete(Name::Body(self.id, position).text())]);
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
    }

    /// What the vault kept, on the way up. None of it is kept again.
    pub(crate) fn restore(&mut self, stored: &StoredEntry) -> Result<(), ChainError> {
        let Some(log) = &self.log else { return Err(ChainError::UnknownMembership) };
        let body = stored.body.as_deref();
        let head = match self.chain.append(log, stored.position, &stored.head, body) {
            Ok(head) => Some(head),
            Err(error) => match Verdict::from(error) {
                Verdict::Skip(_) => {
                    self.chain.skip(log, stored.position, &stored.head)?;
                    None
                }
                Verdict::Freeze(_) => return Err(error),
            },
        };
        let what = head.map_or(What::Unverified, |head| self.open(&head, body).0);
        self.fold(stored, what);
        Ok(())
    }

    fn take_entry(&mut self, stored: &StoredEntry, me: &Me, out: &mut Out, rng: &mut impl CryptoRng) -> Next {
        let Some(log) = &self.log else { return self.ask_log_again(out) };
        let body = stored.body.as_deref();
        let what = match self.chain.append(log, stored.position, &stored.head, body) {
            Ok(head) => {
                let (what, wrong) = self.open(&head, body);
                if let Some(wrong) = wrong {
                    self.doubt(stored, wrong, out);
                }
                self.outbox.arrived(me.account, head.header(), out, self.id);
                what
            }
            Err(ChainError::UnknownMembership) if !self.refetched => return self.ask_log_again(out),
            Err(error) => match Verdict::from(error) {
                Verdict::Skip(wrong) => {
                    if self.chain.skip(log, stored.position, &stored.head).is_err() {
                        return self.stop(stored.position, HistoryWrong::Malformed, out);
                    }
                    self.doubt(stored, wrong, out);
                    What::Unverified
                }
                Verdict::Freeze(wrong) => return self.stop(stored.position, wrong, out),
            },
        };
        self.fold(stored, what);
        self.keep_entry(stored, me, out, rng);
        if self.outbox.lost(stored.position) {
            return self.stop(stored.position, HistoryWrong::Lost, out);
        }
        Next::GoOn
    }

    /// The log may only be behind: ask for it once, together with what was not taken.
    fn ask_log_again(&mut self, out: &mut Out) -> Next {
        if self.refetched {
            return self.stop(self.chain.position() + 1, HistoryWrong::UnknownMembership, out);
        }
        self.refetched = true;
        self.caught_up = false;
        out.frame(&self.follow());
        Next::Stop
    }

    /// The frame that asks for everything after what is held.
    pub(crate) fn follow(&self) -> Up {
        Up::Follow { space: self.id, log_from: self.next_index(), after: self.chain.position() }
    }

    /// An entry at a position that is held already: the same one, or a second history.
    fn seen_again(&mut self, stored: &StoredEntry, out: &mut Out) -> Next {
        let before = stored.position.checked_sub(1).and_then(|p| self.chain.transcript_at(p));
        let again = before.map(|t| next_transcript(&t, &EntryHead::hash_of(&stored.head)));
        if again.is_none() || again != self.chain.transcript_at(stored.position) {
            return self.stop(stored.position, HistoryWrong::Forked, out);
        }
        if stored.body.is_none() {
            self.take_erased(stored.position, out);
        }
        Next::GoOn
    }

    /// Opens what the chain has verified, and says what is wrong with it if it does not open.
    fn open(&self, head: &EntryHead, body: Option<&[u8]>) -> (What, Option<EntryWrong>) {
        let Some(body) = body else { return (What::Erased, None) };
        match entry::open(&self.epochs, head, body) {
            Ok(clear) => match What::of(Content::from_bytes(&clear)) {
                What::Unverified => (What::Unverified, Some(EntryWrong::Seal)),
                what => (what, None),
            },
            Err(EntryError::NoKey(_)) => (What::Closed, None),
            Err(_) => (What::Unverified, Some(EntryWrong::Seal)),
        }
    }

    fn fold(&mut self, stored: &StoredEntry, what: What) {
        let Some(header) = header_of(stored) else { return };
        // Whoever has sent what they typed no longer types it.
        if let Some(presence) = self.presence.get_mut(&header.author) {
            presence.typing_until = None;
        }
        self.talk.insert(Event {
            position: stored.position,
            received_at: stored.received_at.as_micros(),
            author: inner_account(header.author),
            id: inner_entry(header.id),
            what,
        });
    }

    fn doubt(&mut self, stored: &StoredEntry, wrong: EntryWrong, out: &mut Out) {
        if let Some(header) = header_of(stored) {
            let what = Noticed::Entry { position: stored.position, author: header.author, wrong };
            out.noticed(self.id, what);
        }
    }

    fn stop(&mut self, position: u64, wrong: HistoryWrong, out: &mut Out) -> Next {
        self.freeze(Noticed::History { position, wrong }, out);
        Next::Stop
    }

    fn keep_entry(&self, stored: &StoredEntry, me: &Me, out: &mut Out, rng: &mut impl CryptoRng) {
        let head = StoredEntry { body: None, ..stored.clone() };
        out.keep([me.keep(Name::Head(self.id, stored.position).text(), &head, rng)]);
        if let Some(body) = &stored.body {
            out.keep([me.keep(Name::Body(self.id, stored.position).text(), body, rng)]);
        }
    }
}

fn header_of(stored: &StoredEntry) -> Option<EntryHeader> {
    EntryHead::from_bytes(&stored.head).ok().map(|head| *head.header())
}
