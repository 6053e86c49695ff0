//! What one participant's connection can receive, said calmly.
//!
//! The estimate moves every few milliseconds; a person must not see a picture come
//! and go. So a change has to hold for a while before it is believed, leaving is
//! quicker than returning, and each failed return waits twice as long for the next.

use std::time::{Duration, Instant};

use crate::Quality;
use crate::limits::{VIDEO_BPS_MIN, VOICE_BPS};

/// How long a connection is left to find its pace before it is judged.
const SETTLING: Duration = Duration::from_secs(5);
/// How long the estimate must be below what is sent before pictures are held back.
const STARVING: Duration = Duration::from_secs(3);
/// How long a smaller change must hold.
const STEADY: Duration = Duration::from_secs(2);
/// The first wait before pictures are tried again, and the longest.
const RETRY_MIN: Duration = Duration::from_secs(5);
const RETRY_MAX: Duration = Duration::from_mins(1);

/// What a participant would be sent if nothing were held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// Voices.
    pub(crate) voices: u64,
    /// Pictures, and the bits a second they carry together just now.
    pub(crate) pictures: u64,
    /// See above.
    pub(crate) video_bps: u64,
}

impl Need {
    /// Bits a second altogether.
    pub(crate) fn total_bps(self) -> u64 {
        self.voices * VOICE_BPS + self.video_bps
    }
}

/// One participant's downlink.
#[derive(Debug)]
pub(crate) struct Downlink {
    judged_from: Instant,
    estimate_bps: Option<u64>,
    quality: Quality,
    contrary: Option<(Quality, Instant)>,
    retry: Duration,
    resumed: Option<Instant>,
}

impl Downlink {
    /// A connection that begins now.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            judged_from: now + SETTLING,
            estimate_bps: None,
            quality: Quality::Good,
            contrary: None,
            retry: RETRY_MIN,
            resumed: None,
        }
    }

    /// Media begins to flow: settling starts over.
    pub(crate) fn connected(&mut self, now: Instant) {
        self.judged_from = now + SETTLING;
    }

    /// A new estimate of what the connection carries.
    pub(crate) fn estimated(&mut self, bps: u64) {
        self.estimate_bps = Some(bps);
    }

    /// What was last found.
    pub(crate) fn quality(&self) -> Quality {
        self.quality
    }

    /// Looks again, about twice a second; the new quality if it changed.
    pub(crate) fn judge(&mut self, need: Need, now: Instant) -> Option<Quality> {
        let estimate = self.estimate_bps.filter(|_| now >= self.judged_from)?;
        let seen = self.look(estimate, need);
        if seen == self.quality {
            self.contrary = None;
            return None;
        }
        let since = match self.contrary {
            Some((quality, since)) if quality == seen => since,
            _ => self.contrary.insert((seen, now)).1,
        };
        if now.saturating_duration_since(since) < self.patience(seen) {
            return None;
        }
        self.change(seen, now);
        Some(seen)
    }

    fn look(&self, estimate: u64, need: Need) -> Quality {
        let for_video = estimate.saturating_sub(need.voices * VOICE_BPS);
        let starving = for_video < need.video_bps * 6 / 10
            || (need.video_bps > 0 && for_video < need.pictures * VIDEO_BPS_MIN.min(need.video_bps));
        let comfortable = estimate >= need.total_bps() * 95 / 100;
        match self.quality {
            Quality::VoiceOnly if comfortable => Quality::Weak,
            Quality::VoiceOnly if need.video_bps > 0 => Quality::VoiceOnly,
            _ if starving => Quality::VoiceOnly,
            _ if comfortable => Quality::Good,
            _ => Quality::Weak,
        }
    }

    fn patience(&self, seen: Quality) -> Duration {
        match (self.quality, seen) {
            (Quality::VoiceOnly, _) => self.retry,
            (_, Quality::VoiceOnly) => STARVING,
            _ => STEADY,
        }
    }

    fn change(&mut self, seen: Quality, now: Instant) {
        if seen == Quality::VoiceOnly {
            let relapsed = self.resumed.is_some_and(|at| now < at + RETRY_MAX);
            self.retry = if relapsed { (self.retry * 2).min(RETRY_MAX) } else { RETRY_MIN };
        } else if self.quality == Quality::VoiceOnly {
            self.resumed = Some(now);
        }
        self.quality = seen;
        self.contrary = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEED: Need = Need { voices: 1, pictures: 1, video_bps: 800_000 };

    /// Judges twice a second and lists what was said when.
    fn run(downlink: &mut Downlink, from: Instant, seconds: u64, bps: u64) -> Vec<(u64, Quality)> {
        downlink.estimated(bps);
        (0..seconds * 2)
            .filter_map(|half| {
                let at = from + Duration::from_millis(500 * half);
                Some((half / 2, downlink.judge(NEED, at)?))
            })
            .collect()
    }

    #[expect(clippy::disallowed_methods, reason = "an epoch for virtual time")]
    fn settled() -> (Downlink, Instant) {
        let now = Instant::now();
        (Downlink::new(now), now + SETTLING)
    }

    #[test]
    fn plenty_stays_good_and_a_short_dip_is_ignored() {
        let (mut downlink, now) = settled();
        assert_eq!(run(&mut downlink, now, 10, 3_000_000), []);
        assert_eq!(run(&mut downlink, now + Duration::from_secs(10), 2, 100_000), []);
        assert_eq!(run(&mut downlink, now + Duration::from_secs(12), 10, 3_000_000), []);
    }

    #[test]
    fn starving_means_voice_only_and_each_relapse_waits_longer() {
        let (mut downlink, now) = settled();
        assert_eq!(run(&mut downlink, now, 5, 200_000), [(3, Quality::VoiceOnly)]);
        let later = now + Duration::from_secs(5);
        assert_eq!(run(&mut downlink, later, 8, 2_000_000), [(5, Quality::Weak), (7, Quality::Good)]);
        let later = later + Duration::from_secs(8);
        assert_eq!(run(&mut downlink, later, 5, 200_000), [(3, Quality::VoiceOnly)]);
        let later = later + Duration::from_secs(5);
        assert_eq!(run(&mut downlink, later, 11, 2_000_000), [(10, Quality::Weak)]);
    }

    #[test]
    fn somewhat_too_little_is_weak() {
        let (mut downlink, now) = settled();
        assert_eq!(run(&mut downlink, now, 5, 700_000), [(2, Quality::Weak)]);
    }
}
