//! The machine that figures were taken on; without it they mean nothing.

use std::fmt;
use std::fs;
use std::process::Command;
use std::thread;

use serde::Serialize;

use crate::shell;

/// What to know of a machine to read its figures.
#[derive(Serialize)]
pub(super) struct Machine {
    cpu: String,
    cores: usize,
    memory_mib: u64,
    kernel: String,
    rustc: String,
}

impl Machine {
    /// This one. What cannot be found out is left empty.
    pub(super) fn here() -> Self {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let cpu = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Self {
            cpu: cpu.map(|(_, name)| name.trim().to_owned()).unwrap_or_default(),
            cores: thread::available_parallelism().map_or(0, usize::from),
            memory_mib: kib(&meminfo, "MemTotal:") / 1024,
            kernel: first_line("uname", "-sr"),
            rustc: first_line("rustc", "--version"),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, cores, memory_mib, kernel, rustc } = self;
        write!(f, "{cpu}, {cores} cores, {memory_mib} MiB, {kernel}, {rustc}")
    }
}

/// A line `NAME  123 kB` of a file in /proc.
pub(super) fn kib(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn first_line(program: &str, option: &str) -> String {
    let text = shell::output(Command::new(program).arg(option)).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_proc() {
        assert_eq!(kib("MemFree: 1 kB\nVmRSS:\t  5120 kB\n", "VmRSS:"), 5120);
        assert_eq!(kib("", "VmRSS:"), 0);
    }
}
