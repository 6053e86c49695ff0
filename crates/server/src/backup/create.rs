//! `rapport backup FILE`.

use std::fs::{File, OpenOptions};
use std::io::{Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rapport_store::Store;
use rapport_wire::Timestamp;
use sha2::{Digest, Sha256};
use tar::{Builder, Header};

use super::manifest::Tally;
use super::{BackupError, CHUNKS, MANIFEST, ROWS, Summary, at, walk};
use crate::config::Config;

/// Writes everything to `file`, which must not exist. The server may run.
///
/// # Errors
/// Whatever could not be read or written; no file is left then.
pub async fn create(config: &Config, file: &Path, now: Timestamp) -> Result<Summary, BackupError> {
    config.check_database_file()?;
    let out = new_file(file).map_err(at(file))?;
    let made = write(config, file, out, now).await;
    if made.is_err() {
        let _ = std::fs::remove_file(file);
    }
    made
}

async fn write(config: &Config, file: &Path, out: File, now: Timestamp) -> Result<Summary, BackupError> {
    // A member's length stands before its bytes, so the rows go through a file of their own.
    let mut rows = tempfile_beside(file).map_err(at(file))?;
    let store = Store::open(&config.database_url(), now).await?;
    let dumped = store.dump(now, &mut rows).await;
    store.close().await?;
    let dumped = dumped?;

    let mut tally = Tally::default();
    let mut archive = Builder::new(out);
    rows.rewind().map_err(at(file))?;
    let (bytes, hash) = measure(&mut rows).map_err(at(file))?;
    rows.rewind().map_err(at(file))?;
    append(&mut archive, ROWS, bytes, now, &mut rows).map_err(at(file))?;
    tally.rows(bytes, &hash);
    let folder = config.blobs_dir();
    for chunk in walk::chunks(&folder)? {
        let path = folder.join(&chunk.path);
        // Removed since it was listed: an attachment nobody finished.
        let Ok(mut bytes) = File::open(&path) else { continue };
        let length = bytes.metadata().map_err(at(&path))?.len();
        let name = format!("{CHUNKS}/{}", chunk.path);
        append(&mut archive, &name, length, now, &mut bytes).map_err(at(&path))?;
        tally.chunk(&name, length, &chunk.hash);
    }
    let manifest = tally.manifest(dumped.rows, now);
    let text = serde_json::to_vec_pretty(&manifest).map_err(|_| BackupError::Altered("its manifest"))?;
    append(&mut archive, MANIFEST, text.len() as u64, now, &mut text.as_slice()).map_err(at(file))?;
    let out = archive.into_inner().map_err(at(file))?;
    out.sync_all().map_err(at(file))?;
    Ok(manifest.summary())
}

/// For its owner alone, and never over something.
fn new_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// A file that is gone when it is closed, on the disk the backup goes to.
fn tempfile_beside(path: &Path) -> std::io::Result<File> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".rows");
    let path = path.with_file_name(name);
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(path)?;
    Ok(file)
}

fn measure(file: &mut File) -> std::io::Result<(u64, [u8; 32])> {
    let mut sha = Hashing(Sha256::new());
    let bytes = std::io::copy(file, &mut sha)?;
    Ok((bytes, sha.0.finalize().into()))
}

struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn append(
    archive: &mut Builder<File>,
    name: &str,
    bytes: u64,
    now: Timestamp,
    from: &mut impl std::io::Read,
) -> std::io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(now.as_millis().unsigned_abs() / 1000);
    archive.append_data(&mut header, name, from)
}
