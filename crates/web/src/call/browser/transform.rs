//! `RTCRtpScriptTransform`: sends the frames of a sender or receiver through the worker.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use crate::call::worker::{Route, Way};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = RTCRtpScriptTransform)]
    type ScriptTransform;

    #[wasm_bindgen(constructor, catch, js_class = "RTCRtpScriptTransform")]
    fn new(worker: &Worker, options: &Object) -> Result<ScriptTransform, JsValue>;
}

/// Whether this browser can seal frames at all. Without it there is no session: never a silent downgrade.
pub(crate) fn supported() -> bool {
    let has = |name: &str| Reflect::has(&js_sys::global(), &name.into()).unwrap_or(false);
    has("RTCRtpScriptTransform") && has("RTCPeerConnection")
}

/// Puts the worker between an `RTCRtpSender` or `RTCRtpReceiver` and the network.
pub(crate) fn attach(place: &JsValue, worker: &Worker, route: Route) -> Result<(), JsValue> {
    let transform = ScriptTransform::new(worker, &options(route)?)?;
    Reflect::set(place, &"transform".into(), &transform)?;
    Ok(())
}

/// A route as the worker's transformer carries it.
fn options(route: Route) -> Result<Object, JsValue> {
    let options = Object::new();
    let way = match route.way {
        Way::Seal => "seal",
        Way::Open => "open",
    };
    Reflect::set(&options, &"way".into(), &way.into())?;
    Reflect::set(&options, &"video".into(), &route.video.into())?;
    Reflect::set(&options, &"participant".into(), &route.participant.into())?;
    Ok(options)
}

/// The route a transformer was made with.
pub(crate) fn route(options: &Object) -> Option<Route> {
    let get = |name: &str| Reflect::get(options, &name.into()).ok();
    let way = match get("way")?.as_string()?.as_str() {
        "seal" => Way::Seal,
        "open" => Way::Open,
        _ => return None,
    };
    Some(Route { way, video: get("video")?.as_bool()?, participant: get("participant")?.as_f64()? as u32 })
}
