//! Files and voice notes: sealed in chunks of 1 MiB under a key of their own, described by a [`Manifest`]
//! that travels inside an entry.
//!
//! Chunk by chunk, so that 100 MB never stand in memory. Each chunk is bound to its attachment, its number,
//! how many there are and whether it is the last: nothing can be swapped, repeated or cut off. Its nonce is
//! derived from its content, so that sealing the same file again after an interruption gives the same
//! bytes, and other content never shares a nonce. The last chunk is padded to a size class; the true size
//! is in the manifest.
//!
//! ```
//! use rapport_seal::{Key, attachment::{Opener, Sealer}};
//! use rapport_wire::BlobId;
//! let mut sealer = Sealer::new(BlobId::from_bytes([1; 16]), Key::from_bytes([2; 32]), 5).unwrap();
//! let chunk = sealer.push(b"hello").unwrap();
//! let manifest = sealer.finish().unwrap();
//! let mut opener = Opener::new(&manifest);
//! assert_eq!(*opener.push(&chunk).unwrap(), b"hello");
//! assert!(opener.is_done());
//! ```

use std::fmt;

use rapport_envelope::Hash;
use rapport_envelope::codec::{FormatError, Reader, Writer};
use rapport_wire::{BlobId, limits};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Key, aead, padding};

const VERSION: u8 = 1;
const CHUNK: usize = limits::CHUNK_CLEAR_BYTES;
const CHUNK_LABEL: &[u8] = b"rapport/chunk/v1";
const NONCE_LABEL: &[u8] = b"rapport/chunk-nonce/v1";

/// Why an attachment was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The manifest is malformed.
    #[error("the description of a file is malformed: {0}")]
    Format(#[from] FormatError),
    /// Larger than [`limits::BLOB_CLEAR_BYTES_MAX`].
    #[error("the file is larger than 100 MB")]
    TooLarge,
    /// A chunk is not as long as its place asks for.
    #[error("the file changed while it was being sent")]
    WrongLength,
    /// More chunks than there should be, or fewer.
    #[error("the file has another number of parts than it should")]
    WrongCount,
    /// A chunk does not open: changed, swapped, or of another file.
    #[error("part {0} of the file was changed or belongs elsewhere")]
    Changed(u32),
    /// The whole is not what its sender had.
    #[error("the file is not the one its sender described")]
    WrongHash,
}

/// What opens an attachment and says whether it is whole. Goes inside a sealed entry, nowhere else.
#[derive(PartialEq, Eq)]
pub struct Manifest {
    /// Where its chunks are.
    pub blob: BlobId,
    /// What opens them.
    pub key: Key,
    /// Clear bytes.
    pub size: u64,
    /// SHA-256 over the clear bytes.
    pub sha256: Hash,
}

impl Manifest {
    /// Length of the canonical bytes.
    pub const LEN: usize = 1 + 16 + 32 + 8 + 32;

    /// Canonical bytes. They hold the key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let w = Writer::new().u8(VERSION).raw(self.blob).raw(self.key.as_bytes()).u64(self.size);
        Zeroizing::new(w.raw(self.sha256).done())
    }

    /// From exactly its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AttachmentError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let manifest = Self {
            blob: BlobId::from_bytes(r.array()?),
            key: Key::from_bytes(r.array()?),
            size: r.u64()?,
            sha256: r.array()?,
        };
        r.end()?;
        chunks_of(manifest.size)?;
        Ok(manifest)
    }

    /// How many chunks there are; at least one.
    pub fn chunks(&self) -> u32 {
        self.size.div_ceil(CHUNK as u64).max(1) as u32
    }

    /// Opens one chunk by its number, to show a part before all has come. The whole is checked by [`Opener`].
    pub fn open_chunk(&self, index: u32, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AttachmentError> {
        let clear_len = clear_len(self.size, index).ok_or(AttachmentError::WrongCount)?;
        let bound = bound(&self.blob, index, self.chunks());
        let mut clear = aead::open(&self.key, &bound, sealed).map_err(|_| AttachmentError::Changed(index))?;
        let padded = padded_len(clear_len);
        if clear.len() != padded || clear[clear_len..].iter().any(|byte| *byte != 0) {
            return Err(AttachmentError::Changed(index));
        }
        clear.truncate(clear_len);
        Ok(clear)
    }
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Manifest(REDACTED, {} bytes)", self.size)
    }
}

/// Seals a file chunk by chunk, in order.
pub struct Sealer {
    blob: BlobId,
    key: Key,
    size: u64,
    next: u32,
    hash: Sha256,
}

impl Sealer {
    /// A sealer for `size` clear bytes. To resume, begin again with the same blob and key.
    pub fn new(blob: BlobId, key: Key, size: u64) -> Result<Self, AttachmentError> {
        chunks_of(size)?;
        Ok(Self { blob, key, size, next: 0, hash: Sha256::new() })
    }

    /// How many chunks there will be.
    pub fn chunks(&self) -> u32 {
        self.size.div_ceil(CHUNK as u64).max(1) as u32
    }

    /// Seals the next chunk: 1 MiB, but for the last, which is the rest.
    pub fn push(&mut self, clear: &[u8]) -> Result<Vec<u8>, AttachmentError> {
        let expected = clear_len(self.size, self.next).ok_or(AttachmentError::WrongCount)?;
        if clear.len() != expected {
            return Err(AttachmentError::WrongLength);
        }
        self.hash.update(clear);
        let mut padded = Zeroizing::new(Vec::with_capacity(padded_len(expected)));
        padded.extend_from_slice(clear);
        padded.resize(padded_len(expected), 0);
        let nonce = chunk_nonce(&self.key, self.next, &padded);
        let bound = bound(&self.blob, self.next, self.chunks());
        self.next += 1;
        Ok([&nonce[..], &aead::seal_with(&self.key, &nonce, &bound, &padded)].concat())
    }

    /// What describes the file, once every chunk was sealed.
    pub fn finish(self) -> Result<Manifest, AttachmentError> {
        if self.next != self.chunks() {
            return Err(AttachmentError::WrongCount);
        }
        Ok(Manifest { blob: self.blob, key: self.key, size: self.size, sha256: self.hash.finalize().into() })
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer(REDACTED, chunk {} of {})", self.next, self.chunks())
    }
}

/// Opens a file chunk by chunk, in order, and checks the whole with the last.
#[derive(Debug)]
pub struct Opener<'a> {
    manifest: &'a Manifest,
    next: u32,
    hash: Sha256,
}

impl<'a> Opener<'a> {
    /// An opener at the first chunk.
    pub fn new(manifest: &'a Manifest) -> Self {
        Self { manifest, next: 0, hash: Sha256::new() }
    }

    /// Opens the next chunk. With the last, the whole is checked: nothing may be used before that.
    pub fn push(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AttachmentError> {
        let clear = self.manifest.open_chunk(self.next, sealed)?;
        self.hash.update(&*clear);
        self.next += 1;
        let whole = self.is_done().then(|| Hash::from(self.hash.clone().finalize()));
        if whole.is_some_and(|hash| hash != self.manifest.sha256) {
            return Err(AttachmentError::WrongHash);
        }
        Ok(clear)
    }

    /// Whether the last chunk has been opened.
    pub fn is_done(&self) -> bool {
        self.next == self.manifest.chunks()
    }
}

fn chunks_of(size: u64) -> Result<(), AttachmentError> {
    if size > limits::BLOB_CLEAR_BYTES_MAX { Err(AttachmentError::TooLarge) } else { Ok(()) }
}

/// Clear bytes of a chunk; none beyond the last.
fn clear_len(size: u64, index: u32) -> Option<usize> {
    let before = u64::from(index) * CHUNK as u64;
    let first_of_nothing = index == 0 && size == 0;
    (before < size || first_of_nothing).then(|| (size - before).min(CHUNK as u64) as usize)
}

fn padded_len(clear_len: usize) -> usize {
    padding::class(clear_len).min(CHUNK)
}

fn bound(blob: &BlobId, index: u32, chunks: u32) -> Vec<u8> {
    let last = u8::from(index + 1 == chunks);
    Writer::new().raw(CHUNK_LABEL).raw(blob).u32(index).u32(chunks).u8(last).done()
}

/// Number and content decide the nonce: the same chunk seals the same, and no other chunk shares it.
fn chunk_nonce(key: &Key, index: u32, padded: &[u8]) -> aead::Nonce {
    let content: Hash = Sha256::digest(padded).into();
    let derived = key.derive(NONCE_LABEL, &Writer::new().u32(index).raw(content).done());
    let mut nonce = aead::Nonce::default();
    nonce.iter_mut().zip(derived.as_bytes()).for_each(|(to, from)| *to = *from);
    nonce
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sealed(content: &[u8]) -> (Manifest, Vec<Vec<u8>>) {
        let key = Key::from_bytes([2; 32]);
        let mut sealer = Sealer::new(BlobId::from_bytes([1; 16]), key, content.len() as u64).unwrap();
        let mut parts: Vec<&[u8]> = content.chunks(CHUNK).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        let chunks = parts.into_iter().map(|part| sealer.push(part).unwrap()).collect();
        (sealer.finish().unwrap(), chunks)
    }

    #[test]
    fn a_file_of_several_chunks_comes_back_and_seals_the_same_again() {
        let content: Vec<u8> = (0..CHUNK + 700).map(|n| (n % 251) as u8).collect();
        let (manifest, chunks) = sealed(&content);
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[0].len(), limits::CHUNK_SEALED_BYTES_MAX);
        assert_eq!(chunks[1].len(), 768 + aead::OVERHEAD);
        assert_eq!(sealed(&content).1, chunks);
        let manifest = Manifest::from_bytes(&manifest.to_bytes()).unwrap();
        let mut opener = Opener::new(&manifest);
        let clear: Vec<u8> = chunks.iter().flat_map(|c| opener.push(c).unwrap().to_vec()).collect();
        assert_eq!(clear, content);
        assert_eq!(opener.push(&chunks[1]).unwrap_err(), AttachmentError::WrongCount);
    }

    #[test]
    fn swapped_cut_and_foreign_chunks_are_refused() {
        let content = vec![7; 2 * CHUNK + 1];
        let (manifest, chunks) = sealed(&content);
        assert_eq!(manifest.open_chunk(0, &chunks[1]).unwrap_err(), AttachmentError::Changed(0));
        assert_eq!(manifest.open_chunk(1, &chunks[1][1..]).unwrap_err(), AttachmentError::Changed(1));
        // Told that the file ends earlier, the second chunk is no longer a last one.
        let cut = Manifest { size: 2 * CHUNK as u64, key: manifest.key.duplicate(), ..manifest };
        assert_eq!(cut.open_chunk(1, &chunks[1]).unwrap_err(), AttachmentError::Changed(1));
    }

    #[test]
    fn the_whole_is_checked() {
        let (mut manifest, chunks) = sealed(b"one");
        manifest.sha256 = [0; 32];
        assert_eq!(Opener::new(&manifest).push(&chunks[0]).unwrap_err(), AttachmentError::WrongHash);
    }

    #[test]
    fn sizes_and_counts_are_kept() {
        let key = || Key::from_bytes([2; 32]);
        let blob = BlobId::from_bytes([1; 16]);
        let over = Sealer::new(blob, key(), limits::BLOB_CLEAR_BYTES_MAX + 1);
        assert_eq!(over.err(), Some(AttachmentError::TooLarge));
        let most = Sealer::new(blob, key(), limits::BLOB_CLEAR_BYTES_MAX).unwrap();
        assert!(most.chunks() <= limits::BLOB_CHUNKS_MAX);
        let mut sealer = Sealer::new(blob, key(), 4).unwrap();
        assert_eq!(sealer.push(b"longer").unwrap_err(), AttachmentError::WrongLength);
        assert_eq!(sealer.finish().unwrap_err(), AttachmentError::WrongCount);
    }

    proptest! {
        #[test]
        fn small_files_open_and_no_flipped_bit_passes(
            content in proptest::collection::vec(any::<u8>(), 0..2000), at: prop::sample::Index, bit in 0..8u32,
        ) {
            let (manifest, mut chunks) = sealed(&content);
            let mut opener = Opener::new(&manifest);
            prop_assert_eq!(&*opener.push(&chunks[0]).unwrap(), &content);
            prop_assert!(opener.is_done());
            let at = at.index(chunks[0].len());
            chunks[0][at] ^= 1 << bit;
            prop_assert_eq!(manifest.open_chunk(0, &chunks[0]).unwrap_err(), AttachmentError::Changed(0));
        }

        #[test]
        fn any_manifest_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            if let Ok(manifest) = Manifest::from_bytes(&bytes) {
                prop_assert_eq!(&**manifest.to_bytes(), &bytes[..]);
            }
        }
    }
}
