//! What people wrote by hand for the browser: `crates/web/static` and `crates/web/styles`.
//!
//! Styles become one file, in order of name. Scripts are hashed (the service worker is not: its
//! address is its identity). Pages, scripts and the web manifest may use placeholders.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::bundle::Bundle;
use super::{files_below, template};

/// Scripts that keep their name.
const PLAIN_SCRIPTS: [&str; 1] = ["sw.js"];

/// Adds `app.css`.
pub(super) fn add_styles(bundle: &mut Bundle, dir: &Path) -> Result<()> {
    let mut css = Vec::new();
    for file in files_below(dir)? {
        if file.extension().is_some_and(|ext| ext == "css") {
            css.extend(fs::read(&file)?);
            css.push(b'\n');
        }
    }
    bundle.add_hashed("app.css", css);
    Ok(())
}

/// Adds everything in the folder: scripts first, each after the scripts it names; then the rest.
pub(super) fn add_static(bundle: &mut Bundle, dir: &Path) -> Result<()> {
    let mut scripts = BTreeMap::new();
    let mut others = Vec::new();
    for file in files_below(dir)? {
        let name = file.strip_prefix(dir)?.to_string_lossy().replace('\\', "/");
        if is_hashed_script(&name) {
            let text = fs::read_to_string(&file).with_context(|| format!("{name} is not text"))?;
            scripts.insert(name, text);
        } else {
            others.push((name, file));
        }
    }
    add_scripts(bundle, scripts)?;
    for (name, file) in others {
        let bytes = fs::read(&file)?;
        bundle.add_plain(&name, if is_template(&name) { filled(bundle, &name, bytes)? } else { bytes });
    }
    Ok(())
}

fn is_hashed_script(name: &str) -> bool {
    ends_in(name, &["js"]) && !PLAIN_SCRIPTS.contains(&name)
}

fn is_template(name: &str) -> bool {
    ends_in(name, &["html", "js", "webmanifest"])
}

fn ends_in(name: &str, extensions: &[&str]) -> bool {
    Path::new(name).extension().is_some_and(|ext| extensions.iter().any(|known| ext == *known))
}

fn add_scripts(bundle: &mut Bundle, mut waiting: BTreeMap<String, String>) -> Result<()> {
    while !waiting.is_empty() {
        let still: Vec<String> = waiting.keys().map(|name| template::placeholder(name)).collect();
        let ready = waiting
            .iter()
            .find(|(_, text)| !template::names(text).iter().any(|used| still.iter().any(|name| name == used)))
            .map(|(name, _)| name.clone());
        let Some((name, text)) = ready.and_then(|name| waiting.remove_entry(&name)) else {
            let names: Vec<_> = waiting.into_keys().collect();
            bail!("the scripts {} name each other in a circle, so none can be hashed", names.join(", "));
        };
        let text = filled(bundle, &name, text.into_bytes())?;
        bundle.add_hashed(&name, text);
    }
    Ok(())
}

fn filled(bundle: &Bundle, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not text"))?;
    Ok(bundle.fill_in(&text).with_context(|| format!("in {name}"))?.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    }

    fn text(bundle: &Bundle, name: &str) -> String {
        let (_, asset) = bundle.files().find(|(found, _)| *found == name).unwrap();
        String::from_utf8(asset.bytes.clone()).unwrap()
    }

    #[test]
    fn scripts_are_hashed_after_those_they_name() {
        let dir = folder(&[
            ("boot.js", "new Worker('{{heavy_worker_js}}')"),
            ("heavy-worker.js", "1"),
            ("index.html", "<script src={{boot_js}}>"),
            ("sw.js", "{{version}}"),
        ]);
        let mut bundle = Bundle::default();
        add_static(&mut bundle, dir.path()).unwrap();
        assert!(text(&bundle, "boot.js").starts_with("new Worker('/pkg/heavy-worker-"));
        assert!(text(&bundle, "index.html").starts_with("<script src=/pkg/boot-"));
        let (_, sw) = bundle.files().find(|(name, _)| *name == "sw.js").unwrap();
        assert_eq!(sw.path, "/sw.js");
    }

    #[test]
    fn a_circle_is_refused() {
        let dir = folder(&[("a.js", "{{b_js}}"), ("b.js", "{{a_js}}")]);
        let error = add_static(&mut Bundle::default(), dir.path()).unwrap_err();
        assert!(error.to_string().contains("a.js, b.js"), "{error}");
    }

    #[test]
    fn styles_are_joined_in_order_of_name() {
        let dir = folder(&[("20-page.css", "b{}"), ("10-tokens.css", "a{}"), ("notes.txt", "no")]);
        let mut bundle = Bundle::default();
        add_styles(&mut bundle, dir.path()).unwrap();
        assert_eq!(text(&bundle, "app.css"), "a{}\nb{}\n");
    }
}
