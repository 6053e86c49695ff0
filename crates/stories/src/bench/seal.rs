//! What sealing costs in a browser: `rapport-measure` on an empty page of its own.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rapport_testkit::Chromedriver;
use serde_json::json;

use super::Measured;

/// How long each operation is repeated, in milliseconds.
const EACH_MS: f64 = 400.0;

/// A page without a server, and so without anything else that could run on it.
const EMPTY_PAGE: &str = "data:text/html,<!doctype html><title>measure</title>";

/// Takes the script of the module, its bytes in base64, and how long to repeat.
const MEASURE: &str = "
const [script, wasm, eachMs] = arguments;
const bytes = Uint8Array.from(atob(wasm), (char) => char.charCodeAt(0));
const module = (0, eval)(script + '; wasm_bindgen');
await module({ module_or_path: bytes });
return module.measure_seal(eachMs);";

/// Figures `chromium_entry_open_us` and so on.
pub(super) async fn measure() -> Result<Measured> {
    let folder = env::var_os("TESTKIT_MEASURE").context("TESTKIT_MEASURE names the folder of the module")?;
    let folder = PathBuf::from(folder);
    let script = fs::read_to_string(folder.join("measure.js"))?;
    let wasm = STANDARD.encode(fs::read(folder.join("measure_bg.wasm"))?);
    let driver = Chromedriver::start().await?;
    let desk = driver.open("desk", EMPTY_PAGE).await?;
    desk.driver().goto(EMPTY_PAGE).await?;
    let arguments = vec![json!(script), json!(wasm), json!(EACH_MS)];
    let outcome: Result<Vec<(String, f64)>> = desk.script_async(MEASURE, arguments).await;
    desk.quit().await?;
    let figures = outcome?.into_iter().map(|(operation, us)| (format!("chromium_{operation}_us"), us));
    Ok(Measured { figures: figures.collect(), rows: Vec::new() })
}
