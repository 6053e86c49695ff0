//! What other people's programs say of an archive that somebody takes along: unzip, qpdf, pdftotext, the HL7
//! JSON schema of FHIR R4, and `@medplum/core`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};

/// Where `cargo xtask test` keeps the validators of FHIR, below the home folder.
const FOLDER: &str = ".cache/rapport/npm/fhir";
/// What they must be.
const WANTED: &str = include_str!("../npm/package-lock.json");
/// What asks them.
const ASK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/npm/fhir.cjs");

/// Unpacks a ZIP into a folder of its own, after `unzip -t` found nothing wrong with it.
///
/// # Errors
/// unzip refuses it, or is not there.
pub fn unpack(zip: &[u8]) -> Result<tempfile::TempDir> {
    let folder = tempfile::Builder::new().prefix("rapport-archive-").tempdir()?;
    let file = folder.path().join("archive.zip");
    fs::write(&file, zip)?;
    run(Command::new("unzip").arg("-tqq").arg(&file))?;
    run(Command::new("unzip").arg("-qq").arg(&file).arg("-d").arg(folder.path()))?;
    fs::remove_file(file)?;
    Ok(folder)
}

/// Has coreutils compare every file with the manifest: `sha256sum --check`.
///
/// # Errors
/// A file is not what the manifest says.
pub fn check_sums(folder: &Path) -> Result<()> {
    run(Command::new("sha256sum").current_dir(folder).args(["--check", "--quiet", "manifest.txt"])).map(drop)
}

/// The text of a PDF, as pdftotext reads it, after `qpdf --check` found nothing wrong with it.
///
/// # Errors
/// One of the two refuses it, or is not there.
pub fn text_of(pdf: &Path) -> Result<String> {
    run(Command::new("qpdf").arg("--check").arg(pdf))?;
    Ok(String::from_utf8(run(Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(pdf).arg("-"))?.stdout)?)
}

/// Has both validators read a FHIR Bundle.
///
/// # Errors
/// One of them refuses it: the message says what and where.
pub fn check_fhir(bundle: &Path) -> Result<()> {
    run(Command::new("node").arg(ASK).arg(validators()?).arg(bundle)).map(drop)
}

fn validators() -> Result<PathBuf> {
    let home = env::var_os("HOME").context("HOME is not set")?;
    let folder = Path::new(&home).join(FOLDER);
    let installed = fs::read_to_string(folder.join("package-lock.json")).unwrap_or_default();
    ensure!(installed == WANTED, "the validators of FHIR are not installed: `cargo xtask test` does it");
    Ok(folder)
}

fn run(command: &mut Command) -> Result<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("{program} does not start: `cargo xtask test` installs what tests need"))?;
    let told = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    ensure!(output.status.success(), "{program} says: {told}");
    Ok(output)
}
