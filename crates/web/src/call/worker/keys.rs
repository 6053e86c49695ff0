//! The keys of a session as the worker holds them, and the one place where frames meet them.
//!
//! Sealers outlive the connection they first sealed for: after a reconnect the same key goes on counting
//! where it was, because a counter never repeats under one key.

use std::collections::HashMap;

use rapport_seal::Key;
use rapport_seal::frame::{Codec, FrameOpener, FrameSealer};

use super::order::{Order, Route, Way};

/// Who and what a key opens.
#[derive(PartialEq, Eq, Hash)]
struct Medium {
    participant: u32,
    video: bool,
}

/// Everything that seals and opens.
#[derive(Default)]
pub(super) struct Keys {
    sealers: HashMap<bool, FrameSealer>,
    openers: HashMap<Medium, FrameOpener>,
}

impl Keys {
    /// Takes a key, or forgets one.
    pub(super) fn take(&mut self, order: &Order) {
        match order {
            Order::Seal { video, generation, key } => self.seal_with(*video, *generation, *key),
            Order::Open { participant, video, generation, key } => {
                let opener =
                    self.openers.entry(Medium { participant: *participant, video: *video }).or_default();
                // A key that cannot be used opens nothing: its frames are refused and counted.
                let _ = opener.add(*generation, &Key::from_bytes(*key));
            }
            Order::Anew => *self = Self::default(),
            Order::Forget { participant } => {
                self.openers.retain(|medium, _| medium.participant != *participant);
            }
        }
    }

    /// Seals or opens one frame; none when no key does.
    pub(super) fn pass(&mut self, route: Route, frame: &[u8]) -> Option<Vec<u8>> {
        let codec = if route.video { Codec::Vp8 } else { Codec::Opus };
        let mut out = Vec::with_capacity(frame.len() + 48);
        match route.way {
            Way::Seal => self.sealers.get_mut(&route.video)?.seal(codec, frame, &mut out).ok()?,
            Way::Open => {
                let medium = Medium { participant: route.participant, video: route.video };
                self.openers.get_mut(&medium)?.open(codec, frame, &mut out).ok()?;
            }
        }
        Some(out)
    }

    fn seal_with(&mut self, video: bool, generation: u64, key: [u8; 32]) {
        // The same generation told twice must not begin again at counter zero.
        if self.sealers.get(&video).is_some_and(|sealer| sealer.generation() >= generation) {
            return;
        }
        match FrameSealer::new(generation, &Key::from_bytes(key)) {
            Ok(sealer) => drop(self.sealers.insert(video, sealer)),
            Err(_) => drop(self.sealers.remove(&video)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUT: Route = Route { way: Way::Seal, video: false, participant: 0 };
    const IN: Route = Route { way: Way::Open, video: false, participant: 2 };

    fn seal(generation: u64) -> Order {
        Order::Seal { video: false, generation, key: [generation as u8; 32] }
    }

    fn open(key: u8) -> Order {
        Order::Open { participant: 2, video: false, generation: 1, key: [key; 32] }
    }

    #[test]
    fn what_one_seals_the_other_opens_once() {
        let mut keys = Keys::default();
        assert_eq!(keys.pass(OUT, b"\x78sound"), None, "without a key nothing leaves");
        keys.take(&seal(1));
        keys.take(&open(1));
        let sealed = keys.pass(OUT, b"\x78sound").unwrap();
        assert_eq!(keys.pass(IN, &sealed).as_deref(), Some(&b"\x78sound"[..]));
        assert_eq!(keys.pass(IN, &sealed), None, "a replay is refused");
    }

    #[test]
    fn a_wrong_key_or_a_forgotten_one_opens_nothing() {
        let mut keys = Keys::default();
        keys.take(&seal(1));
        let sealed = keys.pass(OUT, b"\x78sound").unwrap();
        keys.take(&open(9));
        assert_eq!(keys.pass(IN, &sealed), None);
        keys.take(&Order::Forget { participant: 2 });
        assert_eq!(keys.pass(IN, &sealed), None);
    }

    #[test]
    fn another_call_begins_with_keys_of_its_own() {
        let mut keys = Keys::default();
        keys.take(&seal(7));
        keys.take(&open(7));
        let before = keys.pass(OUT, b"\x78sound").unwrap();
        keys.take(&Order::Anew);
        assert_eq!(keys.pass(OUT, b"\x78sound"), None);
        assert_eq!(keys.pass(IN, &before), None);
        keys.take(&seal(1));
        assert!(keys.pass(OUT, b"\x78sound").is_some_and(|sealed| sealed != before));
    }

    #[test]
    fn the_same_generation_told_again_goes_on_counting() {
        let mut keys = Keys::default();
        keys.take(&seal(1));
        let first = keys.pass(OUT, b"\x78sound");
        keys.take(&seal(1));
        assert_ne!(keys.pass(OUT, b"\x78sound"), first);
    }
}
