//! One's own microphone and camera: asking for them, choosing, hearing that one is heard.

mod ask;
mod devices;
mod fault;
mod level;
mod local;
mod tone;

pub(crate) use ask::{Wish, ask, stop};
pub(crate) use devices::{Device, Devices, on_change};
pub(crate) use fault::{Fault, Source};
pub(crate) use level::Meter;
pub(crate) use local::{Local, State};
pub(crate) use tone::play as play_tone;
