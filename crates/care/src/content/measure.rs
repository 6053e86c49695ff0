//! Measures asked for and answered, and what was done about an answer that worries.

use serde::{Deserialize, Serialize};

use super::{ContentError, at_most, some};
use crate::ids::{AccountId, EntryId};
use crate::limits::{MEASURE_ID_BYTES_MAX, MEASURE_ITEMS_MAX, RHYTHM_MAX, RISK_WORDS_CHARS_MAX};
use crate::measure::{Answers, Risk, find, risks};

/// Which measure, in which version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MeasureName {
    /// Its package's name for programs.
    pub id: String,
    /// Its package's version.
    pub version: u16,
}

impl MeasureName {
    fn check(&self) -> Result<(), ContentError> {
        if self.id.is_empty() || self.version == 0 {
            return Err(ContentError::Empty);
        }
        at_most("the measure's name", &self.id, MEASURE_ID_BYTES_MAX)
    }
}

/// How often somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rhythm {
    /// Once.
    Once,
    /// Every so many days, 1 to [`RHYTHM_MAX`].
    Days(u16),
    /// Every so many weeks, 1 to [`RHYTHM_MAX`].
    Weeks(u16),
}

impl Rhythm {
    /// Whether something can be asked for so.
    pub(super) fn check(self, due: i64, until: Option<i64>) -> Result<(), ContentError> {
        let often = match self {
            Self::Once => true,
            Self::Days(n) | Self::Weeks(n) => (1..=RHYTHM_MAX).contains(&n),
        };
        let ends_after = until.is_none_or(|until| until >= due);
        if often && ends_after { Ok(()) } else { Err(ContentError::Malformed) }
    }
}

/// Asks somebody to answer a measure. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureAsked {
    /// Which measure.
    pub measure: MeasureName,
    /// Who is asked.
    pub of: AccountId,
    /// How often.
    pub rhythm: Rhythm,
    /// When it is first due, in microseconds since the Unix epoch.
    pub due: i64,
    /// When asking ends, likewise; none for no end.
    pub until: Option<i64>,
}

impl MeasureAsked {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.measure.check()?;
        self.rhythm.check(self.due, self.until)
    }
}

/// Ends asking for a measure or a form before its time. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStopped {
    /// The entry that asked.
    pub ask: EntryId,
}

/// Which asking an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFor {
    /// The entry that asked.
    pub ask: EntryId,
    /// When it was due: which of its occurrences.
    pub due: i64,
}

/// A measure's answers, by the person they are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureAnswered {
    /// Which measure.
    pub measure: MeasureName,
    /// Checksum of the package whose words they saw.
    pub checksum: [u8; 32],
    /// As in [`Answers`].
    pub answers: Vec<Option<u8>>,
    /// When they finished, on their clock, in microseconds since the Unix epoch.
    pub answered_at: i64,
    /// What it answers; none when they answered of themselves.
    pub asked: Option<AskedFor>,
}

impl MeasureAnswered {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.measure.check()?;
        if self.answers.iter().all(Option::is_none) {
            return Err(ContentError::Empty);
        }
        let max = MEASURE_ITEMS_MAX;
        let long = self.answers.len() > max;
        if long { Err(ContentError::TooLong { what: "the row of answers", max }) } else { Ok(()) }
    }

    /// The answers that worry, as the package of that name and version has it, whoever put its words in.
    pub fn risks(&self) -> Vec<Risk> {
        let package = find(&self.measure.id, self.measure.version);
        package.map_or_else(Vec::new, |package| risks(package, &Answers(self.answers.clone())))
    }
}

/// What was done about an answer that worries. Counts from staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskDealt {
    /// The entry with the answers.
    pub response: EntryId,
    /// What came of it.
    pub outcome: RiskOutcome,
    /// In words, 1 to [`RISK_WORDS_CHARS_MAX`] characters: nobody closes one without a sentence.
    pub words: String,
}

impl RiskDealt {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        some("what was done", &self.words, RISK_WORDS_CHARS_MAX)
    }
}

/// What came of an answer that worries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RiskOutcome {
    /// Tried to reach them and could not. It stays open.
    NotReached,
    /// Spoke with them: no danger now.
    NoDanger,
    /// Spoke with them, and made or went through their safety plan.
    SafetyPlan,
    /// Somebody else takes care of it now, and knows.
    HandedOn,
    /// Called the emergency services.
    Emergency,
    /// Something else, as the words say.
    Other,
}

impl RiskOutcome {
    /// Whether nothing is left to do.
    pub const fn closes(self) -> bool {
        !matches!(self, Self::NotReached)
    }
}
