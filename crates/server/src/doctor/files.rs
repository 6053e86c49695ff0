//! The data folder and the disk under it.

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
    if !folder.exists() {
        let words = format!("{} is not there; the first start makes it", folder.display());
        return vec![Finding::good("data folder", words)];
    }
    vec![data_folder(folder), disk(folder, config.disk.free_bytes_min)]
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
