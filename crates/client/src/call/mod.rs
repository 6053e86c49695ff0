//! A session held over the network, sans-IO: who is there, who they prove to be, keys of their media.
//!
//! The server routes and is not trusted: a participant's hello is signed by their identity and bound to
//! space, epoch and call; sender keys are wrapped to it; everything else between people is sealed too.
//! Media of somebody unproven is never opened.

mod drive;
mod state;

use rapport_care::content::CallKind;
use rapport_seal::call::FrameKeys;
use rapport_wire::call::{Quality, Track};
use rapport_wire::{CallId, Code, ParticipantId, SpaceId, Timestamp};

pub(crate) use self::state::CallState;
use crate::views::PersonInCall;

/// Where this device stands in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStage {
    /// Asked to come in; nothing heard yet.
    Knocking,
    /// In the waiting room.
    Waiting,
    /// In.
    Inside,
    /// The line broke; it is asking again.
    Returning,
    /// Out, and why when the server said so.
    Ended(Option<Code>),
}

/// A call as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallView {
    /// The space whose call it is.
    pub space: SpaceId,
    /// Its id, once known.
    pub call: Option<CallId>,
    /// With pictures or voices alone, as this device joined.
    pub kind: CallKind,
    /// Where this device stands.
    pub stage: CallStage,
    /// Whether this device's person lets others in.
    pub admits: bool,
    /// Everybody else inside.
    pub others: Vec<PersonInCall>,
    /// Who waits to be let in.
    pub waiting: Vec<PersonInCall>,
    /// How the line is, as the server measures it.
    pub quality: Quality,
    /// When this device came in.
    pub since: Option<Timestamp>,
}

/// What the media driver must do, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum CallEvent {
    /// Something about the [`CallView`] changed.
    Changed,
    /// Not inside as before: at the door again, or in a call that began anew. Connection, keys and everybody's
    /// media of before are void.
    Anew,
    /// Admitted: make the connection and offer what this device sends.
    Start {
        /// This device's number, for labels.
        me: ParticipantId,
    },
    /// The server's answer to this device's offer.
    Answer {
        /// SDP.
        sdp: String,
    },
    /// The server's offer of what others send; answer it.
    Offer {
        /// SDP.
        sdp: String,
        /// Whose media each section carries.
        tracks: Vec<Track>,
    },
    /// Seal what this device sends from now on with this generation.
    SenderKeys(FrameKeys),
    /// Open a participant's media with this generation (beside the ones before).
    ReceiverKeys {
        /// Whose.
        participant: ParticipantId,
        /// The generation and its keys.
        keys: FrameKeys,
    },
    /// Forget a participant's keys: they left.
    Forget {
        /// Whose.
        participant: ParticipantId,
    },
    /// Out: stop sending, close the connection.
    Ended {
        /// Why, when the server said so.
        code: Option<Code>,
    },
}
