//! A short, soft sound, to hear that one would hear.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, HtmlAudioElement};

use crate::call::browser::sink;
use crate::sound::Note;

/// The two notes, in hertz: a rising fourth sounds like a question, not like an alarm.
const NOTES: [f32; 2] = [392.0, 523.25];
/// Length of a note, in seconds.
const NOTE_SECONDS: f64 = 0.45;
/// Loudest point, of full scale.
const PEAK: f32 = 0.15;

/// Plays through the loudspeaker of this id; empty for the system's choice.
pub(crate) async fn play(speaker: &str) -> Result<(), JsValue> {
    let context = AudioContext::new()?;
    // Through an element, because only elements let one choose the loudspeaker everywhere.
    let through = context.create_media_stream_destination()?;
    let element = HtmlAudioElement::new()?;
    element.set_src_object(Some(&through.stream()));
    sink::play_through(&element, speaker);
    JsFuture::from(element.play()?).await?;
    let begin = context.current_time() + 0.05;
    for (index, hertz) in NOTES.into_iter().enumerate() {
        let note = Note { hertz, seconds: NOTE_SECONDS, peak: PEAK };
        note.play(&context, through.unchecked_ref(), begin + NOTE_SECONDS * index as f64)?;
    }
    TimeoutFuture::new((NOTE_SECONDS * 1_000.0) as u32 * (NOTES.len() as u32 + 1)).await;
    element.set_src_object(None);
    JsFuture::from(context.close()?).await?;
    Ok(())
}
