//! Asking for a microphone or a camera. Each by itself: a missing camera must not cost the microphone.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::fault::{Fault, Source};

/// Widest picture asked for, in pixels. A face is well served, and a poor network not overrun.
const WIDTH_IDEAL: f64 = 960.0;
/// Tallest picture asked for, in pixels.
const HEIGHT_IDEAL: f64 = 540.0;
/// Pictures a second.
const RATE_IDEAL: f64 = 24.0;

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Which of the two.
    pub(crate) source: Source,
    /// A chosen device; empty for the system's choice.
    pub(crate) device: String,
}

/// A live track of the wished source. The browser may show its own question first.
pub(crate) async fn ask(wish: &Wish) -> Result<MediaStreamTrack, Fault> {
    match live(wish).await {
        // The device chosen last time may be in a drawer today: any other will do.
        Err(Fault::Missing) if !wish.device.is_empty() => {
            live(&Wish { device: String::new(), ..wish.clone() }).await
        }
        answer => answer,
    }
}

async fn live(wish: &Wish) -> Result<MediaStreamTrack, Fault> {
    let window = web_sys::window().ok_or(Fault::Other)?;
    if !window.is_secure_context() {
        return Err(Fault::Insecure);
    }
    let devices = window.navigator().media_devices().map_err(|_| Fault::Insecure)?;
    let wanted = constraints(wish).map_err(|error| Fault::from_js(&error))?;
    let promise = devices.get_user_media_with_constraints(&wanted).map_err(|error| Fault::from_js(&error))?;
    let stream = JsFuture::from(promise).await.map_err(|error| Fault::from_js(&error))?;
    let track = stream.unchecked_into::<MediaStream>().get_tracks().get(0);
    track.dyn_into().map_err(|_| Fault::Missing)
}

/// Ends tracks: the device's light goes out.
pub(crate) fn stop(track: Option<MediaStreamTrack>) {
    if let Some(track) = track {
        track.set_onended(None);
        track.set_onmute(None);
        track.set_onunmute(None);
        track.stop();
    }
}

fn constraints(wish: &Wish) -> Result<MediaStreamConstraints, JsValue> {
    let track = Object::new();
    if !wish.device.is_empty() {
        set(&track, "deviceId", &object(&[("exact", wish.device.as_str().into())])?)?;
    }
    let all = MediaStreamConstraints::new();
    match wish.source {
        Source::Microphone => {
            for tidy in ["echoCancellation", "noiseSuppression", "autoGainControl"] {
                set(&track, tidy, &JsValue::TRUE)?;
            }
            all.set_audio(&track);
        }
        Source::Camera => {
            for (name, ideal) in [("width", WIDTH_IDEAL), ("height", HEIGHT_IDEAL), ("frameRate", RATE_IDEAL)]
            {
                set(&track, name, &object(&[("ideal", ideal.into())])?)?;
            }
            all.set_video(&track);
        }
    }
    Ok(all)
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value)?;
    }
    Ok(object.into())
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(|_| ())
}
