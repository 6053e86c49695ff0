//! Sealing the frames of a session: SFrame (RFC 9605) with AES-256-GCM and SHA-512.
//!
//! A sealed frame is `clear bytes | SFrame header | ciphertext | tag`. The first bytes of a frame stay
//! readable because packetisers read them (VP8's frame tag, Opus's table of contents); they are
//! authenticated all the same. The key id is the generation of the sender's key.
//!
//! Invariant: a counter never repeats under one key (RFC 9605 9.1). A sealer owns its counter, every medium
//! has its own key ([`crate::call`]), and a sealer cannot be cloned.
//!
//! ```
//! use rapport_seal::Key;
//! use rapport_seal::frame::{Codec, FrameError, FrameOpener, FrameSealer};
//! let key = Key::from_bytes([7; 32]);
//! let mut sealer = FrameSealer::new(1, &key).unwrap();
//! let mut opener = FrameOpener::default();
//! opener.add(1, &key).unwrap();
//! let (mut sealed, mut opened) = (Vec::new(), Vec::new());
//! sealer.seal(Codec::Opus, b"\x78a little sound", &mut sealed).unwrap();
//! opener.open(Codec::Opus, &sealed, &mut opened).unwrap();
//! assert_eq!(opened, b"\x78a little sound");
//! assert_eq!(opener.open(Codec::Opus, &sealed, &mut opened), Err(FrameError::Replayed));
//! ```

use std::collections::VecDeque;
use std::fmt;

use rapport_wire::limits;
use sframe::CipherSuite;
use sframe::error::SframeError;
use sframe::frame::validation::{ReplayAttackProtection, ReplayAttackProtectionError, Tolerance};
use sframe::frame::{EncryptedFrameView, MediaFrameView, MonotonicCounter};
use sframe::key::{DecryptionKey, EncryptionKey};

use crate::Key;

const SUITE: CipherSuite = CipherSuite::AesGcm256Sha512;

/// How a frame is coded, which decides how many of its first bytes stay readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// Sound: 1 clear byte.
    Opus,
    /// Pictures: 10 clear bytes on key frames, 3 on the others (RFC 6386 9.1).
    Vp8,
}

impl Codec {
    /// How many first bytes of `frame` stay clear; none when it has too few.
    pub fn clear_len(self, frame: &[u8]) -> Option<usize> {
        let len = match self {
            Self::Opus => 1,
            // The lowest bit of the frame tag is 0 on key frames, whose start code and size follow.
            Self::Vp8 => {
                if frame.first()? & 1 == 0 {
                    10
                } else {
                    3
                }
            }
        };
        (frame.len() >= len).then_some(len)
    }
}

/// Why a frame was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Shorter than its clear bytes, or than a header and a tag.
    #[error("the frame is too short")]
    TooShort,
    /// No key of this generation: it has not come yet, or was left behind.
    #[error("the frame is sealed with a key this side does not have")]
    UnknownKey,
    /// A counter that was seen before.
    #[error("the frame was replayed")]
    Replayed,
    /// A counter far behind the newest.
    #[error("the frame is too old")]
    TooOld,
    /// It does not authenticate: another key, or changed on the way.
    #[error("the frame was changed, or sealed with another key")]
    Forged,
    /// Every counter is used; a new generation is needed.
    #[error("the key has sealed all the frames it may")]
    Exhausted,
    /// A key could not be made.
    #[error("the frame key could not be used")]
    Key,
}

/// Seals the frames of one medium of one sender.
pub struct FrameSealer {
    key: EncryptionKey,
    counter: MonotonicCounter,
}

impl FrameSealer {
    /// A sealer for a generation. Make only one for a key: its counter begins at zero.
    pub fn new(generation: u64, key: &Key) -> Result<Self, FrameError> {
        let key =
            EncryptionKey::derive_from(SUITE, generation, key.as_bytes()).map_err(|_| FrameError::Key)?;
        Ok(Self { key, counter: MonotonicCounter::default() })
    }

    /// The generation.
    pub fn generation(&self) -> u64 {
        self.key.key_id()
    }

    /// Seals a frame into `out`, replacing what was there.
    pub fn seal(&mut self, codec: Codec, frame: &[u8], out: &mut Vec<u8>) -> Result<(), FrameError> {
        let clear = codec.clear_len(frame).ok_or(FrameError::TooShort)?;
        let (clear, payload) = frame.split_at(clear);
        let view = MediaFrameView::try_with_meta_data(&mut self.counter, payload, clear)
            .map_err(|_| FrameError::Exhausted)?;
        out.clear();
        view.encrypt_into(&self.key, out).map(drop).map_err(|_| FrameError::Key)
    }
}

impl fmt::Debug for FrameSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameSealer(REDACTED, generation {})", self.generation())
    }
}

/// Opens the frames of one medium of one sender, over several generations of their key.
#[derive(Default)]
pub struct FrameOpener {
    generations: VecDeque<Generation>,
}

struct Generation {
    key: DecryptionKey,
    replays: ReplayAttackProtection,
}

impl FrameOpener {
    /// Takes a further generation; beyond [`limits::MEDIA_GENERATIONS_MAX`] the oldest is dropped. A
    /// generation that is known stays as it is, with what it has seen.
    pub fn add(&mut self, generation: u64, key: &Key) -> Result<(), FrameError> {
        if self.find(generation).is_some() {
            return Ok(());
        }
        let key =
            DecryptionKey::derive_from(SUITE, generation, key.as_bytes()).map_err(|_| FrameError::Key)?;
        let window = Tolerance::try_new(limits::MEDIA_REPLAY_WINDOW_FRAMES).map_err(|_| FrameError::Key)?;
        let replays = ReplayAttackProtection::new(generation, window);
        self.generations.push_back(Generation { key, replays });
        if self.generations.len() > limits::MEDIA_GENERATIONS_MAX {
            self.generations.pop_front();
        }
        Ok(())
    }

    /// Opens a frame into `out`, replacing what was there. On an error `out` holds nothing of use.
    pub fn open(&mut self, codec: Codec, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), FrameError> {
        out.clear();
        let clear = codec.clear_len(sealed).ok_or(FrameError::TooShort)?;
        let (clear, rest) = sealed.split_at(clear);
        let view = EncryptedFrameView::try_with_meta_data(rest, clear).map_err(|_| FrameError::TooShort)?;
        let at = self.find(view.header().key_id()).ok_or(FrameError::UnknownKey)?;
        let Generation { key, replays } = &mut self.generations[at];
        let opened = view.validated_decrypt_into(&*key, out, replays).map(drop);
        opened.map_err(|error| explain(&error)).inspect_err(|_| out.clear())
    }

    fn find(&self, generation: u64) -> Option<usize> {
        self.generations.iter().position(|known| known.key.key_id() == generation)
    }
}

impl fmt::Debug for FrameOpener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<u64> = self.generations.iter().map(|g| g.key.key_id()).collect();
        write!(f, "FrameOpener(REDACTED, generations {known:?})")
    }
}

fn explain(error: &SframeError) -> FrameError {
    match error.source_as::<ReplayAttackProtectionError>() {
        Some(ReplayAttackProtectionError::DuplicatedFrame { .. }) => FrameError::Replayed,
        Some(ReplayAttackProtectionError::CounterTooOld { .. }) => FrameError::TooOld,
        _ => FrameError::Forged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;
    use proptest::prelude::*;

    // RFC 9605 appendix C.3, AES_256_GCM_SHA512_128, through the same library calls as above.
    #[test]
    fn the_suite_is_rfc_9605() {
        let key =
            DecryptionKey::derive_from(SUITE, 0x123_u64, hex!("000102030405060708090a0b0c0d0e0f")).unwrap();
        let sealed =
            hex!("990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279");
        let view = EncryptedFrameView::try_with_meta_data(&sealed, b"IETF SFrame WG").unwrap();
        assert_eq!((view.header().key_id(), view.header().counter()), (0x123, 0x4567));
        assert_eq!(view.decrypt(&key).unwrap().payload(), b"draft-ietf-sframe-enc");
    }

    fn pair() -> (FrameSealer, FrameOpener) {
        let key = Key::from_bytes([7; 32]);
        let mut opener = FrameOpener::default();
        opener.add(1, &key).unwrap();
        (FrameSealer::new(1, &key).unwrap(), opener)
    }

    #[test]
    fn clear_bytes_stay_readable_by_the_rule_of_the_codec() {
        let (mut sealer, _) = pair();
        let mut out = Vec::new();
        for (codec, frame, clear) in [
            (Codec::Opus, &b"\x78sound"[..], 1),
            (Codec::Vp8, b"\x10\x02\x00\x9d\x01\x2a\x80\x02\xe0\x01key frame", 10),
            (Codec::Vp8, b"\x11\x02\x00delta frame", 3),
        ] {
            sealer.seal(codec, frame, &mut out).unwrap();
            assert_eq!(out[..clear], frame[..clear]);
            assert!(!out.windows(5).any(|w| frame[clear..].windows(5).any(|f| f == w)));
        }
        assert_eq!(sealer.seal(Codec::Vp8, b"\x10\x02", &mut out), Err(FrameError::TooShort));
        assert_eq!(sealer.seal(Codec::Opus, b"", &mut out), Err(FrameError::TooShort));
    }

    #[test]
    fn another_key_opens_nothing() {
        let (mut right, _) = pair();
        let (mut sealed, mut out) = (Vec::new(), Vec::new());
        right.seal(Codec::Opus, b"\x78sound", &mut sealed).unwrap();
        let mut wrong = FrameOpener::default();
        assert_eq!(wrong.open(Codec::Opus, &sealed, &mut out), Err(FrameError::UnknownKey));
        wrong.add(1, &Key::from_bytes([8; 32])).unwrap();
        assert_eq!(wrong.open(Codec::Opus, &sealed, &mut out), Err(FrameError::Forged));
        assert!(out.is_empty());
    }

    #[test]
    fn old_frames_are_refused_and_late_ones_taken_once() {
        let (mut sealer, mut opener) = pair();
        let mut out = Vec::new();
        let frames: Vec<Vec<u8>> = (0..200)
            .map(|_| {
                let mut frame = Vec::new();
                sealer.seal(Codec::Opus, b"\x78sound", &mut frame).unwrap();
                frame
            })
            .collect();
        assert_eq!(opener.open(Codec::Opus, &frames[199], &mut out), Ok(()));
        assert_eq!(opener.open(Codec::Opus, &frames[190], &mut out), Ok(()));
        assert_eq!(opener.open(Codec::Opus, &frames[190], &mut out), Err(FrameError::Replayed));
        assert_eq!(opener.open(Codec::Opus, &frames[3], &mut out), Err(FrameError::TooOld));
        // Learning the same generation again does not forget what was seen.
        opener.add(1, &Key::from_bytes([7; 32])).unwrap();
        assert_eq!(opener.open(Codec::Opus, &frames[199], &mut out), Err(FrameError::Replayed));
    }

    #[test]
    fn generations_change_over_and_the_oldest_goes() {
        let mut opener = FrameOpener::default();
        let (mut sealed, mut out) = (Vec::new(), Vec::new());
        let key = |n: u64| Key::from_bytes([n as u8; 32]);
        for n in 0..5 {
            opener.add(n, &key(n)).unwrap();
        }
        for n in 0..5 {
            FrameSealer::new(n, &key(n)).unwrap().seal(Codec::Opus, b"\x78s", &mut sealed).unwrap();
            let expected = if n == 0 { Err(FrameError::UnknownKey) } else { Ok(()) };
            assert_eq!(opener.open(Codec::Opus, &sealed, &mut out), expected);
        }
    }

    #[test]
    fn a_used_up_counter_is_an_error_and_never_a_repeat() {
        let (mut sealer, _) = pair();
        sealer.counter = MonotonicCounter::with_start_value(u64::MAX, u64::MAX);
        let mut out = Vec::new();
        assert_eq!(sealer.seal(Codec::Opus, b"\x78s", &mut out), Ok(()));
        assert_eq!(sealer.seal(Codec::Opus, b"\x78s", &mut out), Err(FrameError::Exhausted));
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_what_is_changed_does_not(
            frame in proptest::collection::vec(any::<u8>(), 10..300), vp8: bool, at: prop::sample::Index, bit in 0..8u32,
        ) {
            let codec = if vp8 { Codec::Vp8 } else { Codec::Opus };
            let (mut sealer, mut opener) = pair();
            let (mut sealed, mut out) = (Vec::new(), Vec::new());
            sealer.seal(codec, &frame, &mut sealed).unwrap();
            let at = at.index(sealed.len());
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            prop_assert!(opener.open(codec, &changed, &mut out).is_err());
            prop_assert!(opener.open(codec, &sealed[..at], &mut out).is_err());
            prop_assert_eq!(opener.open(codec, &sealed, &mut out), Ok(()));
            prop_assert_eq!(out, frame);
        }

        #[test]
        fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let (_, mut opener) = pair();
            let mut out = Vec::new();
            prop_assert!(opener.open(Codec::Vp8, &bytes, &mut out).is_err());
            prop_assert!(opener.open(Codec::Opus, &bytes, &mut out).is_err());
        }
    }
}
