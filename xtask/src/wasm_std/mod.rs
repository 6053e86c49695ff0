//! Finding a compiler whose standard library exists for wasm32.
//!
//! Three places, in order: the rustc in use; rustup, which may fetch it; a private sysroot built
//! once from Debian's sources, for machines that reach package registries and nothing else.

mod apt;
mod debian;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::cargo::cargo;
use crate::shell;

/// The target of the browser client.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Fetching a standard library takes seconds on a working line; a dead one must not hold people up.
const RUSTUP_LIMIT: Duration = Duration::from_mins(2);

/// A compiler that can build for wasm32.
pub(crate) enum Toolchain {
    /// The one cargo would use by itself.
    Default,
    /// A private one, in this folder.
    Private(PathBuf),
}

impl Toolchain {
    /// A cargo that builds for wasm32. Only this child gets the other compiler: everything native
    /// stays with the one people have.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        if let Self::Private(dir) = self {
            command.env("RUSTC", dir.join("bin/rustc")).env_remove("RUSTUP_TOOLCHAIN");
        }
        command
    }

    /// Clippy for wasm32 with these options, warnings denied. Only for the packages that are named: what
    /// they use is checked with everything native, by one version of clippy and not by two.
    pub(crate) fn clippy(&self, options: &[&str]) -> Result<Command> {
        let mut command = self.cargo();
        match self {
            Self::Default => {
                command.args(["clippy", "--no-deps"]).args(options).args(["--", "--deny", "warnings"]);
            }
            Self::Private(dir) => {
                // What `cargo clippy` does, with a driver of the same version as the private rustc.
                command.env("RUSTC_WORKSPACE_WRAPPER", debian::clippy_driver(dir)?);
                command
                    .env("CLIPPY_ARGS", "--no-deps__CLIPPY_HACKERY__-Dwarnings__CLIPPY_HACKERY__")
                    .arg("check")
                    .args(options);
            }
        }
        Ok(command)
    }
}

/// Finds, fetches or builds one.
pub(crate) fn toolchain() -> Result<Toolchain> {
    if default_has_std() {
        return Ok(Toolchain::Default);
    }
    let debian_only = env::var("RAPPORT_WASM_STD").is_ok_and(|from| from == "debian");
    if !debian_only && rustup_add() && default_has_std() {
        return Ok(Toolchain::Default);
    }
    if debian::possible() {
        return debian::find_or_build().map(Toolchain::Private);
    }
    bail!(
        "The browser client needs Rust's standard library for {TARGET}: \
         install it with `rustup target add {TARGET}` and try again."
    )
}

fn default_has_std() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    shell::output(&mut rustc).is_ok_and(|dir| has_std(Path::new(dir.trim())))
}

fn rustup_add() -> bool {
    let mut rustup = Command::new("rustup");
    shell::succeeds_within(rustup.args(["target", "add", TARGET]), RUSTUP_LIMIT)
}

/// Whether a library folder holds a compiled `std`.
fn has_std(libdir: &Path) -> bool {
    let Ok(files) = fs::read_dir(libdir) else { return false };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && Path::new(&*name).extension().is_some_and(|ext| ext == "rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_has_no_std() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!has_std(dir.path()));
        fs::write(dir.path().join("libstd-0123.rlib"), "").unwrap();
        assert!(has_std(dir.path()));
    }
}
