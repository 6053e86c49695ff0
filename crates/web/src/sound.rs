//! Soft notes, made here: no file, nothing sudden.

use wasm_bindgen::JsValue;
use web_sys::{AudioContext, AudioNode};

/// How long a note takes to be at its loudest, in seconds: what begins at once is a click.
const RISE_SECONDS: f64 = 0.06;

/// A note.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    /// How high, in hertz.
    pub(crate) hertz: f32,
    /// How long, in seconds; it fades all the way.
    pub(crate) seconds: f64,
    /// Its loudest point, of full scale.
    pub(crate) peak: f32,
}

impl Note {
    /// Plays it at a time of the context's clock.
    pub(crate) fn play(self, context: &AudioContext, out: &AudioNode, at: f64) -> Result<(), JsValue> {
        let (voice, loudness) = (context.create_oscillator()?, context.create_gain()?);
        voice.frequency().set_value(self.hertz);
        loudness.gain().set_value_at_time(0.0, at)?;
        loudness.gain().linear_ramp_to_value_at_time(self.peak, at + RISE_SECONDS)?;
        loudness.gain().linear_ramp_to_value_at_time(0.0, at + self.seconds)?;
        voice.connect_with_audio_node(&loudness)?;
        loudness.connect_with_audio_node(out)?;
        voice.start_with_when(at)?;
        voice.stop_with_when(at + self.seconds)
    }
}
