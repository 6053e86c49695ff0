//! The two things a forwarder must see of a picture: where a frame begins, and whether it is whole.
//!
//! Both lie in bytes that are never sealed: the RTP payload descriptor (RFC 7741,
//! section 4.2) and the first byte of the frame, which frame encryption leaves clear.

/// Whether this packet opens a key frame, from which decoding can begin.
pub(crate) fn opens_key_frame(payload: &[u8]) -> bool {
    key_frame_bit(payload).unwrap_or(false)
}

fn key_frame_bit(payload: &[u8]) -> Option<bool> {
    const EXTENDED: u8 = 0x80;
    const START_OF_PARTITION: u8 = 0x10;
    const PARTITION_INDEX: u8 = 0x07;
    const INTERFRAME: u8 = 0x01;

    let required = *payload.first()?;
    if required & START_OF_PARTITION == 0 || required & PARTITION_INDEX != 0 {
        return Some(false);
    }
    let header_bytes = if required & EXTENDED == 0 { 1 } else { extended_header_bytes(payload)? };
    Some(payload.get(header_bytes)? & INTERFRAME == 0)
}

fn extended_header_bytes(payload: &[u8]) -> Option<usize> {
    const PICTURE_ID: u8 = 0x80;
    const LONG_PICTURE_ID: u8 = 0x80;
    const TL0_INDEX: u8 = 0x40;
    const TID_OR_KEY_INDEX: u8 = 0x30;

    let extension = *payload.get(1)?;
    let mut size = 2;
    if extension & PICTURE_ID != 0 {
        size += if payload.get(size)? & LONG_PICTURE_ID == 0 { 1 } else { 2 };
    }
    size += usize::from(extension & TL0_INDEX != 0);
    size += usize::from(extension & TID_OR_KEY_INDEX != 0);
    Some(size)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_descriptor() {
        assert!(opens_key_frame(&[0x10, 0x00, 1, 2]));
        assert!(!opens_key_frame(&[0x10, 0x01, 1, 2]), "a delta frame");
        assert!(!opens_key_frame(&[0x00, 0x00, 1, 2]), "the middle of a frame");
        assert!(!opens_key_frame(&[0x11, 0x00, 1, 2]), "a later partition");
    }

    #[test]
    fn the_descriptor_browsers_send() {
        // Extended, start of partition; picture id (15 bits), TL0PICIDX, TID and key index.
        assert!(opens_key_frame(&[0x90, 0xF0, 0x81, 0x02, 0x05, 0x20, 0x50, 0x00]));
        assert!(!opens_key_frame(&[0x90, 0xF0, 0x81, 0x02, 0x05, 0x20, 0x51, 0x00]));
        assert!(opens_key_frame(&[0x90, 0x80, 0x05, 0x10]), "a short picture id");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..16)) {
            let _ = opens_key_frame(&bytes);
        }
    }
}
