//! Sequence numbers and timestamps as one subscriber sees them.
//!
//! A source may have been sending for hours: its extended sequence number has a
//! roll-over counter that is not in the packet, and a receiver that starts now
//! assumes zero and fails to authenticate (RFC 3711, section 3.3.1). So each
//! subscription counts for itself from a small number, and goes on counting when
//! its source is exchanged or its picture was held back for a while.

use std::time::Instant;

/// The first number sent; room below it for packets of the same frame that arrive late.
const FIRST_SEQUENCE: u64 = 1000;

/// Maps one source's numbers onto one subscription's.
#[derive(Debug, Default)]
pub(crate) struct Rebase {
    anchor: Option<Anchor>,
    last: Option<Last>,
}

/// Where source and subscription were tied together.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    source_sequence: u64,
    sequence: u64,
    timestamp_offset: u32,
}

/// The newest packet that was sent.
#[derive(Clone, Copy, Debug)]
struct Last {
    sequence: u64,
    timestamp: u32,
    at: Instant,
}

impl Rebase {
    /// The next packet begins a new run: another source, or the same after a pause.
    pub(crate) fn restart(&mut self) {
        self.anchor = None;
    }

    /// The numbers to send a packet with; `None` for one from before this run began.
    pub(crate) fn map(
        &mut self,
        source_sequence: u64,
        source_timestamp: u32,
        clock_hz: u32,
        now: Instant,
    ) -> Option<(u64, u32)> {
        let anchor = *self
            .anchor
            .get_or_insert_with(|| anchor(self.last, source_sequence, source_timestamp, clock_hz, now));
        let sequence = (anchor.sequence + source_sequence).checked_sub(anchor.source_sequence)?;
        if self.last.is_none_or(|last| last.sequence < sequence) {
            let timestamp = source_timestamp.wrapping_add(anchor.timestamp_offset);
            self.last = Some(Last { sequence, timestamp, at: now });
            return Some((sequence, timestamp));
        }
        // Late or repaired packets fill gaps of this run; before it lies what others sent.
        (source_sequence >= anchor.source_sequence || anchor.sequence == FIRST_SEQUENCE)
            .then(|| (sequence, source_timestamp.wrapping_add(anchor.timestamp_offset)))
    }
}

fn anchor(
    last: Option<Last>,
    source_sequence: u64,
    source_timestamp: u32,
    clock_hz: u32,
    now: Instant,
) -> Anchor {
    let Some(last) = last else {
        return Anchor { source_sequence, sequence: FIRST_SEQUENCE, timestamp_offset: 0 };
    };
    let passed_ms = now.saturating_duration_since(last.at).as_millis().max(1) as u64;
    let passed_ticks = (passed_ms * u64::from(clock_hz) / 1000) as u32;
    let timestamp = last.timestamp.wrapping_add(passed_ticks.max(1));
    Anchor {
        source_sequence,
        sequence: last.sequence + 1,
        timestamp_offset: timestamp.wrapping_sub(source_timestamp),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    const VIDEO_HZ: u32 = 90_000;

    #[expect(clippy::disallowed_methods, reason = "an epoch for virtual time")]
    fn epoch() -> Instant {
        Instant::now()
    }

    #[test]
    fn a_source_hours_old_starts_without_rollover() {
        let mut rebase = Rebase::default();
        let (sequence, _) = rebase.map(70_000_000, 5, VIDEO_HZ, epoch()).expect("first");
        assert!(sequence < 65_536);
    }

    #[test]
    fn reordering_around_the_start_is_kept() {
        let mut rebase = Rebase::default();
        let now = epoch();
        let (first, _) = rebase.map(500_000, 90, VIDEO_HZ, now).expect("first");
        let (earlier, _) = rebase.map(499_999, 90, VIDEO_HZ, now).expect("a little earlier");
        assert_eq!(earlier + 1, first);
        assert_eq!(rebase.map(400_000, 90, VIDEO_HZ, now), None);
    }

    #[test]
    fn after_a_pause_numbers_go_on_and_time_has_passed() {
        let mut rebase = Rebase::default();
        let start = epoch();
        let (first, first_time) = rebase.map(10, 1_000, VIDEO_HZ, start).expect("first");
        rebase.restart();
        let later = start + Duration::from_secs(2);
        let (next, next_time) = rebase.map(900, 7, VIDEO_HZ, later).expect("resumed");
        assert_eq!(next, first + 1);
        assert_eq!(next_time.wrapping_sub(first_time), 180_000);
        assert_eq!(rebase.map(899, 7, VIDEO_HZ, later), None, "from before the pause");
    }

    proptest! {
        #[test]
        fn differences_between_packets_survive(
            base in 0_u64..1 << 40,
            steps in proptest::collection::vec(0_u64..50, 1..40),
        ) {
            let now = epoch();
            let mut rebase = Rebase::default();
            let (first, first_time) = rebase.map(base, 0, VIDEO_HZ, now).expect("first");
            for step in steps {
                let mapped = rebase.map(base + step, step as u32, VIDEO_HZ, now).expect("newer");
                prop_assert_eq!(mapped, (first + step, first_time.wrapping_add(step as u32)));
            }
        }
    }
}
