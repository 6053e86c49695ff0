//! Puts the built browser client into release binaries: a table of `dist/`, or one page that says how to
//! build it. Debug builds never hold it; they serve `assets_dir` from disk.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Rapport</title>\
<h1>The browser client is not in this binary</h1>\
<p>Build it with <code>cargo xtask build</code> and compile the server again in release mode, or point \
<code>RAPPORT_ASSETS_DIR</code> at a built <code>dist</code> folder.</p></html>";

fn main() -> io::Result<()> {
    let dist = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let mut files = Vec::new();
    if variable("PROFILE")? == "release" && dist.join("index.html").exists() {
        gather(&dist, &mut files)?;
        files.sort();
    }
    let out = PathBuf::from(variable("OUT_DIR")?).join("embedded.rs");
    fs::write(out, table(&dist, &files)?)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { gather(&path, files)? } else { files.push(path.canonicalize()?) }
    }
    Ok(())
}

/// `&[("index.html", b"…"), …]`, ascending by name.
fn table(dist: &Path, files: &[PathBuf]) -> io::Result<String> {
    if files.is_empty() {
        return Ok(format!("&[(\"index.html\", b\"{}\")]", MISSING.escape_default()));
    }
    let root = dist.canonicalize()?;
    let mut text = String::from("&[");
    for file in files {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?.display().to_string();
        let _ = write!(text, "({name:?}, include_bytes!({:?})),", file.display().to_string());
    }
    text.push(']');
    Ok(text)
}
