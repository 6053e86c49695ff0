//! What a package says, as it stands in its file.

use std::collections::BTreeMap;
use std::ops::{Deref, RangeInclusive};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check;
use crate::canonical;
use crate::limits::MEASURE_BYTES_MAX;

/// A package that was read whole: its checksum holds and nothing in it contradicts the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    spec: Spec,
    checksum: [u8; 32],
}

/// Why a file is no package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// More than [`MEASURE_BYTES_MAX`].
    #[error("the package is too large")]
    TooLarge,
    /// Not JSON, or not of this shape.
    #[error("the package cannot be read: {0}")]
    Malformed(String),
    /// A letter, a figure or a name is not as its maker left it.
    #[error("the checksum is not that of the content, which has {}", hex(found))]
    Checksum {
        /// The checksum of what stands in the file.
        found: [u8; 32],
    },
    /// It reads, but makes no sense.
    #[error("the package contradicts itself: {0}")]
    Contradiction(String),
}

/// Everything in a package but its checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Of this shape; 1.
    pub format: u8,
    /// Short name for programs, such as `phq-9`.
    pub id: String,
    /// Counted up whenever anything in it changes.
    pub version: u16,
    /// Language of the questions (BCP 47).
    pub language: String,
    /// Name for people, such as *PHQ-9*.
    pub short: String,
    /// Full name.
    pub title: String,
    /// What it asks about, in our words.
    pub about: String,
    /// Whether the questions are in it.
    pub words: Texts,
    /// The instruction above the questions, word for word; may be empty.
    pub intro: String,
    /// Rows of answers by name; several questions share one.
    pub options: BTreeMap<String, Vec<Choice>>,
    /// The questions, in order.
    pub items: Vec<Item>,
    /// Questions that an answer spares.
    pub skips: Vec<Skip>,
    /// What is scored; the first is the one that is charted.
    pub scales: Vec<Scale>,
    /// Whose it is.
    pub licence: Licence,
    /// The papers that the figures are from.
    pub sources: Vec<Source>,
    /// What somebody who reads the scores should know.
    pub notes: Vec<String>,
}

/// Whether the words of a measure are in its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Texts {
    /// Word for word.
    Included,
    /// They need a licence: only the scoring is here.
    NotIncluded,
    /// A practice that holds a licence put them in.
    Supplied,
}

/// One answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it counts; also how the answer is written down. Different within a row.
    pub value: u8,
    /// Its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number or name in this package.
    pub id: String,
    /// Words that stand over several questions and begin each: "In the past month, have you…".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The question, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Which row of answers.
    pub options: String,
    /// Counts the other way round: the highest answer counts like the lowest.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reversed: bool,
    /// Answered with this value or a higher one, it shows help at once and marks the entry urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_from: Option<u8>,
    /// Asked, but in no scale and free to leave open.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_be_left_out: bool,
}

/// An answer that spares later questions, which then count their least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The question that decides.
    #[serde(rename = "if")]
    pub item: String,
    /// The answer to it.
    pub is: u8,
    /// The questions that are then not asked.
    pub skip: Vec<String>,
    /// Where the measure says so.
    pub cites: String,
}

/// Something that is scored: the whole, or a part with a meaning of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Short name for programs.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The questions that are summed.
    pub items: Vec<String>,
    /// What the sum is multiplied by.
    pub times: u8,
    /// Which way is well.
    pub better: Better,
    /// How many answers may be missing; without it, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// What scores are called, from the lowest; empty when the measure names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Scores with a consequence; the first for [`Whom::Anyone`] is the one that change is told by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cutoffs: Vec<Cutoff>,
    /// How much must change to be more than chance; none when nobody has shown it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Basis>,
}

/// Which way a score is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// Low scores are well.
    Lower,
    /// High scores are well.
    Higher,
}

/// How many answers may be missing. The mean of those given stands in for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// This many.
    pub at_most: u8,
    /// Where that is from.
    pub cites: String,
}

/// A stretch of scores with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its lowest score.
    pub from: u32,
    /// Its name.
    pub name: String,
    /// Where that is from.
    pub cites: String,
}

/// A score with a consequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Met by this score and by every worse one.
    pub at: u32,
    /// What it is called.
    pub name: String,
    /// Whom it is for.
    #[serde(rename = "for")]
    pub whom: Whom,
    /// Where that is from.
    pub cites: String,
}

/// Whom a cut-off was found for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// Everybody.
    Anyone,
    /// Women.
    Women,
    /// Men.
    Men,
}

/// How much change counts, and in what sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// At least this many points.
    pub points: u32,
    /// In what sense: *Reliable change* unless the paper says otherwise.
    pub basis: String,
    /// Where that is from.
    pub cites: String,
}

/// Whose a measure is, and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Who may use it.
    #[serde(rename = "use")]
    pub who: Use,
    /// Whose it is: the credit to show.
    pub holder: String,
    /// What its owner says.
    pub text: String,
    /// Where its owner says so.
    pub url: String,
}

/// Who may use a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Everybody.
    Any,
    /// Everybody who does not earn by it.
    NonCommercial,
    /// Whoever holds a licence.
    Licensed,
}

/// A paper or a manual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What `cites` names it by.
    pub id: String,
    /// The reference.
    pub text: String,
    /// Digital object identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
}

impl Package {
    /// Reads a file. Refuses what is too large, of another shape, altered or contradictory.
    pub fn read(file: &[u8]) -> Result<Self, PackageError> {
        if file.len() > MEASURE_BYTES_MAX {
            return Err(PackageError::TooLarge);
        }
        let malformed = |e: serde_json::Error| PackageError::Malformed(e.to_string());
        let mut value: Value = serde_json::from_slice(file).map_err(malformed)?;
        let said = value.as_object_mut().and_then(|fields| fields.remove("checksum"));
        let Some(Value::String(said)) = said else {
            return Err(PackageError::Malformed("there is no checksum".into()));
        };
        let found = canonical::checksum(&value);
        if said != hex(&found) {
            return Err(PackageError::Checksum { found });
        }
        let spec: Spec = serde_json::from_value(value).map_err(malformed)?;
        check::check(&spec)?;
        Ok(Self { spec, checksum: found })
    }

    /// From what was put together here, if it makes sense.
    pub(super) fn of(spec: Spec) -> Result<Self, PackageError> {
        check::check(&spec)?;
        let value = serde_json::to_value(&spec).map_err(|e| PackageError::Malformed(e.to_string()))?;
        Ok(Self { checksum: canonical::checksum(&value), spec })
    }

    /// The file that [`Package::read`] reads.
    pub fn to_file(&self) -> String {
        // A map with string keys and no floats always becomes JSON.
        let mut value = serde_json::to_value(&self.spec).unwrap_or_default();
        if let Some(fields) = value.as_object_mut() {
            fields.insert("checksum".into(), Value::String(hex(&self.checksum)));
        }
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }

    /// SHA-256 over the canonical content.
    pub const fn checksum(&self) -> &[u8; 32] {
        &self.checksum
    }

    /// The answers to choose from for a question.
    pub fn choices(&self, item: &Item) -> &[Choice] {
        self.options.get(&item.options).map_or(&[], Vec::as_slice)
    }

    /// A question by its name.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// A scale by its name.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The lowest and the highest score there can be.
    pub fn range(&self, scale: &Scale) -> RangeInclusive<u32> {
        let ends = scale.items.iter().filter_map(|id| self.item(id)).map(|item| self.ends(item));
        let (least, most) =
            ends.fold((0, 0), |(low, high), (a, b)| (low + u32::from(a), high + u32::from(b)));
        let times = u32::from(scale.times);
        least * times..=most * times
    }

    /// The least and the most that a question counts. The same either way round.
    pub(super) fn ends(&self, item: &Item) -> (u8, u8) {
        let values = || self.choices(item).iter().map(|choice| choice.value);
        (values().min().unwrap_or(0), values().max().unwrap_or(0))
    }
}

/// A package is read like its [`Spec`], and cannot be changed like one.
impl Deref for Package {
    type Target = Spec;

    fn deref(&self) -> &Spec {
        &self.spec
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(it: &bool) -> bool {
    !*it
}
