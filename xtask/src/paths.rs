//! Where things are: the workspace, what is built, what is kept between runs.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, or `target`.
pub(crate) fn cargo_target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// What tasks leave for people to look at (pictures, figures, data folders): always `target`
/// in the workspace, wherever cargo builds.
pub(crate) fn artifacts() -> PathBuf {
    root().join("target")
}

/// The built browser client, which the server embeds or serves.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// What is fetched or built once for each person, and shared by all clones.
pub(crate) fn cache() -> Result<PathBuf> {
    let home = env::var_os("HOME").context("HOME is not set, so there is nowhere to keep tools")?;
    Ok(PathBuf::from(home).join(".cache/rapport"))
}

/// A binary of this workspace, once cargo has built it.
pub(crate) fn binary(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    cargo_target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
