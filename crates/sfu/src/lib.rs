//! Rooms and forwarding on [str0m](https://docs.rs/str0m); sans-IO; sees only sealed media.
//!
//! Input, time and state go in, decisions come out: [`Sfu::handle`], then
//! [`Sfu::poll`] until it answers with [`Output::Timeout`]. A driver elsewhere owns
//! the sockets and the clock, so tests run hours of calls in virtual time, with loss.
//!
//! Architecture invariant: no socket, file, thread, clock or executor of its own
//! (clippy's `disallowed-methods` refuses them), and nothing that could open a
//! frame: payloads arrive sealed by the sender's device and leave unchanged.
//! Chance is used by str0m alone, for ICE user names, SSRCs and nonces; the DTLS
//! certificate is passed in.
//!
//! One connection a participant. The participant offers what they send (one voice,
//! a camera, a shared screen; Opus and VP8 only), the SFU offers what they receive,
//! one offer at a time. ICE-lite over UDP and, for networks that block it, TCP with
//! RFC 4571 framing. Each subscription counts its own sequence numbers; lost video
//! packets are resent from here; a connection too weak for pictures gets voices.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Instant;
//! use rapport_sfu::{Config, Input, Output, Sfu, Transport};
//!
//! let crypto = Arc::new(str0m::crypto::from_feature_flags());
//! let certificate = crypto.dtls_provider.generate_certificate().unwrap();
//! let address = "192.0.2.1:3478".parse().unwrap();
//! let config = Config { udp: vec![address], tcp: vec![address], certificate, crypto };
//!
//! let now = Instant::now();
//! let mut sfu = Sfu::new(config, now);
//! let source = "198.51.100.7:40000".parse().unwrap();
//! sfu.handle(&Input::Datagram { transport: Transport::Udp, source, payload: b"noise" }, now);
//! assert!(matches!(sfu.poll(), Output::Timeout(_)));
//! assert_eq!(sfu.counters().datagrams_ignored, 1);
//! ```

mod config;
mod counters;
mod demux;
mod error;
pub mod framing;
mod ids;
mod io;
mod keyframe;
pub mod limits;
mod meter;
mod negotiation;
mod peer;
mod quality;
mod rebase;
mod room;
mod route;
mod sfu;
mod vp8;

pub use config::Config;
pub use counters::Counters;
pub use error::SfuError;
pub use ids::{RoomId, Seat};
pub use io::{CloseReason, Input, Output, Signal, Transmit, Transport};
pub use rapport_wire::ParticipantId;
pub use rapport_wire::call::{Media, Quality, Track};
pub use sfu::{Sfu, Tap};
