//! A participant without a screen: str0m for a browser, a short clip for a camera.
//!
//! [`Participant`] is sans-IO like the SFU it talks to; [`Room`](room::Room) runs any
//! number of them on UDP sockets in one thread. Frames pass through [`Frames`], where
//! a bot seals and opens them exactly as a browser's worker does.

pub mod bench;
pub mod clip;
pub mod participant;
pub mod room;
pub mod sealed;

pub use participant::{Frames, Participant, Received};
pub use sealed::Sealed;
