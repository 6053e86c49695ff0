//! Python, with the libraries that other people's calendars and mail are read by: what we write must be what
//! they read.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Where `cargo xtask test` keeps them, below the home folder.
const FOLDER: &str = ".cache/rapport/python/outside";
/// What they must be.
const WANTED: &str = include_str!("../python/requirements.txt");

/// The interpreter that knows the libraries.
///
/// # Errors
/// It is not there.
pub fn interpreter() -> Result<PathBuf> {
    let home = env::var_os("HOME").context("HOME is not set")?;
    let venv = Path::new(&home).join(FOLDER);
    let installed = fs::read_to_string(venv.join("requirements.txt")).unwrap_or_default();
    if installed != WANTED {
        bail!(
            "the Python libraries that tests read calendars with are not installed: `cargo xtask test` does it"
        );
    }
    Ok(venv.join("bin/python"))
}

/// Runs a program with arguments; what it printed.
///
/// # Errors
/// It failed; its own words are told.
pub async fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(interpreter()?);
    command.args(["-c", program]).args(arguments);
    let output = tokio::process::Command::from(command).output().await?;
    if !output.status.success() {
        bail!("Python says: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
