//! The bounds that only forwarding knows; people, rooms and descriptions are bounded in `wire::limits`.
//!
//! A room is fed by strangers: each number here is what keeps one of them from
//! costing the others more than their share.

use std::time::Duration;

pub use rapport_wire::limits::{
    CALL_PARTICIPANTS_MAX as ROOM_PARTICIPANTS_MAX, CALLS_MAX as ROOMS_MAX, SDP_BYTES_MAX,
};

/// Tracks one participant may send: voice, camera, shared screen.
pub const PUBLISHED_TRACKS_MAX: usize = 3;
/// Bytes of one datagram in either direction; anything longer is no packet of ours.
pub const DATAGRAM_BYTES_MAX: usize = 2000;
/// Source addresses remembered for one participant (networks change while somebody walks).
pub const ADDRESSES_PER_PARTICIPANT_MAX: usize = 8;
/// Outputs waiting to be polled. The driver drains after each input, so only a
/// driver that stopped polling reaches it; the oldest media is dropped first.
pub const OUTPUTS_MAX: usize = 16 * 1024;
/// Rounds of "timeout is now" granted to one connection before it must wait for the next call.
pub const PUMP_ROUNDS_MAX: usize = 256;

/// Sent packets kept for resending, per video subscription.
pub const RESEND_PACKETS_MAX: usize = 512;
/// How long a sent packet is worth resending.
pub const RESEND_AGE_MAX: Duration = Duration::from_secs(1);

/// Packets of pictures kept for each track, in case they overtook the first packet of a key frame.
pub const EARLY_PACKETS_MAX: usize = 64;

/// How long the browser may take to answer an offer before the connection is given up.
pub const ANSWER_WAIT_MAX: Duration = Duration::from_secs(15);
/// How long a participant may take from joining to a working connection.
pub const CONNECT_WAIT_MAX: Duration = Duration::from_secs(30);
/// How long a connection may stay silent before its participant is removed.
pub const LOST_WAIT_MAX: Duration = Duration::from_secs(30);

/// The least time between two key frame requests to one camera: a key frame is
/// ten times a normal one, and fifteen people joining must not ask for fifteen.
pub const KEYFRAME_INTERVAL_MIN: Duration = Duration::from_millis(500);

/// The bandwidth a connection is assumed to have before anything was measured.
pub const ESTIMATE_START_BPS: u64 = 2_000_000;
/// The most that is ever probed for on one connection.
pub const ESTIMATE_WANTED_BPS_MAX: u64 = 20_000_000;
/// What one voice needs, with its headers.
pub const VOICE_BPS: u64 = 48_000;
/// What a picture is worth having at; below this per picture only voice is sent.
pub const VIDEO_BPS_MIN: u64 = 120_000;

/// Commands of signalling waiting for the media thread.
pub const COMMANDS_MAX: usize = 4096;
/// Signals waiting for signalling to read them.
pub const EVENTS_MAX: usize = 8192;
/// Bytes the operating system is asked to hold for the one UDP socket, each way: a
/// key frame from each of fifteen cameras at once, and as much again.
pub const SOCKET_BUFFER_BYTES: usize = 4 * 1024 * 1024;
/// ICE-TCP connections of one node.
pub const TCP_CONNECTIONS_MAX: usize = 1024;
/// Bytes waiting for one TCP connection that reads slowly; beyond it, datagrams are dropped.
pub const TCP_QUEUE_BYTES_MAX: usize = 128 * 1024;
/// How long a TCP connection may be silent.
pub const TCP_IDLE_MAX: Duration = Duration::from_mins(1);
