//! A care space as an archive that is read without Rapport: written, and read back.
//!
//! One ZIP: `record.pdf` for people, `bundle.json` for other software (FHIR R4), `files/`, `entries.bin` for
//! another Rapport, and `manifest.txt` with the SHA-256 of each, which the exporter signs. Everything happens on
//! somebody's own device: in the browser this crate is a wasm module of its own, loaded when it is asked for.
//!
//! Architecture invariant: no keys. What is to be signed is handed out ([`Packing::manifest`]), and what was
//! signed is handed in ([`Packing::finish`]); whoever calls verifies. No clock, chance or file either: the time
//! stands in the [`Whole`](rapport_care::whole::Whole), and the same contents make the same bytes.
//!
//! | module | what |
//! |---|---|
//! | [`pack`] | contents to archive |
//! | [`read`] | archive to contents, within limits, with clear errors |
//! | [`manifest`] | what is in it: names, sizes, hashes |
//! | [`fhir`] | contents as a FHIR R4 Bundle |
//! | [`tale`] | contents as a person reads them |
//! | [`pdf`] | that on pages |
//! | [`answers`] | questions beside their answers, for both |
//! | [`door`] | what the browser calls |
//!
//! ```
//! use rapport_care::whole::Whole;
//! use rapport_takeaway::{Packing, read};
//! let whole = Whole { exported_at: 1_800_000_000_000_000, parts: Vec::new() };
//! let packing = Packing::new(&whole, [7; 32], []).unwrap();
//! let archive = packing.finish(b"signed").unwrap();
//! assert_eq!(read(&archive).unwrap().whole, whole);
//! ```

pub mod answers;
pub mod door;
pub mod fhir;
pub mod limits;
pub mod manifest;
pub mod pack;
pub mod pdf;
pub mod read;
pub mod tale;
mod words;

pub use pack::{PackError, Packing};
pub use read::{Opened, ReadError, read};
