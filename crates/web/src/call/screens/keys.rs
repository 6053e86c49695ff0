//! The keyboard in a session: Alt and m for the microphone, Alt and v for the camera. Not while one writes, where they
//! may make letters; and never a letter alone, which nobody means who speaks to their device (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::call::room::Room;

/// Listens for as long as the screen is there.
pub(super) fn listen(room: Room) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let other = event.ctrl_key() || event.meta_key() || event.shift_key() || event.repeat();
        if !event.alt_key() || other || writes(&event) {
            return;
        }
        // By their place: with Alt, some keyboards make another sign of them.
        match event.code().as_str() {
            "KeyM" => room.microphone.toggle(),
            "KeyV" => room.camera.toggle(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

fn writes(event: &ev::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.is_content_editable() || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}
