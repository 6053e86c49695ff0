//! The last member of an archive: how much there is, and one hash over all of it.

use rapport_wire::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BackupError, Summary};

/// Version of the archive's form.
const VERSION: u32 = 1;

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    made_at: Timestamp,
    rows: u64,
    chunks: u64,
    chunk_bytes: u64,
    /// SHA-256 over the name, length and hash of every member before this one, in order.
    members: rapport_wire::Bytes,
}

/// Counts members as they are written or read.
#[derive(Default)]
pub(super) struct Tally {
    members: Sha256,
    chunks: u64,
    chunk_bytes: u64,
}

impl Tally {
    /// Counts the rows.
    pub(super) fn rows(&mut self, bytes: u64, hash: &[u8; 32]) {
        self.member(super::ROWS, bytes, hash);
    }

    /// Counts a chunk.
    pub(super) fn chunk(&mut self, name: &str, bytes: u64, hash: &[u8; 32]) {
        self.member(name, bytes, hash);
        self.chunks += 1;
        self.chunk_bytes += bytes;
    }

    /// What the archive says of itself.
    pub(super) fn manifest(self, rows: u64, made_at: Timestamp) -> Manifest {
        let members: [u8; 32] = self.members.finalize().into();
        Manifest {
            version: VERSION,
            made_at,
            rows,
            chunks: self.chunks,
            chunk_bytes: self.chunk_bytes,
            members: members.as_slice().into(),
        }
    }

    fn member(&mut self, name: &str, bytes: u64, hash: &[u8; 32]) {
        self.members.update((name.len() as u64).to_be_bytes());
        self.members.update(name);
        self.members.update(bytes.to_be_bytes());
        self.members.update(hash);
    }
}

impl Manifest {
    /// Reads what an archive says of itself, and holds it against what was counted.
    pub(super) fn check(bytes: &[u8], tally: Tally) -> Result<Summary, BackupError> {
        let said: Self = serde_json::from_slice(bytes).map_err(|_| BackupError::Altered("its manifest"))?;
        if said.version != VERSION {
            return Err(BackupError::Altered("the version of its form"));
        }
        let counted = tally.manifest(said.rows, said.made_at);
        if counted == said { Ok(said.summary()) } else { Err(BackupError::Altered("its members")) }
    }

    /// For people.
    pub(super) const fn summary(&self) -> Summary {
        Summary { rows: self.rows, chunks: self.chunks, chunk_bytes: self.chunk_bytes }
    }
}
