//! What tests need beyond Rust: on Debian as root it is installed, elsewhere one sentence says what
//! to install.

use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{cargo, paths, shell};

/// A program that tests need, and the Debian package that brings it.
struct Need {
    program: &'static str,
    package: &'static str,
}

const NEEDS: [Need; 10] = [
    Need { program: "chromium", package: "chromium" },
    Need { program: "chromedriver", package: "chromium-driver" },
    Need { program: "initdb", package: "postgresql" },
    Need { program: "npm", package: "npm" },
    Need { program: "python3", package: "python3-venv" },
    Need { program: "postfix", package: "postfix" },
    Need { program: "saslpasswd2", package: "sasl2-bin" },
    // What reads an archive that somebody takes along.
    Need { program: "qpdf", package: "qpdf" },
    Need { program: "pdftotext", package: "poppler-utils" },
    Need { program: "unzip", package: "unzip" },
];

/// axe-core, which finds what a screen reader would stumble over: one file, and its SHA-256.
const AXE_VERSION: &str = "4.14.1";
const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// The newest that builds with the Rust of this workspace.
const DENY_VERSION: &str = "0.20.2";

/// What the calendar is compared with, and what other people's programs and servers are made of: a virtual
/// environment that tests look for below the cache (`testkit::python`).
const VENV: &str = "python/outside";
/// Each package of it by its version and hash.
const VENV_WANTED: &str = include_str!("../../crates/testkit/python/requirements.txt");

/// Where tests look for other people's validators of FHIR (`testkit::fhir`), below the cache.
const FHIR: &str = "npm/fhir";
/// Which, each by its version and hash.
const FHIR_WANTED: [(&str, &str); 2] = [
    ("package.json", include_str!("../../crates/testkit/npm/package.json")),
    ("package-lock.json", include_str!("../../crates/testkit/npm/package-lock.json")),
];

/// Chromium, its driver, PostgreSQL, Postfix, axe-core, calendars in Python, validators of FHIR, and what reads
/// a PDF and a ZIP.
pub(crate) fn for_tests() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !need.is_met()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        install(&packages)?;
    }
    axe()?;
    fhir()?;
    venv()
}

impl Need {
    fn is_met(&self) -> bool {
        match self.program {
            // Debian keeps one version beside another, off the PATH.
            "initdb" => shell::which("initdb").is_some() || debian_postgres().is_some(),
            "npm" => {
                let all_there = axe_file().is_ok_and(|file| file.exists()) && fhir_is_there();
                all_there || shell::which("npm").is_some()
            }
            // Debian keeps what a virtual environment needs in a package of its own.
            "python3" => {
                venv_is_there() || shell::succeeds_within(&mut python_can_make_a_venv(), PYTHON_LIMIT)
            }
            // Debian keeps them off the PATH of people who are not root.
            "postfix" | "saslpasswd2" => {
                shell::which(self.program).is_some() || Path::new("/usr/sbin").join(self.program).exists()
            }
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
    no_mail_of_its_own(packages)?;
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

/// Postfix is installed without a configuration, so that Debian starts none; tests bring their own.
fn no_mail_of_its_own(packages: &[&str]) -> Result<()> {
    if packages.contains(&"postfix") {
        let choice =
            "echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections";
        shell::run(Command::new("sh").args(["-c", choice]))?;
    }
    Ok(())
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

fn fhir_is_there() -> bool {
    let (name, wanted) = FHIR_WANTED[1];
    let list = paths::cache().map(|cache| cache.join(FHIR).join(name));
    list.is_ok_and(|list| fs::read_to_string(list).is_ok_and(|installed| installed == wanted))
}

/// Fetches them into a folder beside and puts it in place whole, so that one that was not finished is begun again.
fn fhir() -> Result<()> {
    if fhir_is_there() {
        return Ok(());
    }
    shell::step("Fetching validators of FHIR");
    let folder = paths::cache()?.join(FHIR);
    let parent = folder.parent().context("a folder has a parent")?;
    fs::create_dir_all(parent)?;
    let partial = tempfile::Builder::new().prefix("fhir-").tempdir_in(parent)?;
    for (name, wanted) in FHIR_WANTED {
        fs::write(partial.path().join(name), wanted)?;
    }
    let flags = ["ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"];
    shell::output(Command::new("npm").current_dir(partial.path()).args(flags))
        .context("could not fetch validators of FHIR")?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::rename(partial.keep(), &folder)?;
    Ok(())
}

/// Long enough for a Python that starts at all.
const PYTHON_LIMIT: Duration = Duration::from_secs(30);

fn python_can_make_a_venv() -> Command {
    let mut python = Command::new("python3");
    python.args(["-c", "import venv, ensurepip"]);
    python
}

fn venv_is_there() -> bool {
    let list = paths::cache().map(|cache| cache.join(VENV).join("requirements.txt"));
    list.is_ok_and(|list| fs::read_to_string(list).is_ok_and(|installed| installed == VENV_WANTED))
}

/// Makes the virtual environment. The list in it is written last, so that one that was not finished is begun
/// again.
fn venv() -> Result<()> {
    if venv_is_there() {
        return Ok(());
    }
    shell::step("Fetching what tests need of Python");
    let venv = paths::cache()?.join(VENV);
    shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let list = venv.join("wanted.txt");
    fs::write(&list, VENV_WANTED)?;
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
    shell::run(pip.arg(&list)).context("could not fetch calendars in Python")?;
    fs::rename(&list, venv.join("requirements.txt"))?;
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
