//! `rapport backup` and `rapport restore`: everything in one file, made while the server runs.
//!
//! The file is a tar archive: `rows` first (the store's own dump, from one unchanging state), then every
//! sealed chunk under its path, whose name ends in the hash of its bytes, and a `manifest.json` last. Rows
//! come first because a chunk is on disk before its row: what the rows name is there when it is copied.
//!
//! Invariant: a restore leaves either everything or nothing. An archive that was cut short has no manifest,
//! one that was altered does not fit it.

mod create;
mod manifest;
mod restore;
mod walk;

use std::fmt;
use std::path::PathBuf;

use rapport_store as store;

use crate::config::NoDatabase;

pub use create::create;
pub use restore::restore;

/// Name of the rows inside the archive.
const ROWS: &str = "rows";
/// Name of the manifest inside the archive.
const MANIFEST: &str = "manifest.json";
/// Folder of the chunks inside the archive.
const CHUNKS: &str = "blobs";

/// What a backup held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rows of all tables.
    pub rows: u64,
    /// Sealed chunks.
    pub chunks: u64,
    /// Bytes of the chunks.
    pub chunk_bytes: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, {} chunks of attachments ({} bytes)", self.rows, self.chunks, self.chunk_bytes)
    }
}

/// Why there is no backup, or no restored server. Nothing is left half done.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder could not be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// The archive ends before its manifest.
    #[error("the backup is cut short: copy it again, or use an older one")]
    CutShort,
    /// The archive is not what was written.
    #[error("this is no backup of Rapport, or it was altered ({0}): use another")]
    Altered(&'static str),
    /// There is something where the backup should go.
    #[error("{0} is not empty: restore into a new data folder")]
    NotEmpty(PathBuf),
    /// There is nothing to back up.
    #[error(transparent)]
    NoDatabase(#[from] NoDatabase),
    /// The rows could not be dumped or restored.
    #[error(transparent)]
    Rows(#[from] store::BackupError),
    /// The database could not be opened.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// Names the file an error is about.
fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> BackupError {
    move |error| BackupError::File(path.into(), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::sha256;
    use crate::config::Config;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use rapport_wire::Timestamp;
    use std::fs;
    use std::path::Path;

    const NOON: Timestamp = Timestamp::from_millis(43_200_000);

    fn config(folder: &Path) -> Config {
        Config { data_dir: folder.join("data"), ..Config::default() }
    }

    /// A data folder with a setting and a chunk, and where its backup goes.
    async fn filled(folder: &Path) -> (Config, PathBuf) {
        let config = config(folder);
        fs::create_dir_all(&config.data_dir).unwrap();
        let store = store::Store::open(&config.database_url(), NOON).await.unwrap();
        store.setting_or("planted", &vec![7; 32].into()).await.unwrap();
        store.close().await.unwrap();
        let chunk = config.blobs_dir().join(walk::tests::chunk_path(b"sealed"));
        fs::create_dir_all(chunk.parent().unwrap()).unwrap();
        fs::write(chunk, b"sealed").unwrap();
        (config, folder.join("backup.tar"))
    }

    #[tokio::test]
    async fn what_was_backed_up_comes_back() {
        let here = tempfile::tempdir().unwrap();
        let (from, file) = filled(here.path()).await;
        let made = create(&from, &file, NOON).await.unwrap();
        assert_eq!((made.chunks, made.chunk_bytes), (1, 6));
        let there = tempfile::tempdir().unwrap();
        let to = config(there.path());
        // A start that was refused, for its port perhaps, is not in the way.
        fs::create_dir_all(&to.data_dir).unwrap();
        drop(crate::lock::FolderLock::take(&to.data_dir).unwrap());
        assert_eq!(restore(&to, &file, NOON).await.unwrap(), made);
        let chunk = to.blobs_dir().join(walk::tests::chunk_path(b"sealed"));
        assert_eq!(fs::read(chunk).unwrap(), b"sealed");
        let store = store::Store::open(&to.database_url(), NOON).await.unwrap();
        assert_eq!(store.setting("planted").await.unwrap().unwrap().to_vec(), vec![7; 32]);
        store.close().await.unwrap();
        // And not a second time over it.
        assert!(matches!(restore(&to, &file, NOON).await, Err(BackupError::NotEmpty(_))));
    }

    #[tokio::test]
    async fn a_cut_or_altered_backup_leaves_nothing_behind() {
        let here = tempfile::tempdir().unwrap();
        let (from, file) = filled(here.path()).await;
        create(&from, &file, NOON).await.unwrap();
        let whole = fs::read(&file).unwrap();
        let bad = here.path().join("bad.tar");
        // Somewhere in the headers, the rows, the chunk and the manifest; and cut at several places.
        let chunk_at = whole.windows(6).position(|bytes| bytes == b"sealed").unwrap();
        let flips = [0, 600, chunk_at, chunk_at + 5];
        let cuts = [0, 100, 512, chunk_at, whole.len() / 2, whole.len() - 2048];
        let flipped = flips.iter().map(|place| {
            let mut bytes = whole.clone();
            bytes[*place] ^= 1;
            bytes
        });
        let cut = cuts.iter().map(|length| whole[..*length].to_vec());
        for (number, bytes) in flipped.chain(cut).enumerate() {
            fs::write(&bad, bytes).unwrap();
            let there = tempfile::tempdir().unwrap();
            let to = config(there.path());
            assert!(restore(&to, &bad, NOON).await.is_err(), "number {number} was taken");
            let left = fs::read_dir(&to.data_dir).map_or(0, Iterator::count);
            assert_eq!(left, 0, "number {number} left something behind");
        }
    }

    #[tokio::test]
    async fn before_the_first_start_there_is_nothing_to_back_up() {
        let here = tempfile::tempdir().unwrap();
        let file = here.path().join("backup.tar");
        let refused = create(&config(here.path()), &file, NOON).await.unwrap_err().to_string();
        assert!(refused.starts_with("there is no database at"), "{refused}");
        assert!(!file.exists(), "no file is left");
    }

    #[tokio::test]
    async fn a_backup_overwrites_nothing() {
        let here = tempfile::tempdir().unwrap();
        let (from, file) = filled(here.path()).await;
        fs::write(&file, b"precious").unwrap();
        assert!(matches!(create(&from, &file, NOON).await, Err(BackupError::File(..))));
        assert_eq!(fs::read(&file).unwrap(), b"precious");
    }

    #[test]
    fn the_name_of_a_chunk_holds_its_hash() {
        let path = walk::tests::chunk_path(b"sealed");
        assert!(path.ends_with(&URL_SAFE_NO_PAD.encode(sha256(b"sealed"))));
    }
}
