//! Archive to contents: within limits, everything named by the manifest and nothing else, every byte as it says.
//!
//! Whether the *signature* fits is for whoever holds keys: it is handed on beside the very bytes it is over.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use rapport_care::whole::{Whole, WholeError, hash_of};
use zip::ZipArchive;

use crate::limits::{
    ARCHIVE_BYTES_MAX, FILES_MAX, MANIFEST_BYTES_MAX, SIGNATURE_BYTES_MAX, UNPACKED_BYTES_MAX,
};
use crate::manifest::{Manifest, hash};
use crate::pack::{ENTRIES, MANIFEST, SIGNATURE};

/// What was in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The contents.
    pub whole: Whole,
    /// The files that the entries name, by the SHA-256 of their bytes.
    pub files: BTreeMap<[u8; 32], Vec<u8>>,
    /// The text of the manifest: what was signed.
    pub manifest: Vec<u8>,
    /// The signature, as the exporter's Rapport wrote it.
    pub signature: Vec<u8>,
    /// Fingerprint of the identity that the manifest says signed it.
    pub signer: [u8; 32],
}

/// Why an archive cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a ZIP at all.
    #[error("this is no archive")]
    NoArchive,
    /// Its end is missing: a ZIP says at its end what is in it.
    #[error("the archive is cut off")]
    CutOff,
    /// A ZIP, and not one of ours.
    #[error("this archive was not made by Rapport")]
    NotOurs,
    /// A file is not what the manifest says, is missing, or is not in the manifest.
    #[error("{name} is not what the manifest says")]
    Mismatch {
        /// Which file.
        name: String,
    },
    /// More than is taken in at once, or more than it says.
    #[error("there is more in the archive than is taken in")]
    TooLarge,
    /// Made by a newer Rapport.
    #[error("the archive was made by a newer version")]
    Newer,
    /// The entries do not read, although they are as the manifest says.
    #[error("the entries cannot be read")]
    Malformed,
}

impl ReadError {
    /// Its name for programs: which words a person is told.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoArchive => "archive-no-archive",
            Self::CutOff => "archive-cut-off",
            Self::NotOurs => "archive-not-ours",
            Self::Mismatch { .. } => "archive-mismatch",
            Self::TooLarge => "archive-too-large",
            Self::Newer => "archive-newer",
            Self::Malformed => "archive-malformed",
        }
    }
}

/// Reads an archive.
pub fn read(archive: &[u8]) -> Result<Opened, ReadError> {
    if archive.len() > ARCHIVE_BYTES_MAX {
        return Err(ReadError::TooLarge);
    }
    // The first bytes of a file in a ZIP: APPNOTE 4.3.7.
    let begins = archive.starts_with(b"PK\x03\x04");
    let Ok(mut zip) = ZipArchive::new(Cursor::new(archive)) else {
        return Err(if begins { ReadError::CutOff } else { ReadError::NoArchive });
    };
    if zip.len() > FILES_MAX {
        return Err(ReadError::TooLarge);
    }
    let manifest = file(&mut zip, MANIFEST, MANIFEST_BYTES_MAX)?.ok_or(ReadError::NotOurs)?;
    let signature = file(&mut zip, SIGNATURE, SIGNATURE_BYTES_MAX)?.ok_or(ReadError::NotOurs)?;
    let text = std::str::from_utf8(&manifest).map_err(|_| ReadError::NotOurs)?;
    let listed = Manifest::from_text(text).ok_or_else(|| what_manifest(text))?;

    for name in zip.file_names() {
        // A name that is not even text is none of ours.
        let Ok(name) = name else { return Err(ReadError::NotOurs) };
        let known = listed.files.contains_key(&*name) || *name == *MANIFEST || *name == *SIGNATURE;
        if !known && !is_left_behind(&name) {
            return Err(ReadError::Mismatch { name: shown(&name) });
        }
    }
    let mut room = UNPACKED_BYTES_MAX;
    let (mut entries, mut files) = (Vec::new(), BTreeMap::new());
    for (name, wanted) in &listed.files {
        let mismatch = || ReadError::Mismatch { name: name.clone() };
        let bytes = file(&mut zip, name, room)?.ok_or_else(mismatch)?;
        room -= bytes.len() as u64;
        if hash(&bytes) != *wanted {
            return Err(mismatch());
        }
        if name == ENTRIES {
            entries = bytes;
        } else if name.starts_with("files/") {
            files.insert(*wanted, bytes);
        }
    }
    let whole = Whole::from_bytes(&entries).map_err(|error| match error {
        WholeError::Newer => ReadError::Newer,
        WholeError::TooLarge => ReadError::TooLarge,
        WholeError::Malformed => ReadError::Malformed,
    })?;
    if whole.entries() != listed.entries {
        return Err(ReadError::Mismatch { name: ENTRIES.into() });
    }
    let missing =
        whole.files().find(|(_, _, file)| hash_of(file).is_some_and(|hash| !files.contains_key(&hash)));
    if let Some((_, _, file)) = missing {
        return Err(ReadError::Mismatch { name: shown(&file.name) });
    }
    Ok(Opened { whole, files, signer: listed.signer, manifest, signature })
}

/// A manifest that begins as ours do and is of another version is newer; one that does not read is not whole.
fn what_manifest(text: &str) -> ReadError {
    match text.strip_prefix("# rapport export ") {
        Some(rest) if !rest.starts_with("1\n") => ReadError::Newer,
        Some(_) => ReadError::Mismatch { name: MANIFEST.into() },
        None => ReadError::NotOurs,
    }
}

/// What other programs put into an archive that was unpacked and packed again.
fn is_left_behind(name: &str) -> bool {
    name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store")
}

/// A name that may be anything, as it can be shown.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// The bytes of one file, at most `room`, whatever its header says. None when there is no such file.
fn file(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str, room: u64) -> Result<Option<Vec<u8>>, ReadError> {
    let Ok(found) = zip.by_name(name) else { return Ok(None) };
    if found.size() > room {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::new();
    let wrong = |_| ReadError::Mismatch { name: shown(name) };
    found.take(room + 1).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > room { Err(ReadError::TooLarge) } else { Ok(Some(bytes)) }
}
