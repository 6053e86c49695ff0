//! `restartIce`: the next offer looks for a new way to the server.

use wasm_bindgen::prelude::*;
use web_sys::RtcPeerConnection;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = RtcPeerConnection)]
    type Restartable;

    #[wasm_bindgen(method, js_name = restartIce)]
    fn restart_ice(this: &Restartable);
}

/// Makes the connection's next offer a fresh start of its network path; keys and media stay.
pub(crate) fn restart_ice(connection: &RtcPeerConnection) {
    connection.unchecked_ref::<Restartable>().restart_ice();
}
