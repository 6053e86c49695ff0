//! `rapport-bot bench sync`: durable acknowledged entries a second, and the time from sending an entry to
//! its arrival on the other side's line.
//!
//! The server is the release build, in a process and on a core of its own; everybody else is this process,
//! on the other core. So that the load generator is not what is measured, entries are sealed *before* the
//! timed part: a writer alone in a space knows its next number, predecessor and membership in advance. They
//! are real entries, sealed by `seal`; readers follow on their own sockets, and after the timed part one
//! space is fetched and verified whole by a fresh `client`. A writer is a socket; up to
//! [`SPACES_PER_ACCOUNT`] of them belong to one account, because an account costs Argon2id.

mod drive;
mod prepare;
mod serve;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};

use self::drive::{Figures, drive};
use self::prepare::prepare;
use self::serve::Host;

/// Writers at once, one row each.
const SIZES: [usize; 6] = [2, 10, 50, 100, 250, 500];
/// Writers of one account: the server holds [`rapport_wire::limits::ACCOUNT_SOCKETS_MAX`] sockets for one.
pub(crate) const SPACES_PER_ACCOUNT: usize = 15;
/// The timed part.
const MEASURE: Duration = Duration::from_secs(6);
/// Entries sealed for a row, over all its writers.
const ENTRIES: usize = 120_000;
/// Entries of one writer that may be unanswered. Two keep the server busy; more would only wait in its queue,
/// and their waiting would be the latency (Little's law: 100 writers with 4 each wait 33 ms at 12,000 a second).
const WINDOW: usize = 2;

/// Measures, prints a table, and writes the figures where xtask reads them.
pub async fn run(json: Option<&Path>) -> Result<()> {
    let pinned = crate::media::bench::machine::pin_self(1);
    let mut rows = Vec::new();
    for writers in SIZES {
        let figures = measure(writers).await.with_context(|| format!("with {writers} writers"))?;
        println!("{figures}");
        rows.push(figures);
    }
    if let Some(file) = json {
        fs::write(file, serde_json::to_vec_pretty(&report(&rows, pinned))?)?;
    }
    Ok(())
}

async fn measure(writers: usize) -> Result<Figures> {
    let host = Host::start().await?;
    let (owner, lines) = prepare(&host, writers, ENTRIES / writers).await?;
    let first = lines.first().map(|line| line.space).context("there are writers")?;
    let figures = drive(&host, &owner, lines, WINDOW, MEASURE).await?;
    // What was counted is what the other side can read: one space, whole, by a client that knows nothing.
    let reader = owner.again(&host.origin).await?;
    reader.until_in(first, 2).await?;
    let space = reader.session.timeline(first, usize::MAX);
    ensure!(reader.session.findings().is_empty(), "what was written does not verify");
    ensure!(!space.items.is_empty(), "nothing was written");
    Ok(figures)
}

fn report(rows: &[Figures], pinned: bool) -> Value {
    let mut figures = Map::new();
    for row in rows {
        for (name, value) in row.named() {
            figures.insert(format!("{name}_at_{}", row.writers), json!(value));
        }
    }
    // The aim is set at 100 writers.
    if let Some(aim) = rows.iter().find(|row| row.writers == 100) {
        figures.extend(aim.named().into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
    }
    figures.insert("pinned".into(), json!(u8::from(pinned)));
    figures.insert("window".into(), json!(WINDOW));
    let rows: Vec<Value> = rows.iter().map(Figures::row).collect();
    json!({
        "figures": figures,
        "rows": rows,
        "note": "entries are sealed before the timed part; a writer is a socket; latency is from the \
                 sender's socket to the reader's, both in the measuring process",
    })
}
