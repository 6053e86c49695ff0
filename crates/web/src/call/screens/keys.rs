//! The keyboard in a session: m for the microphone, v for the camera. Not while one writes.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::call::room::Room;

/// Listens for as long as the screen is there.
pub(super) fn listen(room: Room) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let chord = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat();
        if chord || writes(&event) {
            return;
        }
        match event.key().as_str() {
            "m" | "M" => room.microphone.toggle(),
            "v" | "V" => room.camera.toggle(),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

fn writes(event: &ev::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.is_content_editable() || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}
