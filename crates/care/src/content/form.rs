//! Forms and worksheets asked for and answered.

use serde::{Deserialize, Serialize};

use super::measure::{AskedFor, Rhythm};
use super::{ContentError, at_most};
use crate::form::{Answer, Responses};
use crate::ids::AccountId;
use crate::limits::{
    FORM_ANSWERS_CHARS_MAX, FORM_ID_BYTES_MAX, FORM_OPTIONS_MAX, FORM_QUESTIONS_MAX, FORM_TEXT_CHARS_MAX,
};

/// Which form, in which version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormName {
    /// Its name for programs.
    pub id: String,
    /// Its version.
    pub version: u16,
}

impl FormName {
    fn check(&self) -> Result<(), ContentError> {
        if self.id.is_empty() || self.version == 0 {
            return Err(ContentError::Empty);
        }
        at_most("the form's name", &self.id, FORM_ID_BYTES_MAX)
    }
}

/// Asks somebody to fill in a form, or gives them a worksheet. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAsked {
    /// Which form.
    pub form: FormName,
    /// Who is asked.
    pub of: AccountId,
    /// How often.
    pub rhythm: Rhythm,
    /// When it is first due, in microseconds since the Unix epoch.
    pub due: i64,
    /// When asking ends, likewise; none for no end.
    pub until: Option<i64>,
    /// What it is for, in the therapist's words; may be empty.
    pub words: String,
}

impl FormAsked {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.form.check()?;
        at_most("what it is for", &self.words, FORM_TEXT_CHARS_MAX)?;
        self.rhythm.check(self.due, self.until)
    }
}

/// A form's answers, by the person they are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAnswered {
    /// Which form.
    pub form: FormName,
    /// Checksum of the form whose words they saw.
    pub checksum: [u8; 32],
    /// The answers.
    pub responses: Responses,
    /// The questions whose answers worry, as the device that had the form at hand saw it: a practice's own
    /// form may not be known where the entry is read.
    pub worries: Vec<String>,
    /// When they finished, on their clock, in microseconds since the Unix epoch.
    pub answered_at: i64,
    /// What it answers; none when they filled it in of themselves.
    pub asked: Option<AskedFor>,
}

impl FormAnswered {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.form.check()?;
        if self.responses.is_empty() {
            return Err(ContentError::Empty);
        }
        let max = FORM_QUESTIONS_MAX;
        if self.responses.len() > max || self.worries.len() > max {
            return Err(ContentError::TooLong { what: "the row of answers", max });
        }
        if !self.worries.iter().all(|id| self.responses.contains_key(id)) {
            return Err(ContentError::Malformed);
        }
        let mut together = 0;
        for (id, answer) in &self.responses {
            at_most("a question's name", id, FORM_ID_BYTES_MAX)?;
            together += chars(answer)?;
        }
        let max = FORM_ANSWERS_CHARS_MAX;
        if together > max { Err(ContentError::TooLong { what: "the answers", max }) } else { Ok(()) }
    }
}

/// How many characters of words are in an answer.
fn chars(answer: &Answer) -> Result<usize, ContentError> {
    let count = |text: &String| text.chars().count();
    match answer {
        Answer::Chosen(chosen, other) => {
            let max = FORM_OPTIONS_MAX;
            if chosen.len() > max {
                return Err(ContentError::TooLong { what: "the row of options", max });
            }
            Ok(chosen.iter().chain(other).map(count).sum())
        }
        Answer::Text(text) => Ok(count(text)),
        Answer::Scale(_) | Answer::Date(_) | Answer::Time(_) => Ok(0),
    }
}
