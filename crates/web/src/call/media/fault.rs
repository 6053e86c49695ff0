//! Why there is no sound or picture, in words that say what to do.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::DomException;

use crate::i18n::t;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A microphone.
    Microphone,
    /// A camera.
    Camera,
}

/// Why it did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The person or the system said no.
    Blocked,
    /// There is none.
    Missing,
    /// Another program holds it.
    Busy,
    /// Browsers give sound and picture only to pages that came over https.
    Insecure,
    /// Something else.
    Other,
}

impl Fault {
    /// The fault behind an exception of `getUserMedia`.
    pub(crate) fn from_js(error: &JsValue) -> Self {
        match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("NotAllowedError" | "PermissionDeniedError") => Self::Blocked,
            Some("NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError") => Self::Missing,
            Some("NotReadableError" | "TrackStartError" | "AbortError") => Self::Busy,
            Some("SecurityError") => Self::Insecure,
            _ => Self::Other,
        }
    }

    /// What happened.
    pub(crate) fn what(self, source: Source) -> String {
        match (self, source) {
            (Self::Blocked, Source::Microphone) => t!("call-microphone-blocked"),
            (Self::Blocked, Source::Camera) => t!("call-camera-blocked"),
            (Self::Missing, Source::Microphone) => t!("call-microphone-missing"),
            (Self::Missing, Source::Camera) => t!("call-camera-missing"),
            (Self::Busy, Source::Microphone) => t!("call-microphone-busy"),
            (Self::Busy, Source::Camera) => t!("call-camera-busy"),
            (Self::Insecure, _) => t!("call-insecure"),
            (Self::Other, Source::Microphone) => t!("call-microphone-other"),
            (Self::Other, Source::Camera) => t!("call-camera-other"),
        }
    }

    /// What to do.
    pub(crate) fn rec(self, source: Source) -> String {
        match (self, source) {
            (Self::Blocked, Source::Microphone) => t!("call-microphone-blocked-rec"),
            (Self::Blocked, Source::Camera) => t!("call-camera-blocked-rec"),
            (Self::Missing, Source::Microphone) => t!("call-microphone-missing-rec"),
            (Self::Missing, Source::Camera) => t!("call-camera-missing-rec"),
            (Self::Busy, Source::Microphone) => t!("call-microphone-busy-rec"),
            (Self::Busy, Source::Camera) => t!("call-camera-busy-rec"),
            (Self::Insecure, _) => t!("call-insecure-rec"),
            (Self::Other, Source::Microphone) => t!("call-microphone-other-rec"),
            (Self::Other, Source::Camera) => t!("call-camera-other-rec"),
        }
    }
}
