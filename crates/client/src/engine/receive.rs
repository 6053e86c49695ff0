//! Frames from the server, each to where it belongs.

use rand_core::CryptoRng;
use rapport_envelope::Log;
use rapport_seal::pins::Seen;
use rapport_wire::socket::{Down, Up};
use rapport_wire::space::SpaceHead;
use rapport_wire::{AccountId, Code, SpaceId, Timestamp, limits};

use super::names::everything;
use super::{Engine, Space};
use crate::finding::{Finding, HistoryWrong, Noticed};
use crate::views::Change;

impl Engine {
    pub(super) fn receive(&mut self, frame: Down, now: Timestamp, rng: &mut impl CryptoRng) {
        match frame {
            Down::Welcome { account, now: theirs, spaces } => self.welcome(account, theirs, &spaces, now),
            Down::Entered(head) => {
                self.follow(&head, now);
                self.out.change(Change::Spaces);
            }
            Down::Records { space: id, records, more: _ } => {
                let Some(space) = self.spaces.get_mut(&id) else { return };
                space.take_records(&records, &self.me, self.keyring.pins_mut(), &mut self.out, rng);
                self.call_log_moved(id, rng);
            }
            Down::Entries { space: id, entries, more } => {
                let Some(space) = self.spaces.get_mut(&id) else { return };
                space.take_entries(&entries, more, &self.me, now, &mut self.out, rng);
                self.check_remembered(id, now);
            }
            Down::Accepted { reference, position, .. } => self.accepted(reference, position),
            Down::Refused { reference, code } => self.refused(reference, code, now),
            Down::Erased { space, position } => {
                if let Some(space) = self.spaces.get_mut(&space) {
                    space.take_erased(position, &mut self.out);
                }
            }
            Down::Mark { space, account, mark } => {
                if let Some(space) = self.spaces.get_mut(&space) {
                    space.take_mark(account, &mark, &self.me, now, &mut self.out);
                }
            }
            Down::Hint { space, account, hint } => {
                if let Some(space) = self.spaces.get_mut(&space) {
                    space.take_hint(account, &hint, now, &mut self.out);
                }
            }
            Down::Call { space, call } => self.receive_call(space, call, now, rng),
            Down::TimeChanged => self.out.change(Change::Time),
        }
    }

    fn welcome(&mut self, account: AccountId, theirs: Timestamp, heads: &[SpaceHead], now: Timestamp) {
        if account != self.me.account {
            self.out.finding(Finding::of_account(Noticed::KeyringForeign));
            return;
        }
        self.line.welcomed();
        let skew = now.seconds_since(theirs);
        self.clock_skew = (skew.abs() > limits::CLOCK_SKEW_SECONDS_MAX).then_some(skew);
        if let Some(skew) = self.clock_skew {
            self.out.change(Change::ClockSkew(skew));
        }
        let named = |id: &SpaceId| heads.iter().any(|head| head.space == *id);
        let gone = |space: &Space| space.log.is_some() && !named(&space.id);
        // What its last client was told would go at that date has gone: nobody is robbed of anything.
        let over =
            self.spaces.extract_if(.., |_, space| gone(space) && !space.just_begun && space.is_over(now));
        let over: Vec<SpaceId> = over.map(|(id, _)| id).collect();
        for space in over {
            self.out.keep(everything(space));
        }
        for space in self.spaces.values_mut().filter(|space| gone(space)) {
            if std::mem::take(&mut space.just_begun) {
                self.out.frame(&space.follow());
            } else {
                space.freeze(Noticed::SpaceMissing, &mut self.out);
            }
        }
        for head in heads {
            self.follow(head, now);
        }
        if let Some(call) = &mut self.call {
            call.line_is_back(&mut self.out);
        }
        self.out.change(Change::Connection(self.line.state));
        self.out.change(Change::Spaces);
        // What was changed while the line was broken was told to nobody here.
        self.out.change(Change::Time);
    }

    fn follow(&mut self, head: &SpaceHead, now: Timestamp) {
        let space = self.spaces.entry(head.space).or_insert_with(|| Space::new(head.space, head.kind));
        if !space.forgiven && knows_less(head, space) {
            space.freeze(Noticed::SpaceRolledBack, &mut self.out);
        }
        if space.frozen.is_some() {
            return;
        }
        self.out.frame(&space.follow());
        for (account, mark) in &head.marks {
            space.take_mark(*account, mark, &self.me, now, &mut self.out);
            // On the way up the log may not be here yet: the marks are then looked at when it is.
        }
        if space.log.is_none() {
            space.early_marks.clone_from(&head.marks);
        }
    }

    /// Once a space is caught up: is it at least what this account remembers of it?
    fn check_remembered(&mut self, id: SpaceId, now: Timestamp) {
        let Some(space) = self.spaces.get_mut(&id) else { return };
        for (account, mark) in std::mem::take(&mut space.early_marks) {
            space.take_mark(account, &mark, &self.me, now, &mut self.out);
        }
        let Some(log) = space.log.as_ref().filter(|_| space.caught_up && space.frozen.is_none()) else {
            return;
        };
        let here = seen(space, log);
        let remembered = self.keyring.pins().seen(&id).copied();
        let binding = remembered.filter(|_| !space.forgiven);
        if let Some(what) = binding.and_then(|seen| contradiction(space, log, &seen)) {
            space.freeze(what, &mut self.out);
            return;
        }
        if remembered != Some(here) {
            self.keyring.pins_mut().saw(id, here);
            self.remember_soon(now);
        }
    }

    fn accepted(&mut self, reference: u32, position: u64) {
        let Some(space) = self.flights.land(reference).and_then(|id| self.spaces.get_mut(&id)) else {
            return;
        };
        if space.outbox.erased(reference, space.id, &mut self.out) {
            return;
        }
        let held = space.position();
        if space.outbox.taken(reference, position, held).is_some() {
            // It says "at 7", and 7 is here and something else.
            space.freeze(Noticed::History { position, wrong: HistoryWrong::Lost }, &mut self.out);
        }
        self.out.change(Change::Space(space.id));
    }

    fn refused(&mut self, reference: u32, code: Code, now: Timestamp) {
        let Some(space) = self.flights.land(reference).and_then(|id| self.spaces.get_mut(&id)) else {
            return;
        };
        let moved = matches!(code, Code::LogMoved);
        let again = space.outbox.refused(reference, code, now) || moved;
        if again && space.frozen.is_none() {
            space.caught_up = false;
            self.out.frame(&space.follow());
        }
        self.out.change(Change::Space(space.id));
        self.wish_refused(reference, moved);
    }
}

fn seen(space: &Space, log: &Log) -> Seen {
    Seen {
        log_index: log.next_index() - 1,
        log_head: log.head(),
        position: space.position(),
        transcript: space.chain.transcript(),
    }
}

/// How what the server gives contradicts what is remembered.
fn contradiction(space: &Space, log: &Log, seen: &Seen) -> Option<Noticed> {
    let (log_head, transcript) = (log.head_at(seen.log_index), space.chain.transcript_at(seen.position));
    match (log_head, transcript) {
        (None, _) | (_, None) => Some(Noticed::SpaceRolledBack),
        (Some(head), Some(transcript)) if head != seen.log_head || transcript != seen.transcript => {
            Some(Noticed::History { position: seen.position, wrong: HistoryWrong::Forked })
        }
        _ => None,
    }
}

/// Asks for everything again, from nothing.
pub(super) fn from_nothing(space: SpaceId) -> Up {
    Up::Follow { space, log_from: 0, after: 0 }
}

/// Whether the server knows less of a space than this device has verified.
fn knows_less(head: &SpaceHead, space: &Space) -> bool {
    head.position < space.position() || head.log_index + 1 < space.next_index()
}
