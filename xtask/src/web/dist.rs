//! Writing `dist/`: only what changed is touched, so that nothing which embeds it is built again
//! for no reason.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use super::{Profile, compress, files_below};
use crate::paths;

/// `dist/manifest.json`.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    /// `dev` or `release`.
    pub(super) profile: String,
    /// A hash of everything that went in.
    pub(super) inputs: String,
    /// Every file, in order of name.
    pub(super) files: Vec<ManifestFile>,
}

/// One file in `dist/manifest.json`.
#[derive(Serialize, Deserialize)]
pub(super) struct ManifestFile {
    /// What it is called in the sources: `app.wasm`.
    pub(super) name: String,
    /// Where it is served: `/pkg/app-0123456789abcdef.wasm`.
    pub(super) path: String,
    /// Its size.
    pub(super) bytes: usize,
    /// The size of its `.br` twin, where there is one.
    pub(super) brotli_bytes: Option<usize>,
}

impl Manifest {
    /// The manifest of what is in `dist/` now.
    pub(super) fn read() -> Result<Self> {
        let text = fs::read(paths::dist().join(MANIFEST)).context("the browser client has not been built")?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// For people: sizes by file.
    pub(super) fn table(&self) -> String {
        let mut table = String::new();
        for file in &self.files {
            let small = file.brotli_bytes.map_or_else(String::new, |bytes| format!("{bytes:>10} brotli"));
            let _ = writeln!(table, "{:>10} {small}  {}", file.bytes, file.path);
        }
        table
    }
}

const MANIFEST: &str = "manifest.json";

/// Writes what changed and removes what is no longer there. The manifest comes last: while it is
/// missing or old, the next build starts over.
pub(super) fn write(bundle: &Bundle, profile: Profile, inputs: String) -> Result<Manifest> {
    let dist = paths::dist();
    fs::create_dir_all(&dist)?;
    let mut kept = BTreeSet::from([dist.join(MANIFEST)]);
    let mut files = Vec::new();
    for (name, asset) in bundle.files() {
        let target = dist.join(asset.path.trim_start_matches('/'));
        let small = if profile == Profile::Release { compress::brotli(&asset.bytes)? } else { None };
        if let Some(small) = &small {
            write_changed(&twin(&target), small)?;
            kept.insert(twin(&target));
        }
        write_changed(&target, &asset.bytes)?;
        kept.insert(target);
        files.push(ManifestFile {
            name: name.to_owned(),
            path: asset.path.clone(),
            bytes: asset.bytes.len(),
            brotli_bytes: small.map(|small| small.len()),
        });
    }
    remove_others(&dist, &kept)?;
    let profile = if profile == Profile::Release { "release" } else { "dev" }.to_owned();
    let manifest = Manifest { profile, inputs, files };
    fs::write(dist.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(manifest)
}

fn twin(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn remove_others(dist: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    for file in files_below(dist)? {
        if !kept.contains(&file) {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}
