//! Marks and hints: how far the others have come, who is here, who types; and telling them the same.

use rand_core::CryptoRng;
use rapport_envelope::mark::MarkClass;
use rapport_seal::mark::{self, MarkError, Note, Opened};
use rapport_wire::socket::Up;
use rapport_wire::{AccountId, Timestamp};

use super::desk::{Me, Out};
use super::names::Name;
use super::space::Space;
use crate::finding::{HistoryWrong, Noticed};
use crate::views::Change;

/// Seconds a "typing" holds without being renewed.
const TYPING_SECONDS: i64 = 6;
/// Seconds a "here" holds without being renewed.
const PRESENT_SECONDS: i64 = 75;
/// Seconds between one's own hints of the same kind.
const HINT_SECONDS: i64 = 3;
/// Seconds for which marks are gathered before one is sent.
const GATHER_SECONDS: i64 = 1;
/// Seconds that entries may lag behind a mark that speaks of them.
const LAG_SECONDS: i64 = 15;

/// How far somebody has come, by their newest mark.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Progressed {
    pub(crate) received: u64,
    pub(crate) read: u64,
    counter: u64,
}

/// What somebody's newest hints say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Presence {
    pub(crate) typing_until: Option<Timestamp>,
    pub(crate) here_until: Option<Timestamp>,
    counter: u64,
}

impl Space {
    /// Somebody's newest mark.
    pub(crate) fn take_mark(
        &mut self,
        account: AccountId,
        bytes: &[u8],
        me: &Me,
        now: Timestamp,
        out: &mut Out,
    ) {
        let newest = self.progress.get(&account).map_or(0, |known| known.counter);
        let Some(opened) = self.open_mark(account, bytes, newest) else { return };
        let Note::Progress { received, read, transcript } = opened.note else { return };
        self.progress.insert(account, Progressed { received, read, counter: opened.counter });
        if account == me.account {
            self.read_to = self.read_to.max(read);
            self.mark_counter = self.mark_counter.max(opened.counter);
        }
        // A transcript of another history is a fork at once; one that lies ahead may only be early.
        let known = self.chain.transcript_at(received);
        if known.is_some_and(|known| known != transcript) && !self.forgiven {
            self.freeze(Noticed::History { position: received, wrong: HistoryWrong::Forked }, out);
        }
        self.watch_lag(now);
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
    }

    /// A passing hint.
    pub(crate) fn take_hint(&mut self, account: AccountId, bytes: &[u8], now: Timestamp, out: &mut Out) {
        let newest = self.presence.get(&account).map_or(0, |known| known.counter);
        let Some(opened) = self.open_mark(account, bytes, newest) else { return };
        let presence = self.presence.entry(account).or_default();
        presence.counter = opened.counter;
        let here = Some(now.plus_seconds(PRESENT_SECONDS));
        match opened.note {
            Note::Typing => {
                presence.typing_until = Some(now.plus_seconds(TYPING_SECONDS));
                presence.here_until = here;
            }
            Note::Idle | Note::Present => {
                presence.typing_until = None;
                presence.here_until = here;
            }
            Note::Away => *presence = Presence { counter: opened.counter, ..Presence::default() },
            Note::Progress { .. } => {}
        }
        out.change(Change::Presence(self.id));
    }

    /// Whether somebody is here, and whether they type.
    pub fn is_here(&self, account: AccountId, now: Timestamp) -> (bool, bool) {
        let presence = self.presence.get(&account).copied().unwrap_or_default();
        let holds = |until: Option<Timestamp>| until.is_some_and(|until| now < until);
        (holds(presence.here_until), holds(presence.typing_until))
    }

    fn open_mark(&self, account: AccountId, bytes: &[u8], newest: u64) -> Option<Opened> {
        let log = self.log.as_ref()?;
        // An old or broken mark tells nothing, and nothing rests on it: it is left aside.
        let opened: Result<Opened, MarkError> = mark::open(log, &self.epochs, bytes, newest);
        opened.ok().filter(|opened| opened.author == account)
    }

    /// Whether somebody has seen more than this device was given, and since when.
    pub(crate) fn watch_lag(&mut self, now: Timestamp) {
        let furthest = self.progress.values().map(|known| known.received).max().unwrap_or(0);
        let behind = self.caught_up && furthest > self.chain.position();
        self.behind_since = behind.then(|| self.behind_since.unwrap_or(now));
    }

    /// Something new is here: to be told to the others soon.
    pub(crate) fn progressed(&mut self, now: Timestamp) {
        self.watch_lag(now);
        if (self.chain.position(), self.read_to) != self.told {
            self.tell_at.get_or_insert(now.plus_seconds(GATHER_SECONDS));
        }
    }

    /// When something here is due.
    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        let hints = self.presence.values().flat_map(|p| [p.typing_until, p.here_until]).flatten();
        let lag = self.behind_since.map(|since| since.plus_seconds(LAG_SECONDS));
        hints.chain(self.tell_at).chain(lag).chain(self.outbox.wait_until).min()
    }

    /// Does what is due.
    pub(crate) fn tick(
        &mut self,
        me: &Me,
        now: Timestamp,
        online: bool,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        let lagging = self.behind_since.is_some_and(|since| now >= since.plus_seconds(LAG_SECONDS));
        if lagging && !self.forgiven {
            self.behind_since = None;
            let position = self.chain.position() + 1;
            self.freeze(Noticed::History { position, wrong: HistoryWrong::Withheld }, out);
        }
        let due = |at: Option<Timestamp>| at.is_some_and(|at| now >= at);
        for presence in self.presence.values_mut() {
            if due(presence.typing_until) || due(presence.here_until) {
                presence.typing_until = presence.typing_until.filter(|at| now < *at);
                presence.here_until = presence.here_until.filter(|at| now < *at);
                out.change(Change::Presence(self.id));
            }
        }
        if due(self.tell_at) {
            self.tell_at = None;
            if online {
                self.tell(me, now, out, rng);
            }
        }
    }

    fn tell(&mut self, me: &Me, now: Timestamp, out: &mut Out, rng: &mut impl CryptoRng) {
        if !self.can_write(me.account) || !self.caught_up {
            return;
        }
        let (received, read) = (self.chain.position(), self.read_to);
        let note = Note::Progress { received, read, transcript: self.chain.transcript() };
        if let Some(mark) = self.seal_mark(note, me, now, rng) {
            self.told = (received, read);
            out.frame(&Up::Mark { space: self.id, mark: mark.into() });
            out.keep([me.keep(Name::Read(self.id).text(), &read, rng)]);
        }
    }

    /// Passes a hint on; the same again only after a few seconds.
    pub(crate) fn hint(
        &mut self,
        note: Note,
        me: &Me,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        let soon = self.hinted.is_some_and(|(last, at)| last == note && now < at.plus_seconds(HINT_SECONDS));
        if note.class() != MarkClass::Hint || soon || !self.caught_up || !self.can_write(me.account) {
            return;
        }
        if let Some(hint) = self.seal_mark(note, me, now, rng) {
            self.hinted = Some((note, now));
            out.frame(&Up::Hint { space: self.id, hint: hint.into() });
        }
    }

    fn seal_mark(
        &mut self,
        note: Note,
        me: &Me,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Option<Vec<u8>> {
        let log = self.log.as_ref()?;
        // The clock serves as counter; where it stands still or goes back, the count goes on.
        let counter = self.mark_counter.saturating_add(1).max(now.as_micros().unsigned_abs());
        self.mark_counter = counter;
        mark::seal(&me.on(log), &self.epochs, counter, note, rng).ok()
    }
}
