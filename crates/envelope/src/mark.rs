//! Marks and hints: small, signed, sealed under the epoch key; only the newest of each matters.
//!
//! A mark says how far its author has received and read; a hint says they are typing or present. Both are
//! sealed, so that the server learns neither. A mark's counter only rises, so an old one cannot be shown again.

use rapport_wire::{AccountId, SpaceId, limits};

use crate::codec::{FormatError, Reader, Writer};
use crate::identity::{Identity, Signature, VerifyError};

const VERSION: u8 = 1;
/// What an author's signature over a mark is over, before the signed bytes.
pub const MARK_LABEL: &str = "rapport/mark/v1";

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum MarkClass {
    /// Stored, newest only.
    Mark = 1,
    /// Passed on and forgotten.
    Hint = 2,
}

/// A sealed note of which only the newest matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Mark or hint.
    pub class: MarkClass,
    /// The space.
    pub space: SpaceId,
    /// Epoch whose key sealed it.
    pub epoch: u32,
    /// Who made it.
    pub author: AccountId,
    /// Rises with each; microseconds since the epoch on the author's device serve.
    pub counter: u64,
    /// XChaCha20-Poly1305 nonce.
    pub nonce: [u8; 24],
    /// Sealed content.
    pub sealed: Vec<u8>,
    /// The author's signature.
    pub signature: Signature,
}

impl Mark {
    /// Associated data of the sealed content.
    pub fn header(&self) -> Vec<u8> {
        Writer::new()
            .u8(VERSION)
            .u8(self.class as u8)
            .raw(self.space)
            .u32(self.epoch)
            .raw(self.author)
            .u64(self.counter)
            .raw(self.nonce)
            .done()
    }

    /// What the author signs: header, then sealed content.
    pub fn signed(&self) -> Vec<u8> {
        Writer::new().raw(self.header()).bytes(&self.sealed).done()
    }

    /// Canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(self.signed()).raw(self.signature).done()
    }

    /// From exactly its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let class = match r.u8()? {
            1 => MarkClass::Mark,
            2 => MarkClass::Hint,
            _ => return Err(FormatError::Range("class")),
        };
        let mark = Self {
            class,
            space: SpaceId::from_bytes(r.array()?),
            epoch: r.u32()?,
            author: AccountId::from_bytes(r.array()?),
            counter: r.u64()?,
            nonce: r.array()?,
            sealed: r.bytes(limits::MARK_BYTES_MAX)?.to_vec(),
            signature: r.array()?,
        };
        r.end()?;
        Ok(mark)
    }

    /// Checks the author's signature.
    pub fn verify(&self, author: &Identity) -> Result<(), VerifyError> {
        author.verify(MARK_LABEL, &self.signed(), &self.signature)
    }
}
