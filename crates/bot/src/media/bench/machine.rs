//! Cores, and what a process used of them.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Ticks of `/proc/PID/stat` a second: fixed by the kernel's user interface.
const TICKS_PER_SECOND: f64 = 100.0;

/// Keeps this process on a core; whether that worked (it needs `taskset` and a second core).
pub(crate) fn pin_self(core: u32) -> bool {
    Command::new("taskset")
        .args(["-a", "-cp", &core.to_string(), &std::process::id().to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// How many processes wanted a core over the last minute; unknown counts as none.
pub(super) fn load() -> f64 {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

/// CPU time of a process since it began, user and system.
pub(crate) fn cpu_time(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("reading the server's CPU time")?;
    // The second field is a name in brackets and may hold anything (proc(5)).
    let after_name = stat.rsplit_once(')').context("a stat file without a name")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    let total = ticks(11).zip(ticks(12)).map(|(user, system)| user + system).context("a short stat file")?;
    Ok(Duration::from_secs_f64(total / TICKS_PER_SECOND))
}

/// Resident memory of a process, in MiB.
pub(super) fn rss_mib(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}
