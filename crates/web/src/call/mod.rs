//! A session: the device check, the waiting room, the room itself, the end of it.
//!
//! | module | what |
//! |---|---|
//! | [`browser`] | bindings that web-sys lacks |
//! | [`media`] | one's own microphone and camera |
//! | [`worker`] | sealing and opening frames, in a worker |
//! | [`line`] | the peer connection |
//! | [`room`] | what joins `rapport_client`'s call to the three above |
//! | [`screens`] | what a person sees |
//!
//! Invariant: media is sealed or is not sent. A browser that cannot seal frames gets a sentence and no
//! button. Microphone and camera never change without being told.

mod browser;
mod line;
mod media;
mod room;
mod screens;
mod worker;

pub(crate) use media::{Fault, Meter, Source, Wish, ask, stop};
pub(crate) use screens::SessionPage;
