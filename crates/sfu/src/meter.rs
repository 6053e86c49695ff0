//! How many bits a second a track carries, over about the last second.

use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(1);

/// Counts bytes and reports a rate once a window is full.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    window: Option<(Instant, u64)>,
    bps: u64,
}

impl Meter {
    /// Counts a packet.
    pub(crate) fn add(&mut self, size_bytes: usize, now: Instant) {
        self.turn(now);
        if let Some((_, bytes)) = &mut self.window {
            *bytes += size_bytes as u64;
        }
    }

    /// Bits a second over the last full window; zero once nothing came for two of them.
    pub(crate) fn bps(&mut self, now: Instant) -> u64 {
        self.turn(now);
        self.bps
    }

    fn turn(&mut self, now: Instant) {
        let (start, bytes) = *self.window.get_or_insert((now, 0));
        let passed = now.saturating_duration_since(start);
        if passed >= WINDOW {
            self.bps = bytes * 8 * 1000 / passed.as_millis().max(1) as u64;
            self.window = Some((now, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "an epoch for virtual time")]
    fn a_steady_stream_is_measured_and_silence_is_noticed() {
        let start = Instant::now();
        let mut meter = Meter::default();
        for step in 0..=100 {
            meter.add(1_250, start + Duration::from_millis(10 * step));
        }
        assert!((990_000..=1_010_000).contains(&meter.bps(start + Duration::from_secs(1))));
        meter.bps(start + Duration::from_secs(2));
        assert_eq!(meter.bps(start + Duration::from_secs(3)), 0);
    }
}
