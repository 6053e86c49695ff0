//! What is in an archive: names, sizes, hashes; the bytes that are signed.
//!
//! A text written by hand, not by serde, because it is signed; its lines are those that `sha256sum -c` reads:
//!
//! ```text
//! # rapport export 1
//! # taken 2026-11-22T13:00:00Z
//! # signed by 9f86d081884c7d65…
//! # entries 214
//! 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae  record.pdf
//! ```
//!
//! Invariant: one manifest has one text. What reads is written again byte for byte, or refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::limits::{FILES_MAX, NAME_BYTES_MAX};
use crate::words::instant;

/// First words of a manifest of this version.
const FIRST: &str = "# rapport export 1";

/// What is in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// When it was taken.
    pub taken: String,
    /// Fingerprint of the identity that signs it.
    pub signer: [u8; 32],
    /// How many entries are in it.
    pub entries: usize,
    /// SHA-256 of each file, by name.
    pub files: BTreeMap<String, [u8; 32]>,
}

impl Manifest {
    /// Of the files of an archive.
    pub fn of<'a>(
        exported_at: i64,
        signer: [u8; 32],
        entries: usize,
        files: impl Iterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let files = files.map(|(name, bytes)| (name.to_owned(), hash(bytes))).collect();
        Self { taken: instant(exported_at), signer, entries, files }
    }

    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "{FIRST}\n# taken {}\n# signed by {}\n# entries {}\n",
            self.taken,
            hex::encode(self.signer),
            self.entries
        );
        for (name, hash) in &self.files {
            // Writing into a string does not fail.
            let _ = writeln!(text, "{}  {name}", hex::encode(hash));
        }
        text
    }

    /// From its text; none when it is not one that [`Self::to_text`] writes.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != FIRST {
            return None;
        }
        let taken = lines.next()?.strip_prefix("# taken ")?.to_owned();
        let signer = hex_32(lines.next()?.strip_prefix("# signed by ")?)?;
        let entries = lines.next()?.strip_prefix("# entries ")?.parse().ok()?;
        let mut files = BTreeMap::new();
        for line in lines {
            let (hash, name) = line.split_once("  ")?;
            if files.len() == FILES_MAX || !is_plain(name) {
                return None;
            }
            files.insert(name.to_owned(), hex_32(hash)?);
        }
        let manifest = Self { taken, signer, entries, files };
        (manifest.to_text() == text).then_some(manifest)
    }
}

/// SHA-256.
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether a name stays inside the folder that an archive is unpacked into, on every system.
pub fn is_plain(name: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(known);
    name.len() <= NAME_BYTES_MAX && name.split('/').count() <= 2 && name.split('/').all(part)
}

fn hex_32(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_text_is_the_only_one() {
        let files = [("record.pdf", b"x".as_slice()), ("files/001-a.txt", b"")];
        let manifest = Manifest::of(1_800_000_000_000_000, [1; 32], 2, files.into_iter());
        let text = manifest.to_text();
        assert_eq!(Manifest::from_text(&text), Some(manifest));
        for other in
            [text.to_uppercase(), text.replace("  ", " "), format!("{text}\n"), text.replace('\n', "\r\n")]
        {
            assert_eq!(Manifest::from_text(&other), None);
        }
        assert_eq!(Manifest::from_text(&text.replace("record.pdf", "../record.pdf")), None);
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(is_plain("files/001-letter.pdf"));
        for bad in [
            "/etc/passwd",
            "../x",
            "files/../../x",
            "a//b",
            "C:\\x",
            "a/b/c",
            ".hidden",
            "",
            "files/ü",
            "a b",
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
