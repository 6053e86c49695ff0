//! Contents to archive, in two steps: what is signed between them is for whoever holds the keys.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use rapport_care::whole::{Whole, hash_of};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::limits::{ARCHIVE_BYTES_MAX, FILES_MAX};
use crate::manifest::{Manifest, hash, is_plain};
use crate::tale::{self, Tale};
use crate::{fhir, pdf};

/// Says what everything is, for whoever finds the archive years later.
const README: &str = include_str!("readme.txt");
/// Names in every archive.
pub(crate) const ENTRIES: &str = "entries.bin";
pub(crate) const MANIFEST: &str = "manifest.txt";
pub(crate) const SIGNATURE: &str = "manifest.sig";
const BUNDLE: &str = "bundle.json";
const RECORD: &str = "record.pdf";
const READ_ME: &str = "README.txt";

/// Why contents cannot be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// More than [`ARCHIVE_BYTES_MAX`], or more than [`FILES_MAX`] files.
    #[error("there is more in it than one archive can hold")]
    TooLarge,
    /// A file that an entry names was not handed over, or is not the one that it names.
    #[error("a file is missing, or is not the one that was sent")]
    File,
    /// The pages could not be laid out.
    #[error("the readable record could not be made")]
    Pages,
    /// The archive could not be written.
    #[error("the archive could not be written")]
    Zip,
}

/// Contents laid out, and not signed yet.
pub struct Packing {
    files: BTreeMap<String, Vec<u8>>,
    manifest: String,
}

impl Packing {
    /// Lays contents out. `signer` is the fingerprint of whoever will sign; `files` are the clear bytes of the
    /// files that the entries name, in any order.
    pub fn new(
        whole: &Whole,
        signer: [u8; 32],
        files: impl IntoIterator<Item = Vec<u8>>,
    ) -> Result<Self, PackError> {
        let mut given: BTreeMap<[u8; 32], Vec<u8>> =
            files.into_iter().map(|bytes| (hash(&bytes), bytes)).collect();
        let places = places(whole)?;
        let mut inside = BTreeMap::new();
        for (hash, place) in &places {
            inside.insert(place.clone(), given.remove(hash).ok_or(PackError::File)?);
        }
        let together: usize = inside.values().map(Vec::len).sum();
        if together > ARCHIVE_BYTES_MAX {
            return Err(PackError::TooLarge);
        }
        let tale = Tale::of(whole, &places);
        let bundle = serde_json::to_vec_pretty(&fhir::bundle(whole, &places)).map_err(|_| PackError::Zip)?;
        inside.insert(RECORD.into(), pdf::write(&tale).ok_or(PackError::Pages)?);
        inside.insert(BUNDLE.into(), bundle);
        inside.insert(READ_ME.into(), tale::read_me(README, whole).into_bytes());
        inside.insert(ENTRIES.into(), whole.to_bytes());
        let named = inside.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let manifest = Manifest::of(whole.exported_at, signer, whole.entries(), named).to_text();
        Ok(Self { files: inside, manifest })
    }

    /// The bytes to sign.
    pub fn manifest(&self) -> &[u8] {
        self.manifest.as_bytes()
    }

    /// The archive, with what was signed.
    pub fn finish(mut self, signature: &[u8]) -> Result<Vec<u8>, PackError> {
        self.files.insert(MANIFEST.into(), self.manifest.into_bytes());
        self.files.insert(SIGNATURE.into(), signature.to_vec());
        zipped(&self.files).map_err(|_| PackError::Zip)
    }
}

/// Where each file goes, by the hash of its bytes: one that was sent twice lies there once.
pub type Places = BTreeMap<[u8; 32], String>;

fn places(whole: &Whole) -> Result<Places, PackError> {
    let mut places = Places::new();
    for (_, _, file) in whole.files() {
        let Some(hash) = hash_of(&file) else { continue };
        let number = places.len() + 1;
        if number > FILES_MAX - 8 {
            return Err(PackError::TooLarge);
        }
        places.entry(hash).or_insert_with(|| place(number, &file.name));
    }
    Ok(places)
}

/// A name that every system can keep, and that still tells the files apart.
fn place(number: usize, name: &str) -> String {
    let known = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let plain: String = name.chars().map(known).collect();
    // The end matters most: it says what opens the file.
    let from = plain.len().saturating_sub(80);
    let place = format!("files/{number:03}-{}", &plain[from..]);
    if is_plain(&place) { place } else { format!("files/{number:03}") }
}

fn zipped(files: &BTreeMap<String, Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Pictures, sound and PDF are compressed already.
        let stored = name.starts_with("files/") || name == RECORD;
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name, SimpleFileOptions::default().compression_method(method))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn files_keep_their_endings_and_lead_nowhere() {
        assert_eq!(place(1, "My letter.pdf"), "files/001-My-letter.pdf");
        assert_eq!(place(2, "../../etc/passwd"), "files/002-..-..-etc-passwd");
        assert_eq!(place(3, "写真.png"), "files/003---.png");
        assert!(place(4, &"x".repeat(400)).len() < 100);
    }
}
