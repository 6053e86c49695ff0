//! The engine's side of a call: one at a time, on the ground of its space.

use rand_core::CryptoRng;
use rapport_care::Content;
use rapport_care::content::{CallKind, CallNote};
use rapport_care::together::Live;
use rapport_seal::call::State;
use rapport_wire::call::{CallDown, CallUp};
use rapport_wire::{ParticipantId, SpaceId, Timestamp};

use super::state::{CallState, Ground, Person};
use super::{CallEvent, CallStage, CallView};
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::inner_account;
use crate::views::{Change, PersonInCall};

impl Engine {
    /// The call this device is in, or has just left.
    pub fn call_view(&self) -> Option<CallView> {
        let call = self.call.as_ref()?;
        let space = self.spaces.get(&call.space)?;
        Some(CallView {
            space: call.space,
            call: call.id,
            kind: call.kind,
            stage: call.stage,
            admits: self.admits(call.space),
            others: call.others.iter().map(|(n, person)| inside(*n, person, space)).collect(),
            waiting: call.waiting.iter().map(|(n, account)| outside(*n, *account, space)).collect(),
            quality: call.quality,
            since: call.since,
        })
    }

    /// Asks to come into the call of a space. A call that is over gives way.
    pub fn call_join(&mut self, space: SpaceId, kind: CallKind) -> Result<(), ClientError> {
        let known = self.spaces.get(&space).ok_or(ClientError::NoSuchSpace)?;
        if !known.can_write(self.me.account) {
            return Err(ClientError::Frozen);
        }
        if !self.line.is_online() {
            return Err(crate::platform::Offline.into());
        }
        if self.call.as_ref().is_some_and(|call| !call.is_over()) {
            return Err(ClientError::NoCall);
        }
        self.shown = None;
        self.call = Some(CallState::knock(space, kind, &mut self.out));
        self.out.call(CallEvent::Changed);
        Ok(())
    }

    /// Says something to the server about the call: who comes in, what is sent.
    pub fn call_say(&mut self, what: CallUp) -> Result<(), ClientError> {
        let call = self.call.as_ref().filter(|call| !call.is_over()).ok_or(ClientError::NoCall)?;
        let opens_door = matches!(what, CallUp::Admit { .. } | CallUp::Dismiss { .. });
        if opens_door && call.stage == CallStage::Returning {
            return Err(crate::platform::Offline.into());
        }
        call.say(what, &mut self.out);
        Ok(())
    }

    /// Tells the others what this device sends.
    pub fn call_media(&mut self, state: State, rng: &mut impl CryptoRng) -> Result<(), ClientError> {
        let call = self.call.as_mut().filter(|call| !call.is_over()).ok_or(ClientError::NoCall)?;
        let space = self.spaces.get(&call.space).ok_or(ClientError::NoSuchSpace)?;
        if let Some(log) = &space.log {
            let ground = Ground { me: &self.me, log, epochs: &space.epochs, chain: &space.chain };
            call.set_media(state, &ground, &mut self.out, rng);
        }
        Ok(())
    }

    /// Leaves.
    pub fn call_leave(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        if self.call_say(CallUp::Leave).is_ok() {
            self.note_call(now, rng);
            if let Some(call) = &mut self.call {
                call.end(None, &mut self.out);
            }
        }
    }

    pub(crate) fn receive_call(
        &mut self,
        id: SpaceId,
        news: CallDown,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        let Some(space) = self.spaces.get_mut(&id) else { return };
        if let CallDown::Active { call, inside } = &news {
            space.call = call.map(|call| (call, *inside));
            self.out.change(Change::Spaces);
            self.out.change(Change::Call(id));
            return;
        }
        if matches!(news, CallDown::Ended { .. }) {
            self.note_call(now, rng);
        }
        let (Some(space), Some(call)) = (self.spaces.get(&id), &mut self.call) else { return };
        let Some(log) = space.log.as_ref().filter(|_| call.space == id && !call.is_over()) else { return };
        let ground = Ground { me: &self.me, log, epochs: &space.epochs, chain: &space.chain };
        call.receive(news, &ground, now, &mut self.out, rng);
        let (met, heard) = (std::mem::take(&mut call.met), std::mem::take(&mut call.heard));
        self.out.change(Change::Call(id));
        for participant in met {
            self.page_met(participant, rng);
        }
        for (participant, bytes) in heard {
            self.page_heard(id, participant, &bytes, now, rng);
        }
    }

    /// Says something about a page to whoever is in the call of a space, when one is.
    pub(crate) fn tell_page(
        &mut self,
        id: SpaceId,
        to: Option<ParticipantId>,
        live: &Live,
        rng: &mut impl CryptoRng,
    ) {
        let (Some(space), Some(call)) = (self.spaces.get(&id), &mut self.call) else { return };
        let Some(log) = space.log.as_ref().filter(|_| call.space == id && !call.is_over()) else { return };
        let ground = Ground { me: &self.me, log, epochs: &space.epochs, chain: &space.chain };
        call.tell_page(to, live.to_bytes(), &ground, &mut self.out, rng);
    }

    /// The membership of a space has moved; its call may hold people who were not known yet.
    pub(crate) fn call_log_moved(&mut self, id: SpaceId, rng: &mut impl CryptoRng) {
        let (Some(space), Some(call)) = (self.spaces.get(&id), &mut self.call) else { return };
        let Some(log) = space.log.as_ref().filter(|_| call.space == id && !call.is_over()) else { return };
        let ground = Ground { me: &self.me, log, epochs: &space.epochs, chain: &space.chain };
        call.log_moved(&ground, &mut self.out, rng);
        for participant in std::mem::take(&mut call.met) {
            self.page_met(participant, rng);
        }
    }

    fn admits(&self, space: SpaceId) -> bool {
        let log = self.spaces.get(&space).and_then(Space::log);
        let me = log.and_then(|log| log.current_member(self.me.account));
        me.is_some_and(|me| me.role.admits())
    }

    /// Writes the session into the conversation: the last of those who admit does.
    fn note_call(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        let Some(call) = self.call.as_ref().filter(|call| call.stage == CallStage::Inside) else { return };
        let (Some(id), Some(since)) = (call.id, call.since) else { return };
        let log = self.spaces.get(&call.space).and_then(Space::log);
        let admits = |person: &Person| {
            log.and_then(|log| log.current_member(person.account)).is_some_and(|m| m.role.admits())
        };
        if !self.admits(call.space) || call.others.values().any(admits) {
            return;
        }
        let note = CallNote {
            call: *id.as_bytes(),
            kind: call.kind,
            started_at: since.as_micros(),
            ended_at: now.as_micros(),
        };
        let space = call.space;
        // A frozen space takes no note; the session itself is over all the same.
        let _ = self.say(space, &Content::CallNote(note), now, rng);
    }
}

fn inside(number: ParticipantId, person: &Person, space: &Space) -> PersonInCall {
    PersonInCall {
        proven: person.peer.is_some(),
        microphone: person.state.microphone,
        camera: person.state.camera,
        ..outside(number, person.account, space)
    }
}

fn outside(participant: ParticipantId, account: rapport_wire::AccountId, space: &Space) -> PersonInCall {
    PersonInCall {
        participant,
        account,
        name: space.conversation().name_of(inner_account(account)).map(str::to_owned),
        proven: false,
        microphone: false,
        camera: false,
    }
}
