//! `rapport restore FILE`: into an empty data folder and database, or not at all.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use rapport_wire::Timestamp;
use rapport_wire::limits::CHUNK_SEALED_BYTES_MAX;
use tar::{Archive, Entry};

use super::manifest::{Manifest, Tally};
use super::{BackupError, CHUNKS, MANIFEST, ROWS, Summary, at, walk};
use crate::chance::sha256;
use crate::config::{Config, DATABASE_FILE};
use crate::disk::make_private;
use crate::lock::LOCK_FILE;

/// A manifest is a few hundred bytes.
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;

/// Puts a backup back.
///
/// # Errors
/// [`BackupError::NotEmpty`], or what is wrong with the archive; the data folder is as empty as before.
pub async fn restore(config: &Config, file: &Path, now: Timestamp) -> Result<Summary, BackupError> {
    check_empty(&config.data_dir)?;
    let unpacked = Unpacking::begin(&config.data_dir)?;
    let summary = unpack(file, &unpacked.folder)?;
    let rows_path = unpacked.folder.join(ROWS);
    let rows = File::open(&rows_path).map_err(at(&rows_path))?;
    let restored = rapport_store::restore(&config.database_url(), rows, now).await;
    if let Err(error) = restored {
        remove_database(config);
        return Err(error.into());
    }
    let (from, to) = (unpacked.folder.join(CHUNKS), config.blobs_dir());
    if from.exists() {
        fs::rename(&from, &to).map_err(at(&to))?;
    }
    Ok(summary)
}

/// A folder for what is not yet known to be whole; gone when this is dropped.
struct Unpacking {
    folder: PathBuf,
}

impl Unpacking {
    fn begin(data_dir: &Path) -> Result<Self, BackupError> {
        let folder = data_dir.join("restoring");
        make_private(data_dir).map_err(at(data_dir))?;
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        Ok(Self { folder })
    }
}

impl Drop for Unpacking {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn check_empty(data_dir: &Path) -> Result<(), BackupError> {
    // A start that came to nothing leaves its lock file, which holds nothing.
    let other = |entry: std::io::Result<fs::DirEntry>| entry.is_ok_and(|it| it.file_name() != LOCK_FILE);
    let taken = fs::read_dir(data_dir).is_ok_and(|mut entries| entries.any(other));
    if taken { Err(BackupError::NotEmpty(data_dir.to_owned())) } else { Ok(()) }
}

/// Unpacks and checks every member; the manifest comes last and must fit all of them.
fn unpack(file: &Path, into: &Path) -> Result<Summary, BackupError> {
    let mut archive = Archive::new(File::open(file).map_err(at(file))?);
    let mut tally = Tally::default();
    let mut first = true;
    for entry in archive.entries().map_err(|_| BackupError::CutShort)? {
        let entry = entry.map_err(|_| BackupError::Altered("a header"))?;
        let path = entry.path().map_err(|_| BackupError::Altered("a name"))?;
        let name = path.to_str().ok_or(BackupError::Altered("a name"))?.to_owned();
        if first != (name == ROWS) {
            return Err(BackupError::Altered("the order of its members"));
        }
        first = false;
        if name == ROWS {
            unpack_rows(entry, &into.join(ROWS), &mut tally)?;
        } else if name == MANIFEST {
            let text = read(entry, MANIFEST_BYTES_MAX)?;
            return Manifest::check(&text, tally);
        } else {
            unpack_chunk(entry, &name, into, &mut tally)?;
        }
    }
    Err(BackupError::CutShort)
}

fn unpack_rows(mut entry: Entry<'_, File>, to: &Path, tally: &mut Tally) -> Result<(), BackupError> {
    use sha2::{Digest, Sha256};
    let mut out = File::create(to).map_err(at(to))?;
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let count = entry.read(&mut buffer).map_err(|_| BackupError::CutShort)?;
        if count == 0 {
            break;
        }
        let part = buffer.get(..count).unwrap_or_default();
        sha.update(part);
        std::io::Write::write_all(&mut out, part).map_err(at(to))?;
        bytes += count as u64;
    }
    tally.rows(bytes, &sha.finalize().into());
    Ok(())
}

fn unpack_chunk(
    entry: Entry<'_, File>,
    name: &str,
    into: &Path,
    tally: &mut Tally,
) -> Result<(), BackupError> {
    let below = name.strip_prefix(CHUNKS).and_then(|rest| rest.strip_prefix('/'));
    let chunk = below.and_then(walk::parse).ok_or(BackupError::Altered("a name"))?;
    let bytes = read(entry, CHUNK_SEALED_BYTES_MAX as u64)?;
    if sha256(&bytes) != chunk.hash {
        return Err(BackupError::Altered("a chunk"));
    }
    let to = into.join(CHUNKS).join(&chunk.path);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let write = || {
        let mut file = File::create(&to)?;
        std::io::Write::write_all(&mut file, &bytes)?;
        file.sync_all()
    };
    write().map_err(at(&to))?;
    tally.chunk(name, bytes.len() as u64, &chunk.hash);
    Ok(())
}

/// A member that is to be small.
fn read(mut entry: Entry<'_, File>, bytes_max: u64) -> Result<Vec<u8>, BackupError> {
    let length = entry.size();
    if length > bytes_max {
        return Err(BackupError::Altered("the length of a member"));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).map_err(|_| BackupError::CutShort)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(BackupError::CutShort) }
}

/// The SQLite file that a failed restore made. It was not there before: the folder was empty.
fn remove_database(config: &Config) {
    if config.database.url.is_none() {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(config.data_dir.join(format!("{DATABASE_FILE}{end}")));
        }
    }
}
