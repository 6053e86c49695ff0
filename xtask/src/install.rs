//! What tests need beyond Rust: on Debian as root it is installed, elsewhere one sentence says what
//! to install.

use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{cargo, paths, shell};

/// A program that tests need, and the Debian package that brings it.
struct Need {
    program: &'static str,
    package: &'static str,
}

const NEEDS: [Need; 4] = [
    Need { program: "chromium", package: "chromium" },
    Need { program: "chromedriver", package: "chromium-driver" },
    Need { program: "initdb", package: "postgresql" },
    Need { program: "npm", package: "npm" },
];

/// axe-core, which finds what a screen reader would stumble over: one file, and its SHA-256.
const AXE_VERSION: &str = "4.14.1";
const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// The newest that builds with the Rust of this workspace.
const DENY_VERSION: &str = "0.20.2";

/// Chromium, its driver, PostgreSQL and axe-core.
pub(crate) fn for_tests() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !need.is_met()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        install(&packages)?;
    }
    axe()
}

impl Need {
    fn is_met(&self) -> bool {
        match self.program {
            // Debian keeps one version beside another, off the PATH.
            "initdb" => shell::which("initdb").is_some() || debian_postgres().is_some(),
            "npm" => axe_file().is_ok_and(|file| file.exists()) || shell::which("npm").is_some(),
            program => shell::which(program).is_some(),
        }
    }
}

fn debian_postgres() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    versions.map(|version| version.path().join("bin/initdb")).find(|initdb| initdb.exists())
}

fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(", ");
    if !shell::debian_as_root() {
        bail!("The tests need {names} (Debian's names): install them and try again.");
    }
    shell::step(&format!("Installing {names}"));
    no_cluster_of_its_own()?;
    shell::run(Command::new("apt-get").args(["-qq", "update"]))?;
    shell::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-qq", "install", "--yes", "-o", "Dpkg::Options::=--force-confold"])
            .args(packages),
    )
    .with_context(|| format!("could not install {names}"))
}

/// Debian makes and starts a database cluster when PostgreSQL is installed, unless told not to;
/// tests start their own, and nothing else should listen.
fn no_cluster_of_its_own() -> Result<()> {
    let config = Path::new("/etc/postgresql-common/createcluster.conf");
    if config.exists() {
        return Ok(());
    }
    fs::create_dir_all("/etc/postgresql-common")?;
    fs::write(config, "create_main_cluster = false\n")
        .context("cannot tell PostgreSQL not to start by itself")
}

/// Where testkit looks for axe-core.
fn axe_file() -> Result<PathBuf> {
    Ok(paths::cache()?.join(format!("npm/axe-core-{AXE_VERSION}/axe.min.js")))
}

fn axe() -> Result<()> {
    let file = axe_file()?;
    if file.exists() {
        return Ok(());
    }
    let dir = tempfile::tempdir()?;
    let package = format!("axe-core@{AXE_VERSION}");
    shell::output(Command::new("npm").current_dir(dir.path()).args(["pack", "--silent", &package]))
        .context("could not fetch axe-core")?;
    let archive = format!("axe-core-{AXE_VERSION}.tgz");
    shell::run(Command::new("tar").current_dir(dir.path()).args(["xzf", &archive, "package/axe.min.js"]))?;
    let script = fs::read(dir.path().join("package/axe.min.js"))?;
    let found = hex::encode(Sha256::digest(&script));
    if found != AXE_SHA256 {
        bail!("axe-core {AXE_VERSION} is not what it was: SHA-256 {found}, expected {AXE_SHA256}");
    }
    let parent = file.parent().context("a file has a folder")?;
    fs::create_dir_all(parent)?;
    // Whole or not at all: another run may be reading.
    let partial = tempfile::NamedTempFile::new_in(parent)?;
    fs::write(partial.path(), script)?;
    partial.persist(&file)?;
    Ok(())
}

/// cargo-deny, built once for each person and version.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    let root = paths::cache()?.join(format!("tools/cargo-deny-{DENY_VERSION}"));
    let program = root.join(format!("bin/cargo-deny{}", consts::EXE_SUFFIX));
    if !program.exists() {
        shell::step("Building cargo-deny (once)");
        let mut cargo = cargo::cargo();
        // A folder of its own: what it shares with us is built with other features.
        let target = tempfile::tempdir()?;
        cargo.env("CARGO_TARGET_DIR", target.path());
        cargo.args(["install", "--locked", "cargo-deny", "--version", DENY_VERSION, "--root"]).arg(&root);
        shell::run(&mut cargo)?;
    }
    Ok(program)
}
