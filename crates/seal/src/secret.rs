//! 32 secret bytes, the one shape every key here has, and how one key is derived from another.
//!
//! Invariant: a [`Key`] is wiped when dropped, prints REDACTED, and cannot be cloned by accident.
//!
//! ```
//! use rapport_seal::Key;
//! let key = Key::from_bytes([7; 32]);
//! assert_eq!(format!("{key:?}"), "Key(REDACTED)");
//! assert_ne!(key.derive(b"one", b"").as_bytes(), key.derive(b"two", b"").as_bytes());
//! ```

use std::fmt;

use hkdf::Hkdf;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A symmetric key or a seed: 32 bytes, wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl Key {
    /// Length in bytes.
    pub const LEN: usize = 32;

    /// A key from its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key from a slice, if it has 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A fresh random key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The bytes. Whoever copies them is answerable for the copy.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A second holder of the same key, for where two owners are truly needed.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0)
    }

    /// HKDF-SHA-256 with this key as input, no salt, and `label || context` as info (RFC 5869).
    ///
    /// Every label ends in a version and every context has a fixed length under its label, so that no two
    /// uses share an info.
    #[must_use]
    pub fn derive(&self, label: &[u8], context: &[u8]) -> Self {
        derive(&self.0, label, context)
    }
}

/// As [`Key::derive`], from input of any length.
pub(crate) fn derive(input: &[u8], label: &[u8], context: &[u8]) -> Key {
    let mut out = Key([0; 32]);
    // Expanding fails only beyond 255 hashes of output; 32 bytes are one.
    let _ = Hkdf::<Sha256>::new(None, input).expand_multi_info(&[label, context], &mut out.0);
    out
}

/// HKDF with a salt: two secrets are needed, and neither alone gives anything.
pub(crate) fn derive_salted(salt: &Key, input: &Key, info: &[u8]) -> Key {
    let mut out = Key([0; 32]);
    let _ = Hkdf::<Sha256>::new(Some(&salt.0), &input.0).expand(info, &mut out.0);
    out
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    // RFC 5869 A.3: SHA-256, zero-length salt and info; our output is the first 32 bytes of its 42.
    #[test]
    fn derivation_is_hkdf() {
        let key = derive(&[0x0b; 22], b"", b"");
        assert_eq!(key.0, hex!("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{:?}", Key::from_bytes([1; 32])), "Key(REDACTED)");
        assert_eq!(Key::from_slice(&[0; 31]), None);
    }
}
