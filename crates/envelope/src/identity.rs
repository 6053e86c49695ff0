//! An account's public keys: one that verifies what it signs, one that others seal to.

use ed25519_dalek::VerifyingKey;

use crate::codec::{FormatError, Reader, Writer};
use crate::hpke::BoxPublic;
use crate::{Hash, hash};

/// Length of an Ed25519 signature, in bytes.
pub const SIGNATURE_LEN: usize = 64;
/// Version byte of this layout.
const VERSION: u8 = 1;

/// An Ed25519 signature (RFC 8032).
pub type Signature = [u8; SIGNATURE_LEN];

/// A signature that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit")]
pub struct VerifyError;

/// Public identity: version, Ed25519 key (32 bytes), X-Wing key (1,216 bytes).
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    verify: VerifyingKey,
    seal_to: BoxPublic,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fingerprint = self.fingerprint();
        write!(f, "Identity({:02x}{:02x}…)", fingerprint[0], fingerprint[1])
    }
}

impl Identity {
    /// Length of the canonical bytes.
    pub const LEN: usize = 1 + 32 + BoxPublic::LEN;

    /// From its two keys.
    pub fn new(verify: VerifyingKey, seal_to: BoxPublic) -> Self {
        Self { verify, seal_to }
    }

    /// Reads an identity out of larger bytes.
    pub fn read(r: &mut Reader<'_>) -> Result<Self, FormatError> {
        r.version(VERSION)?;
        let verify = read_verify_key(r)?;
        let seal_to = BoxPublic::read(r)?;
        Ok(Self { verify, seal_to })
    }

    /// From exactly its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        let identity = Self::read(&mut r)?;
        r.end()?;
        Ok(identity)
    }

    /// Canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().u8(VERSION).raw(self.verify.as_bytes()).raw(self.seal_to.as_bytes()).done()
    }

    /// The key that verifies what this account signs.
    pub fn verify_key(&self) -> &VerifyingKey {
        &self.verify
    }

    /// The key that others seal to.
    pub fn seal_to(&self) -> &BoxPublic {
        &self.seal_to
    }

    /// SHA-256 over both keys: what is pinned, and what the six words to compare come from.
    pub fn fingerprint(&self) -> Hash {
        hash("rapport/identity/v1", &[&self.to_bytes()])
    }

    /// Checks a signature over `label || message`.
    pub fn verify(&self, label: &str, message: &[u8], signature: &Signature) -> Result<(), VerifyError> {
        verify(&self.verify, label, message, signature)
    }
}

/// Reads an Ed25519 public key, refusing points of small order.
pub(crate) fn read_verify_key(r: &mut Reader<'_>) -> Result<VerifyingKey, FormatError> {
    let key = VerifyingKey::from_bytes(&r.array()?).map_err(|_| FormatError::Key)?;
    // A key of small order verifies signatures nobody made.
    if key.is_weak() { Err(FormatError::Key) } else { Ok(key) }
}

/// Checks an Ed25519 signature over `label || message`.
///
/// `verify_strict` (no malleable S, no small order) because hashes of signed bytes name records: two
/// encodings of one signature would give one record two names.
pub fn verify(
    key: &VerifyingKey,
    label: &str,
    message: &[u8],
    signature: &Signature,
) -> Result<(), VerifyError> {
    let signed = [label.as_bytes(), message].concat();
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    key.verify_strict(&signed, &signature).map_err(|_| VerifyError)
}
