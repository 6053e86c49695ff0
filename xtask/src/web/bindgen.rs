//! The JavaScript around a wasm module, made by wasm-bindgen as a library, so that nobody has to
//! install a tool of exactly the right version.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::bundle::Bundle;
use super::{Profile, files_below};

/// Adds `NAME.wasm`, `NAME.js` and the snippets of JavaScript that crates bring along.
pub(super) fn add(bundle: &mut Bundle, name: &str, wasm: &Path, profile: Profile) -> Result<()> {
    let out = tempfile::tempdir()?;
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(profile == Profile::Release)
        .generate(out.path())
        .with_context(|| format!("wasm-bindgen could not read {}", wasm.display()))?;
    let mut script = fs::read_to_string(out.path().join(format!("{name}.js")))?;
    let snippets = out.path().join("snippets");
    if snippets.is_dir() {
        for file in files_below(&snippets)? {
            let from = file.strip_prefix(out.path())?.to_string_lossy().replace('\\', "/");
            let path = bundle.add_hashed(&from.replace('/', "-"), fs::read(&file)?);
            script = script.replace(&format!("'./{from}'"), &format!("'{path}'"));
        }
    }
    bundle.add_hashed(&format!("{name}.js"), script.into_bytes());
    bundle.add_hashed(&format!("{name}.wasm"), fs::read(out.path().join(format!("{name}_bg.wasm")))?);
    Ok(())
}

/// The same for a page of our own making: a script that needs no server of modules.
pub(super) fn aside(name: &str, wasm: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .no_modules(true)?
        .typescript(false)
        .generate(folder)
        .with_context(|| format!("wasm-bindgen could not read {}", wasm.display()))
}
