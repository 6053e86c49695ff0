//! The chunks of a folder, under the names they have in an archive.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_wire::{BlobId, SpaceId};

use super::{BackupError, at};

/// A chunk on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Below the folder: space, attachment, number and hash.
    pub(super) path: String,
    /// Hash of its bytes, as its name says.
    pub(super) hash: [u8; 32],
}

/// Reads a path as a chunk's; none when it is something else, a half-written file perhaps.
pub(super) fn parse(path: &str) -> Option<Chunk> {
    let mut parts = path.split('/');
    let (space, blob, name) = (parts.next()?, parts.next()?, parts.next()?);
    space.parse::<SpaceId>().ok()?;
    blob.parse::<BlobId>().ok()?;
    let (number, hash) = name.split_once('-')?;
    number.parse::<u32>().ok()?;
    let hash = URL_SAFE_NO_PAD.decode(hash).ok()?.try_into().ok()?;
    parts.next().is_none().then(|| Chunk { path: path.to_owned(), hash })
}

/// Every chunk below a folder.
pub(super) fn chunks(folder: &Path) -> Result<Vec<Chunk>, BackupError> {
    let mut found = Vec::new();
    for space in entries(folder)? {
        for blob in entries(&space)? {
            for chunk in entries(&blob)? {
                let path = chunk.strip_prefix(folder).ok().and_then(Path::to_str);
                found.extend(path.and_then(parse));
            }
        }
    }
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// What lies in a folder; nothing when it is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = std::fs::read_dir(folder).map_err(at(folder))?;
    read.map(|entry| entry.map(|entry| entry.path()).map_err(at(folder))).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Where these bytes would lie.
    pub(in crate::backup) fn chunk_path(bytes: &[u8]) -> String {
        let (space, blob) = (SpaceId::from_bytes([1; 32]), BlobId::from_bytes([2; 16]));
        format!("{space}/{blob}/0-{}", URL_SAFE_NO_PAD.encode(crate::chance::sha256(bytes)))
    }

    #[test]
    fn only_a_chunk_is_a_chunk() {
        let good = chunk_path(b"x");
        assert_eq!(parse(&good).unwrap().hash, crate::chance::sha256(b"x"));
        for bad in ["", "a/b/c", "../../etc/passwd", &format!("{good}#1"), &format!("{good}/x"), &good[1..]] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
