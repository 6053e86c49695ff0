//! The server by itself: how soon it answers, and what it takes while nobody is there.

use std::fs;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::machine::kib;
use super::report::Measured;
use crate::paths;
use crate::serve::Server;

/// Starts on an empty folder, then on the one the first start left.
const STARTS: usize = 11;

/// Long enough for what happens at start to be over.
const IDLE: Duration = Duration::from_secs(2);

/// Figures: `ready_ms` (median of later starts), `first_ready_ms` (empty folder), `idle_rss_mib`.
pub(super) fn measure(_: &str) -> Result<Measured> {
    let data = tempfile::tempdir()?;
    let mut starts_ms = Vec::new();
    let mut rss_mib = Vec::new();
    let mut rows = Vec::new();
    for start in 0..STARTS {
        let server = Server::start(&paths::binary("rapport", true), data.path(), "127.0.0.1:0")?;
        let ready_ms = server.ready_after.as_secs_f64() * 1e3;
        thread::sleep(IDLE); // measured, not waited for: idle means that nothing has happened for a while
        let status = fs::read_to_string(format!("/proc/{}/status", server.pid()))?;
        let rss = kib(&status, "VmRSS:") as f64 / 1024.0;
        ensure!(rss > 0.0, "the server ended while it was being measured");
        let row = json!({ "start": start, "ready_ms": ready_ms, "idle_rss_mib": rss });
        rows.extend(row.as_object().cloned());
        starts_ms.push(ready_ms);
        rss_mib.push(rss);
    }
    let first_ready_ms = starts_ms.remove(0);
    let figures = [
        ("first_ready_ms", first_ready_ms),
        ("ready_ms", median(&mut starts_ms)),
        ("idle_rss_mib", median(&mut rss_mib)),
    ];
    let figures = figures.map(|(name, value)| (name.to_owned(), value)).into();
    Ok(Measured { figures, rows })
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&mut [9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
    }
}
