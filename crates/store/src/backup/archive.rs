//! The archive's form: blocks one after the other, and a hash of them all at the end.

use std::io::{Read, Write};

use rapport_wire::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;
use crate::Hash;

/// How every archive begins.
const MAGIC: &[u8] = b"rapport/backup/v1\n";
/// The largest block that is read; no row comes near it.
const BLOCK_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A part of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Block {
    /// First.
    Begin {
        /// Name of the newest migration.
        schema: String,
        /// When it was made, in microseconds.
        made_at: i64,
    },
    /// The rows that follow are of this table.
    Table {
        /// Its name.
        name: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// A row: one cell a column.
    Row(Vec<Cell>),
    /// Last.
    End {
        /// How many rows came before.
        rows: u64,
    },
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

/// Writes an archive.
pub(super) struct Writer<W> {
    out: W,
    digest: Sha256,
}

impl<W: Write> Writer<W> {
    /// Begins an archive.
    pub(super) fn begin(out: W) -> Result<Self, BackupError> {
        let mut writer = Self { out, digest: Sha256::new() };
        writer.raw(MAGIC)?;
        Ok(writer)
    }

    /// Adds a block.
    pub(super) fn block(&mut self, block: &Block) -> Result<(), BackupError> {
        let bytes =
            postcard::to_allocvec(block).map_err(|_| BackupError::Altered("a row cannot be written"))?;
        if bytes.len() > BLOCK_BYTES_MAX {
            return Err(BackupError::Altered("a row is too large"));
        }
        self.raw(&(bytes.len() as u32).to_le_bytes())?;
        self.raw(&bytes)
    }

    /// Ends the archive with its hash.
    pub(super) fn finish(mut self) -> Result<(), BackupError> {
        let hash: Hash = self.digest.finalize().into();
        self.out.write_all(&hash)?;
        Ok(self.out.flush()?)
    }

    fn raw(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.digest.update(bytes);
        Ok(self.out.write_all(bytes)?)
    }
}

/// Reads an archive. What it gives is to be trusted only once [`Reader::finish`] has succeeded.
pub(super) struct Reader<R> {
    input: R,
    digest: Sha256,
}

impl<R: Read> Reader<R> {
    /// Looks whether this is an archive.
    pub(super) fn begin(input: R) -> Result<Self, BackupError> {
        let mut reader = Self { input, digest: Sha256::new() };
        if reader.raw(MAGIC.len())? != MAGIC {
            return Err(BackupError::Altered("it begins differently"));
        }
        Ok(reader)
    }

    /// The next block.
    pub(super) fn block(&mut self) -> Result<Block, BackupError> {
        let length = self.raw(4)?.try_into().map_or(0, u32::from_le_bytes) as usize;
        if length > BLOCK_BYTES_MAX {
            return Err(BackupError::Altered("a block is too large"));
        }
        let bytes = self.raw(length)?;
        match postcard::take_from_bytes(&bytes) {
            Ok((block, [])) => Ok(block),
            _ => Err(BackupError::Altered("a block cannot be read")),
        }
    }

    /// Checks the hash, and that nothing follows.
    pub(super) fn finish(mut self) -> Result<(), BackupError> {
        let mut hash = Hash::default();
        self.input.read_exact(&mut hash)?;
        if <Hash>::from(self.digest.finalize()) != hash {
            return Err(BackupError::Altered("its hash does not fit"));
        }
        if self.input.read(&mut [0])? != 0 {
            return Err(BackupError::Altered("something follows its end"));
        }
        Ok(())
    }

    fn raw(&mut self, length: usize) -> Result<Vec<u8>, BackupError> {
        // Grows with what comes, not with what a length promises.
        let mut bytes = Vec::new();
        self.input.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(BackupError::CutShort);
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn archive() -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::begin(&mut bytes).unwrap();
        writer.block(&Block::Begin { schema: "m1".to_owned(), made_at: 7 }).unwrap();
        writer.block(&Block::Row(vec![Cell::Int(-1), Cell::Null, Cell::Text("a".to_owned())])).unwrap();
        writer.block(&Block::End { rows: 1 }).unwrap();
        writer.finish().unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Vec<Block>, BackupError> {
        let mut reader = Reader::begin(bytes)?;
        let mut blocks = Vec::new();
        while !matches!(blocks.last(), Some(Block::End { .. })) {
            blocks.push(reader.block()?);
        }
        reader.finish()?;
        Ok(blocks)
    }

    #[test]
    fn what_is_written_reads_back_whole_or_not_at_all() {
        let bytes = archive();
        assert_eq!(read(&bytes).unwrap().len(), 3);
        for length in 0..bytes.len() {
            assert!(matches!(read(&bytes[..length]), Err(BackupError::CutShort)), "{length}");
        }
        assert!(matches!(read(&[bytes, vec![0]].concat()), Err(BackupError::Altered(_))));
    }

    proptest! {
        #[test]
        fn one_flipped_bit_is_noticed(at in 0..archive().len(), bit in 0..8u8) {
            let mut bytes = archive();
            bytes[at] ^= 1u8 << bit;
            prop_assert!(read(&bytes).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read(&[MAGIC, &tail].concat()).is_err());
        }
    }
}
