//! Signalling of a session: who is there, who waits, session descriptions, sealed messages between people.
//!
//! The server routes; it cannot read [`CallUp::Relay`], and the hello it passes on is signed by its author.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Bytes, CallId, Code, ParticipantId};

/// What somebody sends. A sender may change between these during a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Media {
    /// A microphone.
    Audio,
    /// A camera.
    Video,
}

/// From a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallUp {
    /// Asks to come in. Answered by [`CallDown::Waiting`] or [`CallDown::Admitted`].
    Knock,
    /// Lets somebody in who waits. Only roles that admit.
    Admit {
        /// Who.
        participant: ParticipantId,
    },
    /// Sends somebody who waits or is in away. Only roles that admit.
    Dismiss {
        /// Who.
        participant: ParticipantId,
    },
    /// One's signed hello (`envelope::CallHello`), once admitted; kept for those who come later.
    Hello {
        /// Canonical bytes.
        hello: Bytes,
    },
    /// A sealed message to one other participant (keys, mute state, codec rule).
    Relay {
        /// To whom.
        to: ParticipantId,
        /// Sealed.
        bytes: Bytes,
    },
    /// A session description of what this participant sends.
    Offer {
        /// SDP, at most [`crate::limits::SDP_BYTES_MAX`].
        sdp: String,
    },
    /// The answer to the server's newest offer.
    Answer {
        /// SDP.
        sdp: String,
    },
    /// Leaves. The socket's end does the same after a grace of fifteen seconds.
    Leave,
}

/// To a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallDown {
    /// A call has begun or ended in this space (told to all its members, for the Join button).
    Active {
        /// The call, when one is under way.
        call: Option<CallId>,
        /// How many people are in it.
        inside: u32,
    },
    /// You are in the waiting room.
    Waiting {
        /// The call.
        call: CallId,
        /// You.
        me: ParticipantId,
    },
    /// You are in.
    Admitted {
        /// The call.
        call: CallId,
        /// You.
        me: ParticipantId,
        /// Everybody else inside.
        others: Vec<Participant>,
    },
    /// Somebody waits to be let in (told to those who admit).
    Knocking {
        /// Who.
        participant: ParticipantId,
        /// Their account.
        account: AccountId,
    },
    /// Somebody who waited has gone.
    KnockEnded {
        /// Who.
        participant: ParticipantId,
    },
    /// Somebody came in, or their hello arrived.
    Joined(Participant),
    /// Somebody left.
    Left {
        /// Who.
        participant: ParticipantId,
    },
    /// A sealed message.
    Relay {
        /// From whom, as the server says; the message itself proves it.
        from: ParticipantId,
        /// Sealed.
        bytes: Bytes,
    },
    /// Answer to your offer.
    Answer {
        /// SDP.
        sdp: String,
    },
    /// The server's offer of what it will send you.
    Offer {
        /// SDP.
        sdp: String,
        /// Which media section carries whose media; lines not named carry none.
        tracks: Vec<Track>,
    },
    /// How your line to the server is.
    Quality(Quality),
    /// You are out, and why (dismissed, over, full, the description was not understood).
    Ended {
        /// Why.
        code: Option<Code>,
    },
}

/// Somebody in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Their number.
    pub participant: ParticipantId,
    /// Their account.
    pub account: AccountId,
    /// Their signed hello, when it has come.
    pub hello: Option<Bytes>,
}

/// A media section of the server's offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// `a=mid` of the section.
    pub mid: String,
    /// Whose.
    pub participant: ParticipantId,
    /// What.
    pub media: Media,
}

/// How a participant's line is, as the server measures it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quality {
    /// All is well.
    Good,
    /// Pictures may stutter.
    Weak,
    /// Pictures are held back so that voices go through.
    VoiceOnly,
}
