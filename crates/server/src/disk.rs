//! Room on the disk: looked at now and then, asked often.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Watches the disk under the data folder.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
    free_bytes_min: u64,
    full: AtomicBool,
}

impl Disk {
    /// Looks at once.
    pub(crate) fn new(folder: &Path, free_bytes_min: u64) -> Self {
        let disk = Self { folder: folder.to_owned(), free_bytes_min, full: AtomicBool::new(false) };
        disk.look();
        disk
    }

    /// Whether new words and files must be refused. As of the last look.
    pub(crate) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Looks again.
    pub(crate) fn look(&self) {
        let Some(free) = free_bytes(&self.folder) else { return };
        metrics::gauge!("rapport_disk_free_bytes").set(free as f64);
        let full = free < self.free_bytes_min;
        if full != self.full.swap(full, Ordering::Relaxed) {
            if full {
                tracing::error!(free_bytes = free, "the disk is full: new words and files are refused");
            } else {
                tracing::info!(free_bytes = free, "there is room on the disk again");
            }
        }
    }
}

/// Bytes that may still be written under a folder; none when that cannot be told.
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Makes a folder for its owner alone; one that is there stays as it is.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
