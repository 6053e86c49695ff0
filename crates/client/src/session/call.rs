//! A session held over the network, as a screen drives it: one at a time on a device.

use std::rc::Rc;

use rapport_care::content::CallKind;
use rapport_seal::call::State;
use rapport_wire::call::CallUp;
use rapport_wire::{ParticipantId, SpaceId};

use super::{Session, Subscription};
use crate::ClientError;
use crate::call::{CallEvent, CallView};

impl Session {
    /// The call this device is in, or at the door of, or has just left.
    pub fn call(&self) -> Option<CallView> {
        self.inner.engine.borrow().call_view()
    }

    /// Hears what the media driver must do: descriptions to set, keys for the frame worker. In order, none
    /// lost. Keys are handed to one listener alone: a second one replaces the first.
    pub fn on_call(&self, callback: impl Fn(CallEvent) + 'static) -> Subscription {
        let subscription = self.subscription();
        let mut listeners = self.inner.call_listeners.borrow_mut();
        listeners.clear();
        listeners.insert(subscription.number, Rc::new(callback));
        subscription
    }

    pub(super) fn tell_call(&self, event: CallEvent) {
        let listener = self.inner.call_listeners.borrow().values().next().cloned();
        if let Some(listener) = listener {
            listener(event);
        }
    }

    /// Asks to come in.
    pub fn call_join(&self, space: SpaceId, kind: CallKind) -> Result<(), ClientError> {
        self.with(|engine, _| engine.call_join(space, kind))
    }

    /// Lets somebody in who waits.
    pub fn call_admit(&self, participant: ParticipantId) -> Result<(), ClientError> {
        self.with(|engine, _| engine.call_say(CallUp::Admit { participant }))
    }

    /// Sends somebody away.
    pub fn call_dismiss(&self, participant: ParticipantId) -> Result<(), ClientError> {
        self.with(|engine, _| engine.call_say(CallUp::Dismiss { participant }))
    }

    /// Sends a description of what this device sends; the answer comes as an event.
    pub fn call_offer(&self, sdp: String) -> Result<(), ClientError> {
        self.with(|engine, _| engine.call_say(CallUp::Offer { sdp }))
    }

    /// Answers the server's newest offer.
    pub fn call_answer(&self, sdp: String) -> Result<(), ClientError> {
        self.with(|engine, _| engine.call_say(CallUp::Answer { sdp }))
    }

    /// Tells the others whether microphone and camera are on.
    pub fn call_media(&self, microphone: bool, camera: bool) -> Result<(), ClientError> {
        self.with(|engine, rng| engine.call_media(State { microphone, camera, screen: false }, rng))
    }

    /// Leaves. The last of those who admit writes the session into the conversation.
    pub fn call_leave(&self) {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.call_leave(now, rng));
    }
}
