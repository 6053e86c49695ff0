//! What answers come to.

use super::package::{Better, Cutoff, Item, Package, Scale, Whom};

/// Answers in the order of the questions: the value of the answer that was chosen, as it stands beside
/// it, also where a question counts the other way round. None for a question that was left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers(pub Vec<Option<u8>>);

/// What answers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// In the order of the package; the first is the one that is charted.
    pub scales: Vec<ScaleScore>,
    /// Answers that worry.
    pub risks: Vec<Risk>,
}

/// What one scale comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleScore {
    /// The scale's name for programs.
    pub scale: String,
    /// The score, within [`Package::range`].
    pub value: u32,
    /// What such a score is called, when the measure names its bands.
    pub band: Option<String>,
    /// Its cut-offs, in the order of the package.
    pub cases: Vec<Case>,
    /// How many answers the mean of the others stands in for.
    pub missing: usize,
}

/// Whether a cut-off was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// Whom it is for.
    pub whom: Whom,
    /// Whether it was met.
    pub met: bool,
}

/// An answer that worries: help is shown at once, and somebody must deal with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// The question.
    pub item: String,
    /// The answer.
    pub answer: u8,
}

/// Why answers cannot be scored. Nothing is guessed: the person is asked again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Not as many answers as questions.
    #[error("{asked} questions were asked and {given} answers given")]
    Count {
        /// How many were asked.
        asked: usize,
        /// How many came.
        given: usize,
    },
    /// There is no such answer to choose.
    #[error("{answer} is no answer to question {item}")]
    NoSuchAnswer {
        /// The question.
        item: String,
        /// What was given.
        answer: u8,
    },
    /// More left open than the measure allows.
    #[error("{missing} answers are missing for {scale}, and {at_most} may be")]
    TooManyMissing {
        /// The scale.
        scale: String,
        /// How many are missing.
        missing: usize,
        /// How many may be.
        at_most: usize,
    },
    /// Answered, although an earlier answer says it does not apply.
    #[error("question {item} was answered, although an earlier answer spares it")]
    Spared {
        /// The question.
        item: String,
    },
}

impl Score {
    /// The scale that is charted.
    pub fn main(&self) -> Option<&ScaleScore> {
        self.scales.first()
    }

    /// A scale by its name.
    pub fn scale(&self, id: &str) -> Option<&ScaleScore> {
        self.scales.iter().find(|scale| scale.scale == id)
    }
}

/// What `answers` come to.
pub fn score(package: &Package, answers: &Answers) -> Result<Score, ScoreError> {
    let counts = counts(package, answers)?;
    let scales = package.scales.iter().map(|scale| of_scale(package, scale, &counts));
    Ok(Score { scales: scales.collect::<Result<_, _>>()?, risks: risks(package, answers) })
}

/// The answers that worry, of answers that may be neither complete nor allowed: help does not wait for
/// the last question.
pub fn risks(package: &Package, answers: &Answers) -> Vec<Risk> {
    let answered = package.items.iter().zip(&answers.0).filter_map(|(item, answer)| Some((item, (*answer)?)));
    answered
        .filter(|(item, answer)| item.risk_from.is_some_and(|from| *answer >= from))
        .map(|(item, answer)| Risk { item: item.id.clone(), answer })
        .collect()
}

/// Whether an earlier answer says that a question does not apply: it is then not asked.
pub fn is_spared(package: &Package, answers: &Answers, item: &Item) -> bool {
    let given = || package.items.iter().zip(&answers.0);
    let answer_to = |id: &str| given().find(|(item, _)| item.id == id).and_then(|(_, answer)| *answer);
    let mut skips = package.skips.iter().filter(|skip| skip.skip.contains(&item.id));
    skips.any(|skip| answer_to(&skip.item) == Some(skip.is))
}

/// What each question counts; none for one that was left open.
fn counts<'a>(package: &'a Package, answers: &Answers) -> Result<Vec<(&'a Item, Option<u8>)>, ScoreError> {
    let (asked, given) = (package.items.len(), answers.0.len());
    if asked != given {
        return Err(ScoreError::Count { asked, given });
    }
    let given = || package.items.iter().zip(&answers.0);
    for (item, answer) in given() {
        let Some(answer) = *answer else { continue };
        if !package.choices(item).iter().any(|choice| choice.value == answer) {
            return Err(ScoreError::NoSuchAnswer { item: item.id.clone(), answer });
        }
    }
    let spared = |item: &Item| is_spared(package, answers, item);
    given()
        .map(|(item, answer)| {
            let (least, most) = package.ends(item);
            // Reversed by its ends, as CORE-10 prints it: 4 for "Not at all" where 0 is at the other end.
            let counted = answer.map(|answer| if item.reversed { least + most - answer } else { answer });
            match counted {
                // Some fill in "1 or 2" drinks although they never drink: it counts the same.
                Some(counted) if spared(item) && counted != least => {
                    Err(ScoreError::Spared { item: item.id.clone() })
                }
                None if spared(item) => Ok((item, Some(least))),
                counted => Ok((item, counted)),
            }
        })
        .collect()
}

fn of_scale(
    package: &Package,
    scale: &Scale,
    counts: &[(&Item, Option<u8>)],
) -> Result<ScaleScore, ScoreError> {
    let mine = counts.iter().filter(|(item, _)| scale.items.contains(&item.id));
    let given: Vec<u32> = mine.filter_map(|(_, counted)| counted.map(u32::from)).collect();
    let missing = scale.items.len() - given.len();
    let at_most = scale.missing.as_ref().map_or(0, |missing| usize::from(missing.at_most));
    if missing > at_most || given.is_empty() {
        return Err(ScoreError::TooManyMissing { scale: scale.id.clone(), missing, at_most });
    }
    // The mean of those given for each that is missing, so sum × asked ÷ given; rounded once, at the end.
    let sum: u32 = given.iter().sum();
    let whole = sum * scale.items.len() as u32 * u32::from(scale.times);
    let value = rounded(whole, given.len() as u32);
    let band = scale.bands.iter().rev().find(|band| band.from <= value);
    debug_assert!(package.range(scale).contains(&value), "a score stays within its range");
    Ok(ScaleScore {
        scale: scale.id.clone(),
        value,
        band: band.map(|band| band.name.clone()),
        cases: scale.cutoffs.iter().map(|cutoff| case(scale, cutoff, value)).collect(),
        missing,
    })
}

fn case(scale: &Scale, cutoff: &Cutoff, value: u32) -> Case {
    Case { name: cutoff.name.clone(), whom: cutoff.whom, met: is_met(scale.better, cutoff.at, value) }
}

/// Whether a score is as far from well as a cut-off, or further.
pub(super) const fn is_met(better: Better, at: u32, value: u32) -> bool {
    match better {
        Better::Lower => value >= at,
        Better::Higher => value <= at,
    }
}

/// To the nearest whole, halves up.
const fn rounded(numerator: u32, denominator: u32) -> u32 {
    (2 * numerator + denominator) / (2 * denominator)
}
