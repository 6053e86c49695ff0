//! The door for JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// `[["entry_open", 20.1], …]`: operations and mean microseconds, each timed for `each_ms`.
///
/// # Errors
/// What was refused, in words.
#[wasm_bindgen]
pub fn measure_seal(each_ms: f64) -> Result<js_sys::Array, JsError> {
    let clock = web_sys::window().and_then(|window| window.performance());
    let clock = clock.ok_or_else(|| JsError::new("this page has no clock"))?;
    let rows = crate::seal(move || clock.now(), each_ms).map_err(|fault| JsError::new(&fault.to_string()))?;
    let pair = |row: &crate::Row| {
        js_sys::Array::of2(&JsValue::from_str(row.operation), &JsValue::from_f64(row.micros))
    };
    Ok(rows.iter().map(pair).collect())
}
