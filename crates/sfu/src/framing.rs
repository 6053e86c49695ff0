//! Datagrams over TCP, as RFC 4571 frames them: two bytes of length, then the bytes.
//!
//! ```
//! use rapport_sfu::framing::{Deframer, frame};
//!
//! let mut wire = Vec::new();
//! frame(b"one", &mut wire).unwrap();
//! frame(b"two", &mut wire).unwrap();
//!
//! let mut deframer = Deframer::default();
//! deframer.push(&wire[..4]);
//! assert_eq!(deframer.next_frame().unwrap(), None);
//! deframer.push(&wire[4..]);
//! assert_eq!(deframer.next_frame().unwrap().as_deref(), Some(&b"one"[..]));
//! assert_eq!(deframer.next_frame().unwrap().as_deref(), Some(&b"two"[..]));
//! ```

use crate::limits::DATAGRAM_BYTES_MAX;

/// Bytes before each datagram.
const LENGTH_BYTES: usize = 2;
/// STUN's magic cookie (RFC 8489, section 5).
const STUN_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
/// Bytes one must see to tell ICE-TCP from anything else.
pub const SNIFF_BYTES: usize = LENGTH_BYTES + 8;

/// A frame that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a frame of {size_bytes} bytes is longer than any datagram ({DATAGRAM_BYTES_MAX}); close the connection"
)]
pub struct FrameTooLong {
    /// The length it claims.
    pub size_bytes: usize,
}

/// Appends `datagram` to `wire`, with its length before it.
pub fn frame(datagram: &[u8], wire: &mut Vec<u8>) -> Result<(), FrameTooLong> {
    let size_bytes = datagram.len();
    if size_bytes > DATAGRAM_BYTES_MAX {
        return Err(FrameTooLong { size_bytes });
    }
    wire.extend_from_slice(&(size_bytes as u16).to_be_bytes());
    wire.extend_from_slice(datagram);
    Ok(())
}

/// Whether the first bytes of a TCP connection are ICE-TCP: a frame holding a STUN message.
///
/// `None` means too few bytes to tell ([`SNIFF_BYTES`] are enough). TLS begins with
/// `0x16`, HTTP with a letter; a frame of ours is never that long.
pub fn looks_like_ice(first: &[u8]) -> Option<bool> {
    match first {
        [] => None,
        // A length of at most 2000 has a first byte below 8; anything else is settled early.
        [high, ..] if usize::from(*high) << 8 > DATAGRAM_BYTES_MAX => Some(false),
        short if short.len() < SNIFF_BYTES => None,
        long => Some(long[LENGTH_BYTES] < 2 && long[6..SNIFF_BYTES] == STUN_COOKIE),
    }
}

/// Finds the datagrams in the bytes of one TCP connection.
#[derive(Debug, Default)]
pub struct Deframer {
    buffer: Vec<u8>,
    start: usize,
}

impl Deframer {
    /// Adds bytes as they arrived. Call [`Deframer::next_frame`] until it has no more
    /// before adding others: then no more than one frame is ever kept.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole datagram. An error is final: the stream cannot be understood again.
    pub fn next_frame(&mut self) -> Result<Option<Vec<u8>>, FrameTooLong> {
        let waiting = &self.buffer[self.start..];
        let Some((length, rest)) = waiting.split_first_chunk::<LENGTH_BYTES>() else {
            return Ok(None);
        };
        let size_bytes = usize::from(u16::from_be_bytes(*length));
        if size_bytes > DATAGRAM_BYTES_MAX {
            return Err(FrameTooLong { size_bytes });
        }
        let Some(datagram) = rest.get(..size_bytes) else {
            return Ok(None);
        };
        let datagram = datagram.to_vec();
        self.start += LENGTH_BYTES + size_bytes;
        Ok(Some(datagram))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_cut_of_the_stream_gives_the_same_datagrams(
            datagrams in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..8),
            step in 1_usize..400,
        ) {
            let mut wire = Vec::new();
            for datagram in &datagrams {
                frame(datagram, &mut wire).expect("short enough");
            }
            let mut deframer = Deframer::default();
            let mut seen = Vec::new();
            for piece in wire.chunks(step) {
                deframer.push(piece);
                while let Some(datagram) = deframer.next_frame().expect("well formed") {
                    seen.push(datagram);
                }
            }
            prop_assert_eq!(seen, datagrams);
        }

        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let mut deframer = Deframer::default();
            deframer.push(&bytes);
            while let Ok(Some(_)) = deframer.next_frame() {}
            let _ = looks_like_ice(&bytes);
        }
    }

    #[test]
    fn a_length_beyond_any_datagram_is_refused() {
        let mut deframer = Deframer::default();
        deframer.push(&[0xFF, 0xFF, 0, 0]);
        assert_eq!(deframer.next_frame(), Err(FrameTooLong { size_bytes: 0xFFFF }));
        assert_eq!(frame(&[0; 3000], &mut Vec::new()), Err(FrameTooLong { size_bytes: 3000 }));
    }

    #[test]
    fn tls_and_http_are_told_from_ice_at_the_first_byte() {
        assert_eq!(looks_like_ice(&[]), None);
        assert_eq!(looks_like_ice(&[0x16]), Some(false));
        assert_eq!(looks_like_ice(b"G"), Some(false));
        assert_eq!(looks_like_ice(&[0, 20, 0, 1]), None);
        assert_eq!(looks_like_ice(&[0, 20, 0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42]), Some(true));
        assert_eq!(looks_like_ice(&[0, 20, 0, 1, 0, 0, 1, 2, 3, 4]), Some(false));
    }
}
