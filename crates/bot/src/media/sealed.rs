//! Frames sealed and opened with the keys of a call, as a browser's frame worker does it.

use std::collections::HashMap;
use std::time::Instant;

use rapport_seal::call::FrameKeys;
use rapport_seal::frame::{Codec, FrameError, FrameOpener, FrameSealer};
use rapport_wire::ParticipantId;
use rapport_wire::call::Media;

use super::participant::Frames;

/// One participant's frame keys, and those of the others as they come.
#[derive(Debug)]
pub struct Sealed {
    audio: FrameSealer,
    video: FrameSealer,
    others: HashMap<ParticipantId, Openers>,
}

#[derive(Debug, Default)]
struct Openers {
    audio: FrameOpener,
    video: FrameOpener,
}

impl Sealed {
    /// Seals with these keys. Make only one for a generation of keys: its counters begin at zero.
    pub fn new(own: &FrameKeys) -> Result<Self, FrameError> {
        Ok(Self {
            audio: FrameSealer::new(own.generation, &own.audio)?,
            video: FrameSealer::new(own.generation, &own.video)?,
            others: HashMap::new(),
        })
    }

    /// Opens what somebody seals with these keys, from now on.
    pub fn learn(&mut self, from: ParticipantId, keys: &FrameKeys) -> Result<(), FrameError> {
        let openers = self.others.entry(from).or_default();
        openers.audio.add(keys.generation, &keys.audio)?;
        openers.video.add(keys.generation, &keys.video)
    }
}

impl Frames for Sealed {
    fn seal(&mut self, media: Media, frame: &[u8], _: Instant) -> Option<Vec<u8>> {
        let (sealer, codec) = match media {
            Media::Audio => (&mut self.audio, Codec::Opus),
            Media::Video => (&mut self.video, Codec::Vp8),
        };
        let mut out = Vec::new();
        sealer.seal(codec, frame, &mut out).ok()?;
        Some(out)
    }

    fn open(&mut self, from: ParticipantId, media: Media, sealed: &[u8], _: Instant) -> Option<Vec<u8>> {
        let openers = self.others.get_mut(&from)?;
        let (opener, codec) = match media {
            Media::Audio => (&mut openers.audio, Codec::Opus),
            Media::Video => (&mut openers.video, Codec::Vp8),
        };
        let mut out = Vec::new();
        opener.open(codec, sealed, &mut out).ok()?;
        Some(out)
    }
}
