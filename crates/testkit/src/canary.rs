//! Canaries: words that exist nowhere else, planted where people write, and looked for where nothing
//! that people write may be.
//!
//! They are looked for as they are, in hexadecimal and in base64, so that a database dump or a JSON
//! log hides nothing. A search is only worth something if it finds what is there: plant one in the
//! clear, and check that the search fails.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;
use rand_core::Rng;

/// Letters of chance in a canary: 24 of 26 make 112 bits, found nowhere by accident.
const LETTERS: usize = 24;

/// A word that exists nowhere else.
#[derive(Debug, Clone)]
pub struct Canary {
    label: String,
    word: String,
    forms: Vec<(Form, Vec<u8>)>,
}

/// How a canary was written where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Plain,
    /// Hexadecimal, in either case.
    Hex,
    /// Base64 with either alphabet, at any offset.
    Base64,
}

/// A canary where none may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Which canary.
    pub label: String,
    /// Where: a file, or what the bytes were called.
    pub place: PathBuf,
    /// How it was written.
    pub form: Form,
    /// The first byte of it.
    pub offset: usize,
}

impl Canary {
    /// A fresh one. `label` says where it is planted, and is not part of the word.
    pub fn new(label: &str, rng: &mut impl Rng) -> Self {
        let letter =
            |rng: &mut dyn Rng| char::from(b'a' + u8::try_from(rng.next_u32() % 26).unwrap_or_default());
        let word: String = (0..LETTERS).map(|_| letter(rng)).collect();
        let forms = forms(word.as_bytes());
        Self { label: label.to_owned(), word, forms }
    }

    /// The word to plant: letters only, so that no escaping changes it.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Looks for it in bytes; `place` is what a sighting is reported under.
    pub fn sightings(&self, place: &Path, bytes: &[u8]) -> Vec<Sighting> {
        let seen = self.forms.iter().filter_map(|(form, needle)| Some((*form, memmem::find(bytes, needle)?)));
        seen.map(|(form, offset)| Sighting {
            label: self.label.clone(),
            place: place.to_owned(),
            form,
            offset,
        })
        .collect()
    }
}

/// Looks for canaries in every file below a folder (or in one file).
///
/// # Errors
/// Something could not be read, or there was nothing to look at.
pub fn search(place: &Path, canaries: &[Canary]) -> Result<Vec<Sighting>> {
    let mut found = Vec::new();
    let mut files = 0;
    walk(place, &mut |file| {
        let bytes = fs::read(file).with_context(|| format!("cannot look into {}", file.display()))?;
        files += 1;
        found.extend(canaries.iter().flat_map(|canary| canary.sightings(file, &bytes)));
        Ok(())
    })?;
    ensure!(files > 0, "there is no file in {}: a search of nothing proves nothing", place.display());
    Ok(found)
}

fn walk(place: &Path, visit: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
    let kind =
        fs::symlink_metadata(place).with_context(|| format!("cannot look into {}", place.display()))?;
    if kind.is_file() {
        return visit(place);
    }
    if kind.is_dir() {
        for entry in fs::read_dir(place)? {
            walk(&entry?.path(), visit)?;
        }
    }
    Ok(()) // sockets and links hold nothing
}

fn forms(word: &[u8]) -> Vec<(Form, Vec<u8>)> {
    let mut forms = vec![
        (Form::Plain, word.to_vec()),
        (Form::Hex, hex::encode(word).into_bytes()),
        (Form::Hex, hex::encode_upper(word).into_bytes()),
    ];
    // Base64 writes three bytes as four letters, so there are three ways to meet a word inside a
    // longer text; the letters at its ends depend on its neighbours and are left out.
    for offset in 0..3 {
        let padded = [&[0; 2][..offset], word].concat();
        for alphabet in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let letters = alphabet.encode(&padded);
            let from = (offset * 8).div_ceil(6);
            let to = padded.len() * 8 / 6;
            forms.push((Form::Base64, letters.as_bytes()[from..to].to_vec()));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::seeded;

    fn seen(canary: &Canary, bytes: &[u8]) -> Vec<Form> {
        canary.sightings(Path::new("log"), bytes).into_iter().map(|sighting| sighting.form).collect()
    }

    #[test]
    fn it_is_found_however_it_is_written() {
        let canary = Canary::new("message", &mut seeded(1));
        for around in ["", "a", "ab", "abc"] {
            let text = format!("{around}{}{around}", canary.word());
            assert_eq!(seen(&canary, text.as_bytes()), [Form::Plain]);
            assert_eq!(seen(&canary, hex::encode(&text).as_bytes()), [Form::Hex]);
            assert!(seen(&canary, STANDARD_NO_PAD.encode(&text).as_bytes()).contains(&Form::Base64));
            assert!(seen(&canary, URL_SAFE_NO_PAD.encode(&text).as_bytes()).contains(&Form::Base64));
        }
    }

    #[test]
    fn another_one_is_not_it() {
        let mut rng = seeded(2);
        let (planted, other) = (Canary::new("a", &mut rng), Canary::new("b", &mut rng));
        assert!(seen(&other, planted.word().as_bytes()).is_empty());
    }

    #[test]
    fn a_search_goes_down_into_folders() {
        let dir = tempfile::tempdir().unwrap();
        let canary = Canary::new("note", &mut seeded(3));
        fs::create_dir(dir.path().join("blobs")).unwrap();
        fs::write(dir.path().join("blobs/1"), format!("words {}", canary.word())).unwrap();
        let found = search(dir.path(), std::slice::from_ref(&canary)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].offset, found[0].place.file_name().unwrap().to_str()), (6, Some("1")));
    }

    #[test]
    fn a_search_of_nothing_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert!(search(dir.path(), &[]).is_err());
    }
}
