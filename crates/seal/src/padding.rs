//! Size classes: what is sealed is first padded, so that its length says little about its words.
//!
//! `length (u32, big endian) || clear || zeros`, to the next class: 256, 384, 512, 768, 1024, 1536 … each
//! class a power of two or one and a half times one. A short answer and a long one differ by whole classes,
//! and padding never adds more than half.
//!
//! ```
//! use rapport_seal::padding::class;
//! assert_eq!(class(0), 256);
//! assert_eq!(class(257), 384);
//! assert_eq!(class(385), 512);
//! ```

use zeroize::Zeroizing;

/// The smallest class, in bytes.
pub const CLASS_MIN: usize = 256;
const PREFIX: usize = 4;

/// The class that holds `len` bytes, prefix included.
pub const fn class(len: usize) -> usize {
    let mut power = CLASS_MIN;
    loop {
        if len <= power {
            return power;
        }
        if len <= power + power / 2 {
            return power + power / 2;
        }
        power *= 2;
    }
}

/// Pads to the next class.
pub(crate) fn pad(clear: &[u8]) -> Zeroizing<Vec<u8>> {
    pad_to(clear, class(clear.len() + PREFIX))
}

/// Pads to exactly `size`, which the caller has made large enough.
pub(crate) fn pad_to(clear: &[u8], size: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(size));
    out.extend_from_slice(&(clear.len() as u32).to_be_bytes());
    out.extend_from_slice(clear);
    out.resize(size, 0);
    out
}

/// What was padded; none when the length does not fit or the padding is not zeros.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>()?;
    let (clear, zeros) = rest.split_at_checked(u32::from_be_bytes(*prefix) as usize)?;
    zeros.iter().all(|byte| *byte == 0).then_some(clear)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_other_padding() {
        assert_eq!(unpad(&[0, 0, 0, 1, 7, 1]), None);
        assert_eq!(unpad(&[0, 0, 0, 3, 7, 1]), None);
        assert_eq!(unpad(&[0, 0, 0]), None);
    }

    proptest! {
        #[test]
        fn what_is_padded_comes_back(clear in proptest::collection::vec(any::<u8>(), 0..3000)) {
            let padded = pad(&clear);
            prop_assert_eq!(unpad(&padded), Some(clear.as_slice()));
            prop_assert!(padded.len() == CLASS_MIN || padded.len() <= (clear.len() + 4) * 3 / 2);
        }
    }
}
