//! What a form is made of.

use serde::{Deserialize, Serialize};

/// A form as somebody builds it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Short name for programs.
    pub id: String,
    /// Counted up whenever anything in it changes.
    pub version: u16,
    /// Language of its words (BCP 47).
    pub language: String,
    /// Its title.
    pub title: String,
    /// Words before the first question; may be empty.
    pub intro: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// Questions that belong together, on one screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name, unique in the form.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Words under the title; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intro: String,
    /// When it is asked; none for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name, unique in the form.
    pub id: String,
    /// The question.
    pub text: String,
    /// A sentence under it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// How it is answered.
    pub kind: Kind,
    /// Whether the form is incomplete without it, where it is asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// When it is asked; none for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// An answer that worries: help is shown at once, and the entry is urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worries: Option<Test>,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// By choosing.
    Choice(Options),
    /// By a whole number on a line.
    Scale(Span),
    /// In a few words.
    Line,
    /// In as many words as it takes.
    Text,
    /// By a day of the calendar.
    Date,
    /// By a time of day.
    Time,
}

/// What to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Name and words of each, in order.
    pub of: Vec<(String, String)>,
    /// More than one may be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub many: bool,
    /// Something else may be written instead, or as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other: bool,
}

/// A line of whole numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Its low end.
    pub from: i16,
    /// Its high end.
    pub to: i16,
    /// Words at its low end.
    pub low: String,
    /// Words at its high end.
    pub high: String,
}

/// When something is asked: FHIR's enableWhen, with its enableBehavior.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Whether all conditions must hold, or any.
    pub op: Op,
    /// The conditions.
    pub of: Vec<Condition>,
}

/// Whether all conditions must hold, or any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    /// All.
    All,
    /// At least one.
    Any,
}

/// Something about the answer to an earlier question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The question.
    pub question: String,
    /// What must be so.
    pub test: Test,
}

/// What an answer may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// There is one.
    Answered,
    /// There is none.
    NotAnswered,
    /// This option was chosen.
    Chosen(String),
    /// There is an answer, and this option is not in it.
    NotChosen(String),
    /// On the line, this or more.
    AtLeast(i16),
    /// On the line, this or less.
    AtMost(i16),
}

impl Draft {
    /// Every question with its section, in order.
    pub fn questions(&self) -> impl Iterator<Item = (&Section, &Question)> {
        self.sections.iter().flat_map(|section| section.questions.iter().map(move |it| (section, it)))
    }

    /// A question by its name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().map(|(_, question)| question).find(|question| question.id == id)
    }
}
