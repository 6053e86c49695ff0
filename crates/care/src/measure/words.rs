//! The words of a measure that needs a licence, supplied by a practice that holds one.

use serde::{Deserialize, Serialize};

use super::package::{Package, PackageError, Texts};

/// What a licence adds to a package without words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Language of the words (BCP 47).
    pub language: String,
    /// The instruction above the questions; may be empty.
    pub intro: String,
    /// The questions, in order.
    pub items: Vec<String>,
    /// The words of each row of answers, by the row's name, from the lowest value.
    pub options: std::collections::BTreeMap<String, Vec<String>>,
}

impl Package {
    /// The same measure with its words. Refused where there are words already, and when they do not fit.
    pub fn with_words(&self, words: &Words) -> Result<Self, PackageError> {
        let misfit = |what: &str| PackageError::Contradiction(what.to_owned());
        if self.words != Texts::NotIncluded {
            return Err(misfit("the words are already there"));
        }
        if words.items.len() != self.items.len() {
            return Err(misfit("there are not as many questions"));
        }
        let mut spec = (**self).clone();
        spec.words = Texts::Supplied;
        spec.language.clone_from(&words.language);
        spec.intro.clone_from(&words.intro);
        for (item, text) in spec.items.iter_mut().zip(&words.items) {
            item.text = Some(text.clone());
        }
        for (name, row) in &mut spec.options {
            let texts = words.options.get(name).filter(|texts| texts.len() == row.len());
            let texts = texts.ok_or_else(|| misfit("there are not as many answers"))?;
            for (choice, text) in row.iter_mut().zip(texts) {
                choice.text = Some(text.clone());
            }
        }
        Self::of(spec)
    }
}
