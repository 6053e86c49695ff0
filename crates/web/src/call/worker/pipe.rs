//! Frames from a transformer's readable end to its writable end, in order, each through one function.

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use crate::call::browser::encoded::{EncodedFrame, Transformer};

/// Runs until the stream ends. A frame for which `pass` gives nothing is left out.
pub(crate) async fn run(
    transformer: &Transformer,
    mut pass: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> Result<(), JsValue> {
    let reader: ReadableStreamDefaultReader = transformer.readable().get_reader().unchecked_into();
    let writer = transformer.writable().get_writer()?;
    loop {
        let read = JsFuture::from(reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let encoded: EncodedFrame = Reflect::get(&read, &"value".into())?.unchecked_into();
        if let Some(bytes) = pass(&encoded.bytes()) {
            encoded.set_bytes(&bytes);
            JsFuture::from(writer.write_with_chunk(&encoded)).await?;
        }
    }
}
