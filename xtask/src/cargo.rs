//! Calling cargo from inside a program that cargo started.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::{paths, shell};

/// Variables that `cargo run` sets for us and that would mislead a cargo of our own:
/// build scripts compare them, and a change rebuilds half the world.
const INHERITED: [&str; 4] = ["RUSTFLAGS", "LD_LIBRARY_PATH", "RUSTC", "RUST_RECURSION_COUNT"];

/// Builds what people get: the release of the server, and of those who live without a screen.
pub(crate) fn build_release() -> Result<()> {
    shell::run(cargo().args([
        "build",
        "--release",
        "--package",
        "rapport-server",
        "--package",
        "rapport-bot",
    ]))
}

/// A cargo in the workspace, as a person would start it from a shell.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(paths::root());
    for name in INHERITED {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_BIN_NAME" {
            command.env_remove(&name);
        }
    }
    command
}
