//! How loud a microphone is, as a bar from 0 to 1.

use gloo_timers::callback::Interval;
use wasm_bindgen::JsValue;
use web_sys::{AnalyserNode, AudioContext, MediaStream, MediaStreamTrack};

/// Time between two readings, in milliseconds.
const EVERY_MS: u32 = 100;
/// Samples in one reading.
const WINDOW: u32 = 1_024;
/// Loudness of a quiet room, in decibels below full scale: the bar's empty end.
const FLOOR_DB: f32 = -55.0;

/// Measures until it is dropped.
pub(crate) struct Meter {
    context: AudioContext,
    _ticks: Interval,
}

impl Meter {
    /// Calls back ten times a second with the loudness of `track`.
    pub(crate) fn new(
        track: &MediaStreamTrack,
        mut heard: impl FnMut(f32) + 'static,
    ) -> Result<Self, JsValue> {
        let context = AudioContext::new()?;
        let analyser = listen(&context, track)?;
        let mut samples = vec![0.0_f32; WINDOW as usize];
        let ticks = Interval::new(EVERY_MS, move || {
            analyser.get_float_time_domain_data(&mut samples);
            heard(level(&samples));
        });
        Ok(Self { context, _ticks: ticks })
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        let _ = self.context.close();
    }
}

fn listen(context: &AudioContext, track: &MediaStreamTrack) -> Result<AnalyserNode, JsValue> {
    let stream = MediaStream::new()?;
    stream.add_track(track);
    let analyser = context.create_analyser()?;
    analyser.set_fft_size(WINDOW);
    context.create_media_stream_source(&stream)?.connect_with_audio_node(&analyser)?;
    // A context made without a click may sleep.
    let _ = context.resume();
    Ok(analyser)
}

/// Loudness of samples between -1 and 1, on a scale where a quiet room is 0 and full scale is 1.
fn level(samples: &[f32]) -> f32 {
    let power = samples.iter().map(|it| it * it).sum::<f32>() / samples.len().max(1) as f32;
    let db = 10.0 * power.max(1e-10).log10();
    ((db - FLOOR_DB) / -FLOOR_DB).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_empty_and_full_scale_is_full() {
        assert!(level(&[0.0; 16]) < f32::EPSILON);
        assert!(level(&[1.0; 16]) > 0.999);
        assert!((0.3..0.8).contains(&level(&[0.05; 16])));
    }
}
