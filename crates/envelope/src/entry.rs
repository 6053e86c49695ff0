//! The outside of an entry: a header of fixed length, the body's length and hash, a signature.
//!
//! The signature is over the hash of the sealed body, not the body, so that an erased body leaves a head
//! that still verifies and the chain goes on.

use rapport_wire::{AccountId, EntryId, SpaceId, limits};

use crate::codec::{FormatError, Reader, Writer};
use crate::identity::{Identity, Signature, VerifyError};
use crate::{Hash, hash};

/// The newest version of an entry.
pub const VERSION: u8 = 1;
/// What an author's signature over an entry is over, before the signed bytes.
pub const ENTRY_LABEL: &str = "rapport/entry/v1";
/// Flag bit: somebody should look at this soon. The only thing about an entry that its author tells the server.
pub const URGENT: u8 = 1;

/// What a device must know before it opens an entry. Associated data of the sealed body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryHeader {
    /// 1. Other classes may come; what an entry *says* is inside the seal.
    pub class: u8,
    /// [`URGENT`] or 0.
    pub flags: u8,
    /// The space.
    pub space: SpaceId,
    /// Epoch whose key sealed the body.
    pub epoch: u32,
    /// Who wrote it.
    pub author: AccountId,
    /// Chosen by the author's device at random; the dedupe key.
    pub id: EntryId,
    /// The author's own count in this space: 1, 2, 3 …
    pub seq: u64,
    /// Hash of the author's entry before; zeros for the first.
    pub previous: Hash,
    /// Head of the membership log the author stood on.
    pub log_head: Hash,
    /// Position of the newest entry the author had seen.
    pub seen_position: u64,
    /// Transcript up to that position (see [`crate::chain`]).
    pub seen_transcript: Hash,
    /// XChaCha20-Poly1305 nonce of the body.
    pub nonce: [u8; 24],
}

impl EntryHeader {
    /// Length of the canonical bytes.
    pub const LEN: usize = 1 + 1 + 1 + 32 + 4 + 16 + 16 + 8 + 32 + 32 + 8 + 32 + 24;

    /// Canonical bytes: the body's associated data.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new()
            .u8(VERSION)
            .u8(self.class)
            .u8(self.flags)
            .raw(self.space)
            .u32(self.epoch)
            .raw(self.author)
            .raw(self.id)
            .u64(self.seq)
            .raw(self.previous)
            .raw(self.log_head)
            .u64(self.seen_position)
            .raw(self.seen_transcript)
            .raw(self.nonce)
            .done()
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, FormatError> {
        r.version(VERSION)?;
        let class = r.u8()?;
        let flags = r.u8()?;
        if class != 1 {
            return Err(FormatError::Range("class"));
        }
        if flags & !URGENT != 0 {
            return Err(FormatError::Range("flags"));
        }
        Ok(Self {
            class,
            flags,
            space: SpaceId::from_bytes(r.array()?),
            epoch: r.u32()?,
            author: AccountId::from_bytes(r.array()?),
            id: EntryId::from_bytes(r.array()?),
            seq: r.u64()?,
            previous: r.array()?,
            log_head: r.array()?,
            seen_position: r.u64()?,
            seen_transcript: r.array()?,
            nonce: r.array()?,
        })
    }
}

/// A header and what it says of the body: the bytes an author signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntrySigned {
    /// The header.
    pub header: EntryHeader,
    /// Length of the sealed body, in bytes.
    pub body_len: u32,
    /// SHA-256 of the sealed body.
    pub body_hash: Hash,
}

impl EntrySigned {
    /// Canonical bytes: header, length, hash.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(self.header.to_bytes()).u32(self.body_len).raw(self.body_hash).done()
    }
}

/// A signed entry without its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryHead {
    /// What is signed.
    pub signed: EntrySigned,
    /// The author's signature.
    pub signature: Signature,
}

impl EntryHead {
    /// Length of the canonical bytes: every head is as long as every other.
    pub const LEN: usize = EntryHeader::LEN + 4 + 32 + 64;

    /// From exactly its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        let header = EntryHeader::read(&mut r)?;
        let body_len = r.u32()?;
        if body_len as usize + Self::LEN > limits::ENTRY_BYTES_MAX {
            return Err(FormatError::Range("body length"));
        }
        let body_hash = r.array()?;
        let signature = r.array()?;
        r.end()?;
        Ok(Self { signed: EntrySigned { header, body_len, body_hash }, signature })
    }

    /// Canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(self.signed.to_bytes()).raw(self.signature).done()
    }

    /// The header.
    pub const fn header(&self) -> &EntryHeader {
        &self.signed.header
    }

    /// Names this entry in chains and transcripts.
    pub fn hash_of(bytes: &[u8]) -> Hash {
        hash("rapport/entry-hash/v1", &[bytes])
    }

    /// [`Self::hash_of`] this head.
    pub fn hash(&self) -> Hash {
        Self::hash_of(&self.to_bytes())
    }

    /// Whether `body` is the one this head was signed over.
    pub fn fits(&self, body: &[u8]) -> bool {
        body.len() == self.signed.body_len as usize && body_hash(body) == self.signed.body_hash
    }

    /// Checks the author's signature.
    pub fn verify(&self, author: &Identity) -> Result<(), VerifyError> {
        author.verify(ENTRY_LABEL, &self.signed.to_bytes(), &self.signature)
    }
}

/// SHA-256 of a sealed body.
pub fn body_hash(body: &[u8]) -> Hash {
    hash("rapport/body/v1", &[body])
}
