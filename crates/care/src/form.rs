//! Forms that a practice shapes itself: sections, questions, and branches between them.
//!
//! Shaped like a FHIR R4 Questionnaire (sections are groups, `id` is its linkId, [`When`] its enableWhen
//! and enableBehavior), so that a form leaves Rapport as one; smaller, so that a builder on a screen can
//! show all of it. A [`Form`] was checked: every branch asks about an earlier question, so none runs in a
//! circle and a form can be filled in from top to bottom.
//!
//! ```
//! use rapport_care::form::{Answer, Responses, first_assessment};
//! let form = first_assessment();
//! let mut said = Responses::new();
//! said.insert("what-brings-you".into(), Answer::Text("I sleep badly.".into()));
//! assert!(form.shown(&said).contains("since-when"));
//! assert_eq!(form.validate(&said), Ok(()), "nothing else must be answered");
//! ```

mod answer;
mod branch;
mod check;
pub mod known;
mod model;

pub use answer::{Answer, Date, Problem, Responses, Time, Wrong};
pub use known::{first_assessment, session_feedback};
pub use model::{Condition, Draft, Kind, Op, Options, Question, Section, Span, Test, When};

use crate::limits::FORM_BYTES_MAX;

/// A form that was checked. It reads like a [`Draft`], and cannot be changed like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(Draft);

/// Why a draft is no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not JSON, or not of this shape.
    #[error("the form cannot be read: {0}")]
    Malformed(String),
    /// There is more of something than may be.
    #[error("there are too many {what}: at most {max}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        max: usize,
    },
    /// A text is empty or endless.
    #[error("a text of {id} is empty or too long")]
    Text {
        /// Of which section or question.
        id: String,
    },
    /// Two things have one name, or something has none.
    #[error("the name {id:?} is there twice, or is none")]
    Name {
        /// The name.
        id: String,
    },
    /// A branch asks about something that is not there, or about an answer that cannot be given.
    #[error("the branch at {id} asks about what cannot be answered")]
    Unanswerable {
        /// Where the branch is.
        id: String,
    },
    /// A branch asks about a later question.
    #[error("the branch at {id} asks about a later question")]
    Forward {
        /// Where the branch is.
        id: String,
    },
    /// Whether a question is asked would depend on its own answer.
    #[error("the branch at {id} runs in a circle")]
    Circle {
        /// Where the branch is.
        id: String,
    },
    /// A question whose answers make no sense: no options, a scale of one step.
    #[error("the question {id} cannot be answered")]
    Kind {
        /// Which.
        id: String,
    },
}

impl Form {
    /// Checks a draft.
    pub fn of(draft: Draft) -> Result<Self, FormError> {
        check::check(&draft)?;
        Ok(Self(draft))
    }

    /// Reads a file: a [`Draft`] as JSON.
    pub fn read(file: &[u8]) -> Result<Self, FormError> {
        if file.len() > FORM_BYTES_MAX {
            return Err(FormError::TooMany { what: "bytes", max: FORM_BYTES_MAX });
        }
        let draft = serde_json::from_slice(file).map_err(|e| FormError::Malformed(e.to_string()))?;
        Self::of(draft)
    }

    /// The file that [`Self::read`] reads.
    pub fn to_json(&self) -> String {
        // A draft has string keys and whole numbers, so it always becomes JSON.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// SHA-256 over its canonical content: a response names the words it answered by it.
    pub fn checksum(&self) -> [u8; 32] {
        // A draft has string keys and whole numbers, so it always becomes JSON.
        crate::canonical::checksum(&serde_json::to_value(&self.0).unwrap_or_default())
    }

    /// The draft again, to change it and check it anew.
    pub fn into_draft(self) -> Draft {
        self.0
    }
}

impl std::ops::Deref for Form {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

#[cfg(test)]
mod tests;
