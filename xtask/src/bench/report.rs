//! What was measured: for machines as JSON, for people as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::machine::Machine;
use crate::paths;

/// What a measuring program writes.
#[derive(Serialize, Deserialize, Default)]
pub(super) struct Measured {
    /// Single named numbers, their unit last in the name: `p99_ms`.
    pub(super) figures: BTreeMap<String, f64>,
    /// A table: one object a row, all with the same keys.
    #[serde(default)]
    pub(super) rows: Vec<serde_json::Map<String, Value>>,
}

/// `target/bench/NAME.json`.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) name: String,
    pub(super) machine: Machine,
    #[serde(flatten)]
    pub(super) measured: Measured,
}

impl Report {
    pub(super) fn write(&self) -> Result<()> {
        let dir = paths::artifacts().join("bench");
        fs::create_dir_all(&dir)?;
        let file = dir.join(format!("{}.json", self.name));
        fs::write(&file, serde_json::to_vec_pretty(self)?)?;
        println!("written to {}", file.display());
        Ok(())
    }

    pub(super) fn table(&self) -> String {
        let mut text = format!("{}\n", self.machine);
        text.push_str(&rows(&self.measured.rows));
        let width = self.measured.figures.keys().map(String::len).max().unwrap_or_default();
        for (name, value) in &self.measured.figures {
            let _ = writeln!(text, "{name:<width$}  {:>14}", number(*value));
        }
        text
    }
}

/// Columns in the order of the first row, each as wide as it must be; a cell that a row lacks stays empty.
fn rows(rows: &[serde_json::Map<String, Value>]) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for key in rows.iter().flat_map(serde_json::Map::keys) {
        if !columns.contains(&key) {
            columns.push(key);
        }
    }
    let cell =
        |row: &serde_json::Map<String, Value>, column: &str| row.get(column).map(shown).unwrap_or_default();
    let mut text = String::new();
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| {
            rows.iter().map(|row| cell(row, column).len()).chain([column.len()]).max().unwrap_or_default()
        })
        .collect();
    let mut line = |cells: Vec<String>| {
        let padded: Vec<_> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        let _ = writeln!(text, "{}", padded.join("  "));
    };
    if !columns.is_empty() {
        line(columns.iter().map(|column| (*column).clone()).collect());
    }
    for row in rows {
        line(columns.iter().map(|column| cell(row, column)).collect());
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::Number(n) => n.as_f64().map_or_else(|| n.to_string(), number),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 || value.abs() >= 1000.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lines_up() {
        let row = |text: &str| serde_json::from_str(text).unwrap();
        let table = rows(&[row(r#"{"p99_ms":1.5,"writers":2}"#), row(r#"{"p99_ms":12.25,"writers":500}"#)]);
        assert_eq!(table, "p99_ms  writers\n 1.500        2\n12.250      500\n");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(12345.6), "12346");
        assert_eq!(number(0.5), "0.500");
        assert_eq!(number(3.0), "3");
    }
}
