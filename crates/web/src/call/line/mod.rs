//! The line to the server: one peer connection that carries sealed sound and pictures both ways.

mod connection;
mod desk;
mod quality;
mod sdp;

pub(crate) use connection::{Line, LineEvent, LineState};
pub(crate) use desk::FrameDesk;
pub(crate) use quality::{Feel, Judge};
