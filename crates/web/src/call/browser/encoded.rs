//! Encoded frames as a worker sees them: `RTCRtpScriptTransformer` and what its streams carry.
//!
//! <https://www.w3.org/TR/webrtc-encoded-transform/>

use js_sys::{ArrayBuffer, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, WritableStream};

#[wasm_bindgen]
extern "C" {
    /// Hands over the frames of one sender or receiver.
    #[wasm_bindgen(typescript_type = "RTCRtpScriptTransformer")]
    pub type Transformer;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn readable(this: &Transformer) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn writable(this: &Transformer) -> WritableStream;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn options(this: &Transformer) -> Object;

    /// `RTCEncodedVideoFrame` or `RTCEncodedAudioFrame`: what the two have in common is enough here.
    pub(crate) type EncodedFrame;

    #[wasm_bindgen(method, getter)]
    fn data(this: &EncodedFrame) -> ArrayBuffer;

    #[wasm_bindgen(method, setter)]
    fn set_data(this: &EncodedFrame, data: &ArrayBuffer);
}

impl EncodedFrame {
    /// A copy of the frame's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        Uint8Array::new(&self.data()).to_vec()
    }

    /// Puts other bytes in their place.
    pub(crate) fn set_bytes(&self, bytes: &[u8]) {
        self.set_data(&Uint8Array::from(bytes).buffer());
    }
}
