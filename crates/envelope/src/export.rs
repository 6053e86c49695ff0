//! The signature beside an archive that somebody takes along: whose it is, and that nothing in it was changed.
//!
//! It is over the manifest, which names the SHA-256 of everything else. An archive may be read years later
//! and elsewhere, so the public identity lies in it; whether it is somebody one knows is for a person to say,
//! by six words or by nothing at all.

use crate::codec::{FormatError, Reader, Writer};
use crate::identity::{Identity, Signature, VerifyError};

const VERSION: u8 = 1;
/// What the signature is over, before the manifest.
pub const EXPORT_LABEL: &str = "rapport/export/v1";

/// A signed manifest's signature and signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedExport {
    /// Who signed.
    pub identity: Identity,
    /// Over [`EXPORT_LABEL`] and the manifest.
    pub signature: Signature,
}

impl SignedExport {
    /// Version (1), identity, signature.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().u8(VERSION).raw(self.identity.to_bytes()).raw(self.signature).done()
    }

    /// From exactly those bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let export = Self { identity: Identity::read(&mut r)?, signature: r.array()? };
        r.end()?;
        Ok(export)
    }

    /// Checks it over a manifest.
    pub fn verify(&self, manifest: &[u8]) -> Result<(), VerifyError> {
        self.identity.verify(EXPORT_LABEL, manifest, &self.signature)
    }
}
