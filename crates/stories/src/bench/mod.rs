//! What can only be measured in a browser.

mod care;
mod seal;
mod web;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::Value;

/// What `cargo xtask bench` reads: named numbers, and a table.
#[derive(Debug, Serialize)]
struct Measured {
    figures: BTreeMap<String, f64>,
    rows: Vec<Value>,
}

/// Measures, and writes it as JSON.
///
/// # Errors
/// There is no such measurement, or it failed.
pub async fn run(name: &str, json: &Path) -> Result<()> {
    let measured = match name {
        "care" => care::measure().await?,
        "seal" => seal::measure().await?,
        "web" => web::measure().await?,
        other => bail!("there is nothing called {other} to measure in a browser"),
    };
    fs::write(json, serde_json::to_vec(&measured)?)?;
    Ok(())
}
