//! What one room size gave.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

/// Figures of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// People in the room.
    pub(super) people: u32,
    /// Microseconds of the server's CPU for each packet it forwarded.
    pub(super) cpu_us_per_packet: f64,
    /// Of one core, in percent.
    pub(super) cpu_percent: f64,
    /// Packets forwarded a second.
    pub(super) packets_per_second: f64,
    /// From a frame's sender to its receiver, half of all frames.
    pub(super) p50_ms: f64,
    /// The same, all but one in a hundred.
    pub(super) p99_ms: f64,
    /// The latest frame.
    pub(super) max_ms: f64,
    /// Frames that arrived, of those that should have, in percent.
    pub(super) delivered_percent: f64,
    /// From the first offer until everybody received everybody.
    pub(super) join_ms: f64,
    /// The server's resident memory at the end.
    pub(super) rss_mib: f64,
}

impl Figures {
    /// By name, for comparing over time.
    pub(super) fn named(&self) -> [(&'static str, f64); 8] {
        [
            ("cpu_us_per_packet", self.cpu_us_per_packet),
            ("cpu_percent", self.cpu_percent),
            ("packets_per_second", self.packets_per_second),
            ("p50_ms", self.p50_ms),
            ("p99_ms", self.p99_ms),
            ("max_ms", self.max_ms),
            ("delivered_percent", self.delivered_percent),
            ("join_ms", self.join_ms),
        ]
    }

    /// As a row of a table.
    pub(super) fn row(&self) -> Value {
        json!({
            "people": self.people,
            "packets_per_second": round(self.packets_per_second),
            "cpu_us_per_packet": round(self.cpu_us_per_packet),
            "cpu_percent": round(self.cpu_percent),
            "p50_ms": round(self.p50_ms),
            "p99_ms": round(self.p99_ms),
            "max_ms": round(self.max_ms),
            "delivered_percent": round(self.delivered_percent),
            "join_ms": round(self.join_ms),
            "rss_mib": round(self.rss_mib),
        })
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>6.0} packets/s  {:>5.1} µs CPU each ({:>5.1} % of a core)  p50 {:>6.2} ms  p99 {:>6.2} ms  \
             max {:>6.1} ms  {:>7.3} % delivered  joined in {:>5.0} ms  {:>5.1} MiB",
            self.packets_per_second,
            self.cpu_us_per_packet,
            self.cpu_percent,
            self.p50_ms,
            self.p99_ms,
            self.max_ms,
            self.delivered_percent,
            self.join_ms,
            self.rss_mib,
        )
    }
}

/// The value below which `share` of the sorted values lie, in milliseconds.
pub(super) fn percentile_ms(sorted: &[Duration], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).map_or(0.0, |value| value.as_secs_f64() * 1000.0)
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_a_hundred() {
        let values: Vec<Duration> = (0..=100).map(Duration::from_millis).collect();
        assert!((percentile_ms(&values, 0.5) - 50.0).abs() < 1e-9);
        assert!((percentile_ms(&values, 0.99) - 99.0).abs() < 1e-9);
        assert!(percentile_ms(&[], 0.5).abs() < 1e-9);
    }
}
