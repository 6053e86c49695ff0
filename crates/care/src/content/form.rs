//! Forms and worksheets asked for and answered.

use serde::{Deserialize, Serialize};

use super::measure::{AskedFor, Rhythm};
use super::{ContentError, at_most};
use crate::form::{Answer, Form, Responses};
use crate::ids::{AccountId, EntryId};
use crate::limits::{
    FORM_ANSWERS_CHARS_MAX, FORM_ID_BYTES_MAX, FORM_OPTIONS_MAX, FORM_QUESTIONS_MAX, FORM_TEXT_CHARS_MAX,
    FORM_WORDS_BYTES_MAX,
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
    pub(super) fn check(&self) -> Result<(), ContentError> {
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
        if self.worries.len() > max {
            return Err(ContentError::TooLong { what: "the row of answers", max });
        }
        if !self.worries.iter().all(|id| self.responses.contains_key(id)) {
            return Err(ContentError::Malformed);
        }
        row(&self.responses)
    }
}

/// A form as far as somebody got, in their own space: what was begun on one device goes on on another. The
/// newest counts; those before it, and all once it is sent, are taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBegun {
    /// The care space that asks.
    pub care: [u8; 32],
    /// The entry that asks.
    pub ask: EntryId,
    /// The answers so far.
    pub responses: Responses,
}

impl FormBegun {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        row(&self.responses)
    }
}

/// The words of a form that a practice made. In the practice's space it is on its shelf; in a care space it is
/// what an ask beside it is about. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormWorded {
    /// The form as JSON, at most [`FORM_WORDS_BYTES_MAX`] bytes.
    pub file: String,
}

impl FormWorded {
    /// The words of this form.
    pub fn of(form: &Form) -> Self {
        Self { file: form.to_json() }
    }

    /// The form; none when the words are none.
    pub fn form(&self) -> Option<Form> {
        Form::read(self.file.as_bytes()).ok()
    }

    pub(super) fn check(&self) -> Result<(), ContentError> {
        let max = FORM_WORDS_BYTES_MAX;
        if self.file.is_empty() {
            Err(ContentError::Empty)
        } else if self.file.len() > max {
            Err(ContentError::TooLong { what: "the form", max })
        } else {
            Ok(())
        }
    }
}

/// A form the practice made is offered no longer; what was answered stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPutAway {
    /// The form's name for programs.
    pub form: String,
}

impl FormPutAway {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        at_most("the form's name", &self.form, FORM_ID_BYTES_MAX)
    }
}

/// Answers that are not endless.
fn row(responses: &Responses) -> Result<(), ContentError> {
    let max = FORM_QUESTIONS_MAX;
    if responses.len() > max {
        return Err(ContentError::TooLong { what: "the row of answers", max });
    }
    let mut together = 0;
    for (id, answer) in responses {
        at_most("a question's name", id, FORM_ID_BYTES_MAX)?;
        together += chars(answer)?;
    }
    let max = FORM_ANSWERS_CHARS_MAX;
    if together > max { Err(ContentError::TooLong { what: "the answers", max }) } else { Ok(()) }
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
