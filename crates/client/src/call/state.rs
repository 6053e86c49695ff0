//! One device's part in one call.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;
use rapport_care::content::CallKind;
use rapport_envelope::{Chain, Log};
use rapport_seal::Epochs;
use rapport_seal::call::{Call, Heads, Message, Peer, Received, State};
use rapport_wire::call::{CallDown, CallUp, Participant, Quality};
use rapport_wire::socket::Up;
use rapport_wire::{AccountId, Bytes, CallId, Code, ParticipantId, SpaceId, Timestamp};

use super::{CallEvent, CallStage};
use crate::engine::desk::{Me, Out};
use crate::finding::Noticed;
use crate::views::Change;

/// Sealed messages kept for somebody whose hello has not come yet.
const EARLY_MAX: usize = 8;

/// How long after the line broke those who were inside are let in again without being asked, in seconds.
const RETURN_SECONDS_MAX: i64 = 300;

/// Who was inside when the line broke.
struct Companions {
    accounts: BTreeSet<AccountId>,
    since: Timestamp,
}

impl Companions {
    fn are_awaited(&self, now: Timestamp) -> bool {
        now.seconds_since(self.since) < RETURN_SECONDS_MAX
    }
}

/// Somebody else inside.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) peer: Option<Peer>,
    pub(crate) state: State,
    hello: Option<Bytes>,
    early: Vec<Bytes>,
}

/// What a call is held on: who is a member, which keys there are, which history.
pub(crate) struct Ground<'a> {
    pub(crate) me: &'a Me,
    pub(crate) log: &'a Log,
    pub(crate) epochs: &'a Epochs,
    pub(crate) chain: &'a Chain,
}

/// The call.
pub(crate) struct CallState {
    pub(crate) space: SpaceId,
    pub(crate) kind: CallKind,
    pub(crate) stage: CallStage,
    pub(crate) id: Option<CallId>,
    pub(crate) others: BTreeMap<ParticipantId, Person>,
    pub(crate) waiting: BTreeMap<ParticipantId, AccountId>,
    pub(crate) quality: Quality,
    pub(crate) since: Option<Timestamp>,
    mine: State,
    keys: Option<Call>,
    me: Option<ParticipantId>,
    companions: Option<Companions>,
    /// Who has just proven who they are, and what was heard about pages: taken by the engine at once.
    pub(crate) met: Vec<ParticipantId>,
    pub(crate) heard: Vec<(ParticipantId, Vec<u8>)>,
}

impl CallState {
    pub(crate) fn knock(space: SpaceId, kind: CallKind, out: &mut Out) -> Self {
        let call = Self {
            space,
            kind,
            stage: CallStage::Knocking,
            id: None,
            others: BTreeMap::new(),
            waiting: BTreeMap::new(),
            quality: Quality::Good,
            since: None,
            mine: State { microphone: true, camera: kind == CallKind::Video, screen: false },
            keys: None,
            me: None,
            companions: None,
            met: Vec::new(),
            heard: Vec::new(),
        };
        call.say(CallUp::Knock, out);
        call
    }

    /// Says something to the server. What only somebody inside may say is left out by anybody else: a server
    /// that was started again knows them as nobody, and would end their part for it.
    pub(crate) fn say(&self, call: CallUp, out: &mut Out) {
        if self.stage != CallStage::Inside && !matches!(call, CallUp::Knock | CallUp::Leave) {
            return;
        }
        out.frame(&Up::Call { space: self.space, call });
    }

    pub(crate) const fn is_over(&self) -> bool {
        matches!(self.stage, CallStage::Ended(_))
    }

    pub(crate) fn line_broke(&mut self, now: Timestamp, out: &mut Out) {
        if !self.is_over() {
            if self.stage == CallStage::Inside {
                let proven = self.others.values().filter(|person| person.peer.is_some());
                let mut accounts: BTreeSet<AccountId> = proven.map(|person| person.account).collect();
                let before = self.companions.take().filter(|it| it.are_awaited(now));
                accounts.extend(before.into_iter().flat_map(|it| it.accounts));
                self.companions = Some(Companions { accounts, since: now });
            }
            self.stage = CallStage::Returning;
            out.call(CallEvent::Changed);
        }
    }

    pub(crate) fn line_is_back(&mut self, out: &mut Out) {
        if self.stage == CallStage::Returning {
            self.say(CallUp::Knock, out);
        }
    }

    /// Out, by one's own wish or the server's.
    pub(crate) fn end(&mut self, code: Option<Code>, out: &mut Out) {
        self.stage = CallStage::Ended(code);
        self.keys = None;
        self.others.clear();
        self.waiting.clear();
        out.call(CallEvent::Ended { code });
    }

    pub(crate) fn receive(
        &mut self,
        news: CallDown,
        ground: &Ground<'_>,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        match news {
            CallDown::Active { .. } => {}
            CallDown::Waiting { call, me: _ } => {
                self.begin_anew(out);
                self.id = Some(call);
                self.stage = CallStage::Waiting;
            }
            CallDown::Admitted { call, me, others } => {
                self.admitted(call, me, others, ground, now, out, rng);
            }
            CallDown::Knocking { participant, account } => {
                self.waiting.insert(participant, account);
                self.welcome_back(participant, account, ground, now, out);
            }
            CallDown::KnockEnded { participant } => {
                self.waiting.remove(&participant);
            }
            CallDown::Joined(participant) => {
                self.waiting.remove(&participant.participant);
                self.joined(participant, ground, out, rng);
            }
            CallDown::Left { participant } => self.left(participant, ground, out, rng),
            CallDown::Relay { from, bytes } => self.relayed(from, bytes, ground, out),
            CallDown::Answer { sdp } => out.call(CallEvent::Answer { sdp }),
            CallDown::Offer { sdp, tracks } => out.call(CallEvent::Offer { sdp, tracks }),
            CallDown::Quality(quality) => self.quality = quality,
            CallDown::Ended { code } => return self.end(code, out),
        }
        out.call(CallEvent::Changed);
    }

    /// Tells the others what this device sends.
    pub(crate) fn set_media(
        &mut self,
        mine: State,
        ground: &Ground<'_>,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        self.mine = mine;
        self.tell_all(&Message::State(mine), ground, out, rng);
    }

    /// The log has moved: somebody whose hello could not be verified may now be a member.
    pub(crate) fn log_moved(&mut self, ground: &Ground<'_>, out: &mut Out, rng: &mut impl CryptoRng) {
        let unproven = self.others.iter().filter(|(_, person)| person.peer.is_none());
        let again: Vec<Participant> = unproven
            .map(|(n, p)| Participant { participant: *n, account: p.account, hello: p.hello.clone() })
            .collect();
        for participant in again {
            self.joined(participant, ground, out, rng);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what the server said, and what it is held on")]
    fn admitted(
        &mut self,
        call: CallId,
        me: ParticipantId,
        others: Vec<Participant>,
        ground: &Ground<'_>,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        // Back on the same place of the same call after the line broke: the same keys go on, or counters would
        // begin again under a generation that the others hold already. On another place one is somebody new.
        if self.id != Some(call) || self.me != Some(me) || self.keys.is_none() {
            self.begin_anew(out);
            let Ok(keys) = Call::enter(&ground.me.on(ground.log), ground.epochs, call, rng) else {
                return self.end(None, out);
            };
            out.call(CallEvent::SenderKeys(keys.frame_keys()));
            self.keys = Some(keys);
        }
        // Whoever still waits is told again.
        self.waiting.clear();
        self.me = Some(me);
        self.id = Some(call);
        self.stage = CallStage::Inside;
        self.since.get_or_insert(now);
        out.call(CallEvent::Start { me });
        if let Some(keys) = &self.keys {
            self.say(CallUp::Hello { hello: keys.hello().into() }, out);
        }
        let gone: Vec<ParticipantId> =
            self.others.keys().copied().filter(|n| !others.iter().any(|p| p.participant == *n)).collect();
        for participant in gone {
            self.others.remove(&participant);
            out.call(CallEvent::Forget { participant });
        }
        for participant in others {
            self.joined(participant, ground, out, rng);
        }
    }

    /// What was held of a call one is no longer in, or in which one is somebody else now, is void.
    fn begin_anew(&mut self, out: &mut Out) {
        self.waiting.clear();
        self.me = None;
        if self.keys.take().is_some() {
            self.others.clear();
            out.call(CallEvent::Anew);
        }
    }

    /// Somebody knocks who was inside when the line broke, as after a restart of the server: they were let in
    /// already. They still have to prove who they are, as everybody has.
    fn welcome_back(
        &mut self,
        participant: ParticipantId,
        account: AccountId,
        ground: &Ground<'_>,
        now: Timestamp,
        out: &mut Out,
    ) {
        let admits = ground.log.current_member(ground.me.account).is_some_and(|me| me.role.admits());
        let awaited = self.companions.as_mut().filter(|it| admits && it.are_awaited(now));
        if awaited.is_some_and(|it| it.accounts.remove(&account)) {
            self.say(CallUp::Admit { participant }, out);
        }
    }

    /// Somebody came in, or their hello arrived.
    fn joined(&mut self, news: Participant, ground: &Ground<'_>, out: &mut Out, rng: &mut impl CryptoRng) {
        let number = news.participant;
        let person = self.others.entry(number).or_insert_with(|| Person {
            account: news.account,
            peer: None,
            state: State::default(),
            hello: None,
            early: Vec::new(),
        });
        let known = person.peer.is_some() && (news.hello.is_none() || person.hello == news.hello);
        let (Some(hello), Some(keys)) = (news.hello, &self.keys) else { return };
        if known {
            // Back after a broken line: what was told meanwhile did not arrive.
            return self.greet(number, ground, out, rng);
        }
        person.hello = Some(hello.clone());
        person.peer = keys.meet(&hello, news.account, ground.log, ground.epochs).ok();
        if person.peer.is_none() {
            out.noticed(self.space, Noticed::CallIdentity { account: news.account });
            return;
        }
        let early = std::mem::take(&mut person.early);
        // A newcomer opens nothing that was sent before they came.
        if self.others.values().filter(|person| person.peer.is_some()).count() > 1 {
            self.renew(ground, out, rng);
        }
        self.greet(number, ground, out, rng);
        for bytes in early {
            self.relayed(number, bytes, ground, out);
        }
    }

    fn left(
        &mut self,
        participant: ParticipantId,
        ground: &Ground<'_>,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        self.waiting.remove(&participant);
        if self.others.remove(&participant).is_some() {
            out.call(CallEvent::Forget { participant });
            self.renew(ground, out, rng);
        }
    }

    /// The next generation of one's own key, to everybody who is here now.
    fn renew(&mut self, ground: &Ground<'_>, out: &mut Out, rng: &mut impl CryptoRng) {
        let Some(keys) = &mut self.keys else { return };
        keys.renew(rng);
        let frame_keys = keys.frame_keys();
        self.tell_all(&Message::Keys, ground, out, rng);
        out.call(CallEvent::SenderKeys(frame_keys));
    }

    fn greet(&mut self, to: ParticipantId, ground: &Ground<'_>, out: &mut Out, rng: &mut impl CryptoRng) {
        let heads = Heads { position: ground.chain.position(), transcript: ground.chain.transcript() };
        for message in [Message::Keys, Message::State(self.mine), Message::Heads(heads)] {
            self.tell(to, &message, ground, out, rng);
        }
        self.met.push(to);
    }

    /// Says something about a page to one of the others, or to all.
    pub(crate) fn tell_page(
        &mut self,
        to: Option<ParticipantId>,
        page: Vec<u8>,
        ground: &Ground<'_>,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        match to {
            Some(to) => self.tell(to, &Message::Page(page), ground, out, rng),
            None => self.tell_all(&Message::Page(page), ground, out, rng),
        }
    }

    fn tell_all(&mut self, message: &Message, ground: &Ground<'_>, out: &mut Out, rng: &mut impl CryptoRng) {
        let everybody: Vec<ParticipantId> = self.others.keys().copied().collect();
        for to in everybody {
            self.tell(to, message, ground, out, rng);
        }
    }

    fn tell(
        &mut self,
        to: ParticipantId,
        message: &Message,
        ground: &Ground<'_>,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        let peer = self.others.get_mut(&to).and_then(|person| person.peer.as_mut());
        let (Some(keys), Some(peer)) = (&self.keys, peer) else { return };
        if let Ok(bytes) = keys.send(peer, message, &ground.me.identity, rng) {
            self.say(CallUp::Relay { to, bytes: bytes.into() }, out);
        }
    }

    fn relayed(&mut self, from: ParticipantId, bytes: Bytes, ground: &Ground<'_>, out: &mut Out) {
        let (Some(keys), Some(person)) = (&self.keys, self.others.get_mut(&from)) else { return };
        let Some(peer) = &mut person.peer else {
            if person.early.len() < EARLY_MAX {
                person.early.push(bytes);
            }
            return;
        };
        // What is replayed, or sealed to keys of before a reload, says nothing and changes nothing.
        match keys.receive(peer, &bytes) {
            Ok(Received::Keys(keys)) => out.call(CallEvent::ReceiverKeys { participant: from, keys }),
            Ok(Received::State(state)) => person.state = state,
            Ok(Received::Page(page)) => self.heard.push((from, page)),
            Ok(Received::Heads(heads)) => {
                let known = ground.chain.transcript_at(heads.position);
                if known.is_some_and(|known| known != heads.transcript) {
                    let account = person.account;
                    out.noticed(self.space, Noticed::CallHistory { account });
                }
            }
            Err(rapport_seal::call::CallError::Signature) if peer.has_spoken() => {
                let account = person.account;
                out.noticed(self.space, Noticed::CallIdentity { account });
            }
            Err(_) => {}
        }
        out.change(Change::Call(self.space));
    }
}
