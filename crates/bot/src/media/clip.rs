//! What a bot shows and says: a few seconds of VP8 and Opus, over and over.
//!
//! `fixtures/README.md` tells how the clips were made. Any decoder takes them.

/// Pictures a second.
pub const PICTURES_PER_SECOND: u64 = 20;
/// Milliseconds of sound in a packet.
pub const VOICE_MS: u64 = 20;

/// A file of frames, each with its length before it.
#[derive(Clone, Debug)]
pub struct Clip {
    frames: Vec<&'static [u8]>,
    next: usize,
}

impl Clip {
    /// A moving picture, 320 by 240; the first frame is a key frame.
    pub fn picture() -> Self {
        Self::parse(include_bytes!("../../fixtures/picture.vp8"))
    }

    /// A quiet tone.
    pub fn voice() -> Self {
        Self::parse(include_bytes!("../../fixtures/voice.opus"))
    }

    /// Begins again, with the key frame.
    pub fn restart(&mut self) {
        self.next = 0;
    }

    /// The next frame, the first again after the last.
    pub fn next_frame(&mut self) -> &'static [u8] {
        let frame = self.frames[self.next % self.frames.len()];
        self.next += 1;
        frame
    }

    fn parse(mut bytes: &'static [u8]) -> Self {
        let mut frames = Vec::new();
        while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
            let (frame, rest) = rest.split_at(usize::from(u16::from_be_bytes(*length)));
            frames.push(frame);
            bytes = rest;
        }
        Self { frames, next: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_begins_with_its_only_key_frame() {
        let clip = Clip::picture();
        let keys = clip.frames.iter().filter(|frame| frame[0] & 1 == 0).count();
        assert_eq!(keys, 1);
        assert_eq!(clip.frames[0][3..6], [0x9D, 0x01, 0x2A], "the start code of RFC 6386, section 9.1");
    }

    #[test]
    fn the_voice_is_twenty_milliseconds_a_packet() {
        let clip = Clip::voice();
        assert!(clip.frames.len() >= 50);
        // RFC 6716, section 3.1: one frame a packet; 20 ms in CELT, hybrid or SILK.
        assert!(clip.frames.iter().all(|packet| packet[0] % 4 == 0));
    }
}
