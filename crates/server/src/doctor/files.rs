//! The data folder, or where it is to be, and the disk under it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Finding;
use crate::config::Config;
use crate::disk::free_bytes;

/// Bits of others than the owner.
const OTHERS: u32 = 0o077;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let folder = &config.data_dir;
    if folder.exists() {
        return vec![data_folder(folder), disk(folder, config.disk.free_bytes_min)];
    }
    let parent = nearest(folder);
    if let Err(error) = try_folder(parent) {
        let words = format!(
            "{} cannot be made in {}: {error}; name another in data_dir, or make it for the user that runs this",
            folder.display(),
            parent.display()
        );
        return vec![Finding::bad("data folder", words)];
    }
    let words = format!("{} is not there; the first start makes it", folder.display());
    vec![Finding::good("data folder", words), disk(parent, config.disk.free_bytes_min)]
}

/// The nearest parent of a folder that is there.
fn nearest(folder: &Path) -> &Path {
    let there = folder.ancestors().skip(1).find(|parent| parent.exists());
    there.unwrap_or_else(|| Path::new("."))
}

/// Makes a folder and removes it. Rights alone do not tell: root may write everywhere, and still not in /proc.
fn try_folder(parent: &Path) -> std::io::Result<()> {
    let probe = parent.join(format!(".rapport-doctor-{}", std::process::id()));
    fs::create_dir(&probe)?;
    fs::remove_dir(&probe)
}

fn data_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    if let Err(error) = fs::write(&probe, b"x").and_then(|()| fs::remove_file(&probe)) {
        return Finding::bad("data folder", format!("{} cannot be written: {error}", folder.display()));
    }
    let mode = fs::metadata(folder).map_or(0, |metadata| metadata.permissions().mode());
    if mode & OTHERS != 0 {
        let words = format!("others may read {}: run chmod 700 on it", folder.display());
        return Finding::soon("data folder", words);
    }
    Finding::good("data folder", "writable, and its owner's alone")
}

fn disk(folder: &Path, free_bytes_min: u64) -> Finding {
    match free_bytes(folder) {
        None => Finding::soon("disk", "how much is free cannot be told"),
        Some(free) if free < free_bytes_min => {
            Finding::bad("disk", format!("{free} bytes free, {free_bytes_min} needed: make room"))
        }
        Some(free) if free < free_bytes_min.saturating_mul(10) => {
            Finding::soon("disk", format!("{free} bytes free: make room soon"))
        }
        Some(free) => Finding::good("disk", format!("{free} bytes free")),
    }
}
