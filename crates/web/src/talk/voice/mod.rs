//! Voice notes: recording one, and playing one.

mod player;
mod recorder;
mod recording;
mod wave;

pub(super) use player::VoicePlayer;
pub(super) use recorder::Recorder;
pub(super) use recording::can_record;
