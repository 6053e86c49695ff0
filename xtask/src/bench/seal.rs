//! Sealing, natively and in Chromium: one table, an operation a row.

use anyhow::{Context, Result};
use serde_json::Value;

use super::report::Measured;
use super::{by_bot, measured_by};
use crate::{paths, story, web};

/// Figures `entry_open_us` (native) and `chromium_entry_open_us`, and so on for every operation.
pub(super) fn measure(name: &str) -> Result<Measured> {
    let module = paths::artifacts().join("bench/measure");
    web::build_aside("rapport-measure", "measure", &module)?;
    let mut measured = by_bot(name)?;
    let browser = measured_by(story::stories(true).env("TESTKIT_MEASURE", &module).args(["bench", name]))?;
    for row in &mut measured.rows {
        let operation = row.get("operation").and_then(Value::as_str).context("a row without a name")?;
        let key = format!("chromium_{operation}_us");
        let us = *browser.figures.get(&key).with_context(|| format!("the browser did not measure {key}"))?;
        row.insert("chromium_us".to_owned(), us.into());
    }
    measured.figures.extend(browser.figures);
    Ok(measured)
}
