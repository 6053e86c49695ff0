//! A session held over the network, as a screen drives it: one at a time on a device.

use rapport_care::content::CallKind;
use rapport_wire::{ParticipantId, SpaceId};

use super::{Session, Subscription};
use crate::ClientError;
use crate::call::{CallEvent, CallView};

impl Session {
    /// The call this device is in, or at the door of, or has just left.
    pub fn call(&self) -> Option<CallView> {
        todo!()
    }

    /// Hears what the media driver must do: descriptions to set, keys for the frame worker. In order, none lost.
    pub fn on_call(&self, callback: impl Fn(CallEvent) + 'static) -> Subscription {
        todo!()
    }

    /// Asks to come in.
    pub fn call_join(&self, space: SpaceId, kind: CallKind) -> Result<(), ClientError> {
        todo!()
    }

    /// Lets somebody in who waits.
    pub fn call_admit(&self, participant: ParticipantId) -> Result<(), ClientError> {
        todo!()
    }

    /// Sends somebody away.
    pub fn call_dismiss(&self, participant: ParticipantId) -> Result<(), ClientError> {
        todo!()
    }

    /// Sends a description of what this device sends; the answer comes as an event.
    pub fn call_offer(&self, sdp: String) -> Result<(), ClientError> {
        todo!()
    }

    /// Answers the server's newest offer.
    pub fn call_answer(&self, sdp: String) -> Result<(), ClientError> {
        todo!()
    }

    /// Tells the others whether microphone and camera are on.
    pub fn call_media(&self, microphone: bool, camera: bool) -> Result<(), ClientError> {
        todo!()
    }

    /// Leaves. The first of those who admit writes the session into the conversation.
    pub fn call_leave(&self) {
        todo!()
    }
}
