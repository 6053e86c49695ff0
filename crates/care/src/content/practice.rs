//! Exercises and articles: given to somebody, done, and an article's own words.

use serde::{Deserialize, Serialize};

use super::measure::{AskedFor, Rhythm};
use super::{ContentError, at_most, some};
use crate::ids::AccountId;
use crate::library::Article;
use crate::limits::{ARTICLE_CHARS_MAX, FORM_TEXT_CHARS_MAX, PRACTICE_ID_BYTES_MAX};

/// Something to do or to read, by its name for programs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Practice {
    /// An exercise: paced breathing, grounding.
    Skill(String),
    /// An article: one that comes with Rapport, or one the practice wrote.
    Article(String),
}

impl Practice {
    fn check(&self) -> Result<(), ContentError> {
        let (Self::Skill(id) | Self::Article(id)) = self;
        named(id)
    }
}

/// Gives somebody an exercise to do or an article to read. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeAsked {
    /// What.
    pub practice: Practice,
    /// Whom.
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

impl PracticeAsked {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.practice.check()?;
        at_most("what it is for", &self.words, FORM_TEXT_CHARS_MAX)?;
        self.rhythm.check(self.due, self.until)
    }
}

/// Somebody did it, or read it, and says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeDone {
    /// What.
    pub practice: Practice,
    /// When, on their clock, in microseconds since the Unix epoch.
    pub done_at: i64,
    /// What it answers; none when they did it of themselves.
    pub asked: Option<AskedFor>,
    /// How it was; may be empty.
    pub words: String,
}

impl PracticeDone {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.practice.check()?;
        at_most("how it was", &self.words, FORM_TEXT_CHARS_MAX)
    }
}

/// The words of an article that a practice wrote. In the practice's space it is on its shelf; in a care space
/// it is what an ask beside it is about. Counts from staff alone, and the newest does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleWritten {
    /// Its name for programs.
    pub article: String,
    /// Its words, in Markdown: at most [`ARTICLE_CHARS_MAX`] characters.
    pub markdown: String,
}

impl ArticleWritten {
    /// The article; none when the words are none.
    pub fn read(&self) -> Option<Article> {
        Article::read(&self.markdown).ok()
    }

    pub(super) fn check(&self) -> Result<(), ContentError> {
        named(&self.article)?;
        some("the article", &self.markdown, ARTICLE_CHARS_MAX)
    }
}

/// An article the practice wrote is offered no longer; whoever was given it keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticlePutAway {
    /// Its name for programs.
    pub article: String,
}

impl ArticlePutAway {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        named(&self.article)
    }
}

fn named(id: &str) -> Result<(), ContentError> {
    some("the name for programs", id, PRACTICE_ID_BYTES_MAX)
}
