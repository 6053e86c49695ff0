//! What will be in `dist/`, while it is being put together.

use std::collections::BTreeMap;

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::template;

/// Hex digits of SHA-256 in a file name: 64 bits tell versions apart.
const HASH_DIGITS: usize = 16;

/// Files by logical name, and what a placeholder stands for.
#[derive(Default)]
pub(super) struct Bundle {
    files: BTreeMap<String, Asset>,
}

/// One file of `dist/`.
pub(super) struct Asset {
    /// Where it is served, from `/`.
    pub(super) path: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
}

impl Bundle {
    /// Adds a file under a name that changes with what it holds. Returns its path.
    pub(super) fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("/pkg/{stem}-{}.{extension}", short_hash(&bytes));
        self.files.insert(name.to_owned(), Asset { path: path.clone(), bytes });
        path
    }

    /// Adds a file that keeps its name.
    pub(super) fn add_plain(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), Asset { path: format!("/{name}"), bytes });
    }

    /// Fills in placeholders: `{{app_js}}` is the path of `app.js`, and so on for every hashed file
    /// added so far; `{{css}}` is the style sheet; `{{assets}}` is a JSON list of all their paths and
    /// `{{version}}` a word that changes with any of them.
    pub(super) fn fill_in(&self, text: &str) -> Result<String> {
        template::fill_in(text, &self.values())
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.files.iter().map(|(name, asset)| (name.as_str(), asset))
    }

    fn values(&self) -> BTreeMap<String, String> {
        let hashed = || self.files.iter().filter(|(_, asset)| asset.path.starts_with("/pkg/"));
        let mut values: BTreeMap<_, _> =
            hashed().map(|(name, asset)| (template::placeholder(name), asset.path.clone())).collect();
        if let Some(css) = values.get("app_css").cloned() {
            values.insert("css".to_owned(), css);
        }
        let paths: Vec<_> = hashed().map(|(_, asset)| asset.path.as_str()).collect();
        values.insert("version".to_owned(), short_hash(paths.join("\n").as_bytes()));
        values.insert("assets".to_owned(), serde_json::json!(paths).to_string());
        values
    }
}

fn short_hash(bytes: &[u8]) -> String {
    let mut digits = hex::encode(Sha256::digest(bytes));
    digits.truncate(HASH_DIGITS);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_what_the_file_holds() {
        let mut bundle = Bundle::default();
        let one = bundle.add_hashed("app.js", b"one".to_vec());
        let two = bundle.add_hashed("app.js", b"two".to_vec());
        assert!(one.starts_with("/pkg/app-") && Some("js") == one.rsplit('.').next());
        assert_ne!(one, two);
        assert_eq!(bundle.fill_in("import '{{app_js}}'").unwrap(), format!("import '{two}'"));
    }

    #[test]
    fn plain_files_are_not_listed_for_caching() {
        let mut bundle = Bundle::default();
        bundle.add_plain("index.html", Vec::new());
        let css = bundle.add_hashed("app.css", b"p{}".to_vec());
        assert_eq!(bundle.fill_in("{{assets}}").unwrap(), format!("[\"{css}\"]"));
        assert_eq!(bundle.fill_in("{{css}}").unwrap(), css);
    }
}
