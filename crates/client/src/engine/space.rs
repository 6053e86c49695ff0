//! One space as this device knows it.

use std::collections::{BTreeMap, BTreeSet};

use rapport_care::Conversation;
use rapport_care::conversation::{Looking, Pending, Progress, View};
use rapport_care::course::Course;
use rapport_care::farewell::{Farewell, farewell, record_end};
use rapport_envelope::{Chain, Log};
use rapport_seal::Epochs;
use rapport_wire::limits::CLOCK_SKEW_SECONDS_MAX;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Bytes, CallId, Role, SpaceId, Timestamp};

use super::desk::{Me, Out};
use super::marks::{Presence, Progressed};
use super::outbox::Outbox;
use crate::finding::{Finding, Noticed};
use crate::ids::{inner_account, outer_account};
use crate::views::Change;

/// One space.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one space, not states of a machine"
)]
pub struct Space {
    pub(crate) id: SpaceId,
    pub(crate) kind: SpaceKind,
    pub(crate) log: Option<Log>,
    pub(crate) epochs: Epochs,
    pub(crate) chain: Chain,
    pub(crate) talk: Conversation,
    pub(crate) outbox: Outbox,
    pub(crate) progress: BTreeMap<AccountId, Progressed>,
    pub(crate) presence: BTreeMap<AccountId, Presence>,
    pub(crate) read_to: u64,
    /// Progress as last told, and when it must be told anew.
    pub(crate) told: (u64, u64),
    pub(crate) tell_at: Option<Timestamp>,
    pub(crate) mark_counter: u64,
    pub(crate) hinted: Option<(rapport_seal::mark::Note, Timestamp)>,
    /// Since when somebody is known to have seen more than the server gives.
    pub(crate) behind_since: Option<Timestamp>,
    pub(crate) frozen: Option<Finding>,
    /// A person decided to go on from what the server shows: what was remembered does not bind any more.
    pub(crate) forgiven: bool,
    pub(crate) changed_keys: BTreeSet<AccountId>,
    pub(crate) caught_up: bool,
    pub(crate) refetched: bool,
    pub(crate) call: Option<(CallId, u32)>,
    pub(crate) introduced: bool,
    /// Begun here while the line was opening: the Welcome on its way need not name it.
    pub(crate) just_begun: bool,
    /// Marks that came before the log that verifies them.
    pub(crate) early_marks: Vec<(AccountId, Bytes)>,
}

impl Space {
    pub(crate) fn new(id: SpaceId, kind: SpaceKind) -> Self {
        Self {
            id,
            kind,
            log: None,
            epochs: Epochs::default(),
            chain: Chain::new(id),
            talk: Conversation::default(),
            outbox: Outbox::default(),
            progress: BTreeMap::new(),
            presence: BTreeMap::new(),
            read_to: 0,
            told: (0, 0),
            tell_at: None,
            mark_counter: 0,
            hinted: None,
            behind_since: None,
            frozen: None,
            forgiven: false,
            changed_keys: BTreeSet::new(),
            caught_up: false,
            refetched: false,
            call: None,
            introduced: false,
            just_begun: false,
            early_marks: Vec::new(),
        }
    }

    /// Index of the next membership record wanted.
    pub fn next_index(&self) -> u64 {
        self.log.as_ref().map_or(0, Log::next_index)
    }

    /// Position of the newest verified entry.
    pub fn position(&self) -> u64 {
        self.chain.position()
    }

    /// What stopped it, if something did.
    pub const fn frozen(&self) -> Option<&Finding> {
        self.frozen.as_ref()
    }

    /// The verified membership log, once it has come.
    pub const fn log(&self) -> Option<&Log> {
        self.log.as_ref()
    }

    /// The entries, folded.
    pub const fn conversation(&self) -> &Conversation {
        &self.talk
    }

    /// Whether everything the server has is here.
    pub const fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// Whether one is a member, and nothing has stopped the space.
    pub(crate) fn can_write(&self, me: AccountId) -> bool {
        let member = self.log.as_ref().is_some_and(|log| log.current_member(me).is_some());
        self.frozen.is_none() && member
    }

    pub(crate) fn freeze(&mut self, what: Noticed, out: &mut Out) {
        let finding = out.noticed(self.id, what);
        self.frozen.get_or_insert(finding);
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
    }

    /// The conversation as its person sees it.
    pub(crate) fn view(&self, me: &Me, items_max: usize) -> View {
        let others: Vec<Progress> =
            self.others(me.account).map(|account| self.progress_of(account)).collect();
        let pending = self.pending();
        self.talk.view(&Looking {
            me: inner_account(me.account),
            others: &others,
            read_to: self.read_to,
            pending: &pending,
            items_max,
        })
    }

    /// What was written on this device and has no place yet.
    pub(crate) fn pending(&self) -> Vec<Pending> {
        self.outbox.pending()
    }

    /// Measures and forms: what is asked, what was answered, what worries; with what waits on this device.
    pub(crate) fn course(&self, me: AccountId) -> Course {
        let course = Course::of(&self.talk, |event| self.is_staff(outer_account(event.author)));
        course.with_waiting(inner_account(me), self.is_staff(me), &self.pending())
    }

    /// Whether somebody is, or was, here as one who works for the practice. Roles in a space never change.
    pub(crate) fn is_staff(&self, account: AccountId) -> bool {
        self.log.as_ref().and_then(|log| log.member(account)).is_some_and(|member| member.role.is_staff())
    }

    /// [`Self::ended`], for one of those who stay. A client who could not leave after all can still speak.
    pub fn ended_for(&self, me: AccountId) -> Option<Farewell> {
        self.ended().filter(|_| self.is_staff(me))
    }

    /// When all clients that are here have left for good: the latest farewell, and the latest date until which the
    /// practice keeps what is here.
    pub fn ended(&self) -> Option<Farewell> {
        let members = self.log.iter().flat_map(Log::members);
        let clients = members.filter(|member| self.kind == SpaceKind::Care && member.role == Role::Client);
        clients.map(|client| farewell(&self.talk, inner_account(client.account))).reduce(later)?
    }

    /// Whether the practice had reason to destroy it: it has ended, and its date has passed.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        let now = now.plus_seconds(CLOCK_SKEW_SECONDS_MAX).as_micros();
        let until = match self.kind {
            SpaceKind::Record => record_end(&self.talk),
            _ => self.ended().map(|ended| ended.kept_until),
        };
        until.is_some_and(|until| until <= now)
    }

    /// Present members but oneself.
    pub(crate) fn others(&self, me: AccountId) -> impl Iterator<Item = AccountId> + '_ {
        let members = self.log.iter().flat_map(Log::members);
        members.map(|member| member.account).filter(move |account| *account != me)
    }

    fn progress_of(&self, account: AccountId) -> Progress {
        let known = self.progress.get(&account).copied().unwrap_or_default();
        // Somebody has surely seen what they built on; but a newcomer begins at what stood when they came.
        Progress { account: inner_account(account), delivered: known.received, read: known.read }
    }
}

/// Of two farewells the one that lasts; none while one of them is missing.
fn later(one: Option<Farewell>, other: Option<Farewell>) -> Option<Farewell> {
    let (one, other) = (one?, other?);
    Some(Farewell { at: one.at.max(other.at), kept_until: one.kept_until.max(other.kept_until) })
}
