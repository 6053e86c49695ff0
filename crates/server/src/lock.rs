//! One server to a data folder: a second would drive the same outbox and the same waiting lists, and its
//! sockets would not hear what happens at the first.
//!
//! The lock is the operating system's, on a file in the folder. It ends with the process, however that ends:
//! nothing is left after a kill that somebody would have to remove. What only reads beside a server (`rapport
//! backup`, `outbox`, `doctor`) does not ask for it.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};

/// Name of the file in the data folder. It is empty, and lies there while nobody serves, too.
pub(crate) const LOCK_FILE: &str = "serving.lock";

/// Held by whoever serves a folder, until it is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder, which must be there.
    ///
    /// # Errors
    /// Another server has it, or the file cannot be made or locked.
    pub(crate) fn take(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(LOCK_FILE);
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.with_context(|| format!("{} cannot be written", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "another Rapport is serving the data folder {}: stop that one first, or give this one a folder \
                 of its own in data_dir",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).with_context(|| {
                format!("{} cannot be locked: put data_dir on a disk of this machine", path.display())
            }),
        }
    }
}

/// Whether a server has this folder now.
pub(crate) fn is_served(folder: &Path) -> bool {
    let file = File::open(folder.join(LOCK_FILE));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_served(folder.path()), "before the first start");
        let first = FolderLock::take(folder.path()).unwrap();
        assert!(is_served(folder.path()));
        let refused = FolderLock::take(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("stop that one first") && refused.contains("data_dir"), "{refused}");
        drop(first);
        assert!(!is_served(folder.path()));
        // Looking took nothing, and the file that was left is in nobody's way.
        FolderLock::take(folder.path()).unwrap();
    }
}
