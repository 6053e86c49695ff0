//! Asking a camera for key frames, not too often.
//!
//! A request inside the interval is kept and made when it is over, so that nobody
//! who joined in between waits for a picture until somebody else asks.

use std::time::Instant;

use crate::limits::KEYFRAME_INTERVAL_MIN;

/// One camera's requests.
#[derive(Debug, Default)]
pub(crate) struct KeyframeRequests {
    asked: Option<Instant>,
    wanted: bool,
}

impl KeyframeRequests {
    /// Somebody needs a key frame.
    pub(crate) fn want(&mut self) {
        self.wanted = true;
    }

    /// Whether to ask the camera now.
    pub(crate) fn take_due(&mut self, now: Instant) -> bool {
        let due = self.due_at(now).is_some_and(|at| at <= now);
        if due {
            self.asked = Some(now);
            self.wanted = false;
        }
        due
    }

    /// When a wanted key frame may be asked for.
    pub(crate) fn due_at(&self, now: Instant) -> Option<Instant> {
        self.wanted.then(|| self.asked.map_or(now, |asked| asked + KEYFRAME_INTERVAL_MIN))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "an epoch for virtual time")]
    fn fifteen_people_joining_ask_twice() {
        let start = Instant::now();
        let mut requests = KeyframeRequests::default();
        let asked = (0..15)
            .filter(|step| {
                requests.want();
                requests.take_due(start + Duration::from_millis(10 * step))
            })
            .count();
        assert_eq!(asked, 1);
        assert_eq!(requests.due_at(start), Some(start + KEYFRAME_INTERVAL_MIN));
        assert!(requests.take_due(start + KEYFRAME_INTERVAL_MIN), "those who came after get theirs");
        assert!(!requests.take_due(start + KEYFRAME_INTERVAL_MIN * 4), "nobody asked again");
    }
}
