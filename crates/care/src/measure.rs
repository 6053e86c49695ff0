//! Measures: published questionnaires as data packages, and what their answers come to.
//!
//! A package is one JSON file below `measures/`: the questions word for word, the answers and what they
//! count, how a score is made of them, what it means, who owns it, and the paper behind each figure. Code
//! here knows no measure by name. A package that fails its checksum or contradicts itself is not read at
//! all, so that whoever holds a [`Package`] may trust it.
//!
//! A measure whose owner asks for a licence ships without its words; a practice that holds one supplies
//! them with [`Package::with_words`].
//!
//! ```
//! use rapport_care::measure::{Answers, find, score};
//! let phq_2 = find("phq-2", 1).unwrap();
//! let scored = score(phq_2, &Answers(vec![Some(2), Some(1)])).unwrap();
//! assert_eq!(scored.main().unwrap().value, 3);
//! assert!(scored.main().unwrap().cases[0].met);
//! ```

mod change;
mod check;
mod package;
mod score;
mod shelf;
mod track;
mod words;

pub use change::{Change, Crossing, Reliable, change};
pub use package::{
    Band, Basis, Better, Choice, Cutoff, Item, Licence, Missing, Package, PackageError, Scale, Skip, Source,
    Spec, Texts, Use, Whom,
};
pub use score::{Answers, Case, Risk, ScaleScore, Score, ScoreError, is_spared, risks, score};
pub use shelf::{find, newest, shelf};
pub use track::{Track, track};
pub use words::Words;

#[cfg(test)]
mod tests;
