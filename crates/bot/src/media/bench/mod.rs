//! `rapport-bot bench sfu`: what forwarding costs, how late it makes frames, and what gets lost.
//!
//! The media module of the server runs in a process of its own ([`host`]), pinned to one
//! core; everybody in the room runs in this process, pinned to another. Both halves of a
//! frame's journey through this process are part of its latency, so the figures are an
//! upper bound. Every picture and voice packet carries the time it was handed to str0m.

pub mod host;

mod figures;
mod load;
pub(crate) mod machine;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use figures::Figures;

/// People in the room, one row each.
const SIZES: [u32; 4] = [2, 5, 10, 15];
/// How long a room is left to settle (joining, first key frames, probing), and then measured.
const SETTLE: Duration = Duration::from_secs(6);
const MEASURE: Duration = Duration::from_secs(10);

/// More than this much other work, and a warning is due.
const BUSY: f64 = 0.5;

/// Measures, prints a table, and writes the figures where xtask reads them.
pub fn run(json: Option<&Path>) -> Result<()> {
    let pinned = machine::pin_self(1);
    let load = machine::load();
    if load > BUSY {
        eprintln!("other work keeps {load:.1} cores busy: latency and delivery will be worse than they are");
    }
    let mut rows = Vec::new();
    for people in SIZES {
        let figures = measure(people).with_context(|| format!("with {people} people"))?;
        println!("{people:>3} people  {figures}");
        rows.push(figures);
    }
    if let Some(file) = json {
        fs::write(file, serde_json::to_vec_pretty(&report(&rows, pinned, load))?)?;
    }
    Ok(())
}

fn measure(people: u32) -> Result<Figures> {
    let mut host = host::Client::start()?;
    let measured = load::measure(&mut host, people, SETTLE, MEASURE)?;
    host.stop()?;
    Ok(measured)
}

fn report(rows: &[Figures], pinned: bool, load: f64) -> Value {
    let mut figures = Map::new();
    for row in rows {
        for (name, value) in row.named() {
            figures.insert(format!("{name}_at_{}", row.people), json!(value));
        }
    }
    if let Some(most) = rows.last() {
        figures.extend(most.named().into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
    }
    figures.insert("pinned".to_owned(), json!(u8::from(pinned)));
    figures.insert("load_before".to_owned(), json!(load));
    let rows: Vec<Value> = rows.iter().map(Figures::row).collect();
    json!({ "figures": figures, "rows": rows })
}
