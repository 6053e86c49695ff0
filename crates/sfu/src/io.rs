//! What goes into the SFU and what comes out of it.

use std::net::SocketAddr;
use std::time::Instant;

use rapport_wire::call::{Quality, Track};

use crate::ids::Seat;

/// How a datagram travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transport {
    /// One UDP datagram.
    Udp,
    /// One RFC 4571 frame of a TCP connection, without its length.
    Tcp,
}

/// Something that happened outside.
#[derive(Debug)]
pub enum Input<'a> {
    /// A datagram arrived. For TCP, `source` is the address of the connection's other end.
    Datagram {
        /// How it came.
        transport: Transport,
        /// Who sent it.
        source: SocketAddr,
        /// Its bytes.
        payload: &'a [u8],
    },
    /// A TCP connection ended; its address means nothing any more.
    Disconnected {
        /// The address of the other end.
        source: SocketAddr,
    },
    /// Time passed: the instant given by [`Output::Timeout`] was reached.
    Timeout,
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Output {
    /// Send these bytes.
    Transmit(Transmit),
    /// Tell signalling.
    Signal(Seat, Signal),
    /// Nothing more to do before this instant, unless there is input.
    Timeout(Instant),
}

/// A datagram to be sent.
#[derive(Debug)]
pub struct Transmit {
    /// How to send it.
    pub transport: Transport,
    /// The local address the other end believes it talks to.
    pub source: SocketAddr,
    /// Where to.
    pub destination: SocketAddr,
    /// The bytes, at most [`crate::limits::DATAGRAM_BYTES_MAX`].
    pub payload: Vec<u8>,
}

/// What signalling must carry to a participant, or know about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The answer to the participant's offer.
    Answer {
        /// Session description.
        sdp: String,
    },
    /// An offer the participant must answer; no other is sent before the answer.
    Offer {
        /// Session description.
        sdp: String,
        /// Whose track each media section carries once this offer is answered: the whole list.
        tracks: Vec<Track>,
    },
    /// Media flows (again).
    Connected,
    /// Nothing has been heard from the participant for a while; they may come back.
    Interrupted,
    /// What the participant's connection can carry changed.
    Quality(Quality),
    /// The participant was removed from the room by the SFU.
    Closed(CloseReason),
}

/// Why the SFU removed somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// They never managed to connect.
    NeverConnected,
    /// Their connection fell silent for too long.
    Lost,
    /// They ended the connection themselves.
    Ended,
    /// They did not answer an offer in time.
    NoAnswer,
    /// Their connection broke a rule of the protocol.
    Failed,
}
