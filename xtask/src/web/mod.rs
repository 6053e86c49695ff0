//! Building the browser client into `dist/`.
//!
//! `dist/` is what the server embeds or serves: `index.html`, `sw.js`, icons and the web manifest
//! under their own names, everything else under `/pkg/NAME-HASH.EXT`, which may be cached for ever.
//! `dist/manifest.json` says what each file is, and how large it is on the wire.

mod assets;
mod bindgen;
mod bundle;
mod compress;
mod dist;
mod template;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{paths, shell, wasm_std};

/// How a client is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Profile {
    /// Quick to build, not compressed.
    Dev,
    /// Small, without names, compressed beforehand.
    Release,
}

impl Profile {
    pub(crate) fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    /// The cargo profile, which also names its folder.
    pub(crate) fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "web-dev",
            Self::Release => "web",
        }
    }
}

/// The crates that become wasm, each under the name its files get.
const MODULES: [Module; 3] = [
    Module { package: "rapport-web", name: "app" },
    Module { package: "rapport-strength", name: "strength" },
    Module { package: "rapport-takeaway", name: "takeaway" },
];

struct Module {
    package: &'static str,
    name: &'static str,
}

impl Module {
    fn wasm(&self, profile: Profile) -> PathBuf {
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        target().join(wasm_std::TARGET).join(profile.cargo_name()).join(file)
    }
}

/// Builds `dist/`, or leaves it alone when nothing has changed.
pub(crate) fn build(profile: Profile) -> Result<()> {
    shell::step(&format!("Building the browser client ({})", profile.cargo_name()));
    compile(&MODULES, profile)?;
    fs::create_dir_all(target())?;
    let lock = File::create(target().join(".dist-lock"))?;
    // Held until this function returns: `dist/` has one writer.
    lock.lock().context("cannot lock the folder of the browser client")?;
    let inputs = fingerprint(profile)?;
    if dist::Manifest::read().is_ok_and(|manifest| manifest.inputs == inputs) {
        eprintln!("dist/ is up to date");
        return Ok(());
    }
    let web = paths::root().join("crates/web");
    let mut bundle = bundle::Bundle::default();
    for module in &MODULES {
        bindgen::add(&mut bundle, module.name, &module.wasm(profile), profile)?;
    }
    assets::add_styles(&mut bundle, &web.join("styles"))?;
    assets::add_static(&mut bundle, &web.join("static"))?;
    let manifest = dist::write(&bundle, profile, inputs)?;
    eprint!("{}", manifest.table());
    Ok(())
}

/// Builds one more crate, as people's clients are built, for a page that is served to nobody: `NAME.js`
/// (which defines `wasm_bindgen`) and `NAME_bg.wasm` in a folder.
pub(crate) fn build_aside(package: &'static str, name: &'static str, folder: &Path) -> Result<()> {
    shell::step(&format!("Building {package} for the browser"));
    let module = Module { package, name };
    compile(std::slice::from_ref(&module), Profile::Release)?;
    bindgen::aside(name, &module.wasm(Profile::Release), folder)
}

/// Wasm has a target folder of its own, since it may have a compiler of its own.
pub(crate) fn target() -> PathBuf {
    paths::cargo_target().join("wasm")
}

fn compile(modules: &[Module], profile: Profile) -> Result<()> {
    let mut cargo = wasm_std::toolchain()?.cargo();
    cargo.arg("build").args(["--target", wasm_std::TARGET, "--profile", profile.cargo_name()]);
    cargo.arg("--target-dir").arg(target());
    for module in modules {
        cargo.args(["--package", module.package]);
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags(profile)?);
    shell::run(&mut cargo)
}

/// Erased components share the code that every view would otherwise have a copy of. Panics name source files,
/// and a published client must be the same bytes wherever it is built.
fn flags(profile: Profile) -> Result<String> {
    let mut flags = vec!["--cfg=erase_components".to_owned()];
    if profile == Profile::Release {
        let home = std::env::var("HOME").context("HOME is not set")?;
        let cargo_home = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
        flags.push(format!("--remap-path-prefix={cargo_home}/registry/src=/crates"));
        flags.push(format!("--remap-path-prefix={}=/rapport", paths::root().display()));
    }
    Ok(flags.join("\u{1f}"))
}

/// Changes whenever anything that goes into `dist/` does.
fn fingerprint(profile: Profile) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(profile.cargo_name());
    // How things are put together is an input too.
    hash.update(fs::read(std::env::current_exe()?)?);
    for module in &MODULES {
        let wasm = module.wasm(profile);
        hash.update(fs::read(&wasm).with_context(|| format!("cargo left no {}", wasm.display()))?);
    }
    let web = paths::root().join("crates/web");
    for folder in ["static", "styles"] {
        for file in files_below(&web.join(folder))? {
            hash.update(file.strip_prefix(&web)?.to_string_lossy().as_bytes());
            hash.update([0]);
            hash.update(fs::read(&file)?);
        }
    }
    Ok(hex::encode(hash.finalize()))
}

/// Every file below a folder, in order of name.
fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) => bail!("cannot read {}: {e}", dir.display()),
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
