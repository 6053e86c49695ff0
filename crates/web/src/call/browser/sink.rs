//! `setSinkId`: which loudspeaker or headset an element plays through.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlMediaElement;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = HtmlMediaElement)]
    type Speaking;

    #[wasm_bindgen(method, catch, js_name = setSinkId)]
    fn set_sink_id(this: &Speaking, id: &str) -> Result<js_sys::Promise, JsValue>;
}

/// Whether this browser lets one choose.
pub(crate) fn supported() -> bool {
    let prototype = js_sys::Reflect::get(&js_sys::global(), &"HTMLMediaElement".into())
        .and_then(|class| js_sys::Reflect::get(&class, &"prototype".into()));
    prototype.is_ok_and(|it| js_sys::Reflect::has(&it, &"setSinkId".into()).unwrap_or(false))
}

/// Plays through the device of this id from now on; an empty id is the system's choice. A device that has
/// gone leaves the element where it was.
pub(crate) fn play_through(element: &HtmlMediaElement, id: &str) {
    if !supported() {
        return;
    }
    if let Ok(promise) = element.unchecked_ref::<Speaking>().set_sink_id(id) {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}
