//! `rapport-bot bench seal`: what one operation of encryption costs on this machine, one thread.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, anyhow};
use serde_json::{Map, Value, json};

/// How long each operation is repeated, in milliseconds.
const EACH_MS: f64 = 400.0;

/// Measures, prints a table, and writes the figures where xtask reads them.
pub fn run(json: Option<&Path>) -> Result<()> {
    let began = Instant::now();
    let clock = || began.elapsed().as_secs_f64() * 1e3;
    let rows = rapport_measure::seal(clock, EACH_MS).map_err(|fault| anyhow!(fault))?;
    let mut figures = Map::new();
    let mut table = Vec::new();
    for row in rows {
        println!("{:<28} {:>10.1} µs", row.operation, row.micros);
        figures.insert(format!("{}_us", row.operation), json!(row.micros));
        table.push(json!({ "operation": row.operation, "native_us": row.micros }));
    }
    if let Some(file) = json {
        let report: Value = json!({ "figures": figures, "rows": table });
        fs::write(file, serde_json::to_vec_pretty(&report)?)?;
    }
    Ok(())
}
