//! Answers to a form: which questions they show, and whether they are whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Form;
use super::model::{Kind, Op, Question, Test, When};
use crate::limits::{FORM_LINE_CHARS_MAX, FORM_QUESTIONS_MAX, FORM_YEAR_MIN, TEXT_CHARS_MAX};

/// Answers by the name of their question.
pub type Responses = BTreeMap<String, Answer>;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The options that were chosen, and something else in words.
    Chosen(Vec<String>, Option<String>),
    /// A place on the line.
    Scale(i16),
    /// Words, few or many.
    Text(String),
    /// A day.
    Date(Date),
    /// A time of day, on whatever clock hangs there.
    Time(Time),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Time {
    /// Whether there is such a time.
    pub const fn exists(self) -> bool {
        self.hour < 24 && self.minute < 60
    }
}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// Whether there is such a day.
    pub const fn exists(self) -> bool {
        let leap =
            self.year.is_multiple_of(4) && !self.year.is_multiple_of(100) || self.year.is_multiple_of(400);
        let days = match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        self.year >= 1 && self.year <= 9_999 && self.day >= 1 && self.day <= days
    }
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The question.
    pub question: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What may be wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It must be answered and is not.
    Missing,
    /// No such question is asked, in this form or after these answers.
    NotAsked,
    /// Not an answer of the question's kind.
    Kind,
    /// No such option, or one of them twice.
    NoSuchOption,
    /// More than one, where one may be chosen; or something else, where that may not be.
    TooMany,
    /// Off the line.
    OutOfRange,
    /// No such day, or no such time.
    NoSuchDay,
    /// A day before [`FORM_YEAR_MIN`]: a slip, not a date in anybody's life.
    LongAgo,
    /// Too many words.
    TooLong,
}

impl Form {
    /// The questions that are asked after these answers. An answer to what is not asked counts for nothing,
    /// so that nobody is led on by what they gave before they changed their mind.
    pub fn shown(&self, responses: &Responses) -> BTreeSet<&str> {
        let mut shown = BTreeSet::new();
        for (section, question) in self.questions() {
            let holds =
                |when: &Option<When>| when.as_ref().is_none_or(|when| branches(when, responses, &shown));
            if holds(&section.when) && holds(&question.when) {
                shown.insert(question.id.as_str());
            }
        }
        shown
    }

    /// Whether answers are whole and allowed; every problem there is, in the order of the form.
    pub fn validate(&self, responses: &Responses) -> Result<(), Vec<Problem>> {
        let shown = self.shown(responses);
        let mut problems = Vec::new();
        for (_, question) in self.questions().filter(|(_, it)| shown.contains(it.id.as_str())) {
            let what = match responses.get(&question.id).filter(|answer| is_some(answer)) {
                None => question.required.then_some(Wrong::Missing),
                Some(answer) => wrong(question, answer),
            };
            problems.extend(what.map(|what| Problem { question: question.id.clone(), what }));
        }
        let not_asked = responses.keys().filter(|id| !shown.contains(id.as_str()));
        problems.extend(
            not_asked
                .take(FORM_QUESTIONS_MAX)
                .map(|id| Problem { question: id.clone(), what: Wrong::NotAsked }),
        );
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The answers without those that no question is shown for: what is sent.
    pub fn only_shown(&self, responses: &Responses) -> Responses {
        let shown = self.shown(responses);
        let kept = responses.iter().filter(|(id, answer)| shown.contains(id.as_str()) && is_some(answer));
        kept.map(|(id, answer)| (id.clone(), answer.clone())).collect()
    }

    /// The questions whose answers worry. Of answers that may be incomplete: help does not wait.
    pub fn worries(&self, responses: &Responses) -> Vec<&str> {
        let shown = self.shown(responses);
        let asked = self.questions().map(|(_, it)| it).filter(|it| shown.contains(it.id.as_str()));
        let worrying = asked.filter(|question| {
            question.worries.as_ref().is_some_and(|test| passes(test, responses.get(&question.id)))
        });
        worrying.map(|question| question.id.as_str()).collect()
    }
}

/// Whether what depends on `when` is asked, the shown questions before it known.
fn branches(when: &When, responses: &Responses, shown: &BTreeSet<&str>) -> bool {
    let mut each = when.of.iter().map(|condition| {
        let answer = responses.get(&condition.question);
        let answer = answer.filter(|_| shown.contains(condition.question.as_str()));
        passes(&condition.test, answer)
    });
    match when.op {
        Op::All => each.all(|it| it),
        Op::Any => each.any(|it| it),
    }
}

fn passes(test: &Test, answer: Option<&Answer>) -> bool {
    let Some(answer) = answer.filter(|answer| is_some(answer)) else { return *test == Test::NotAnswered };
    match (test, answer) {
        (Test::Answered, _) => true,
        (Test::Chosen(id), Answer::Chosen(chosen, _)) => chosen.contains(id),
        (Test::NotChosen(id), Answer::Chosen(chosen, _)) => !chosen.contains(id),
        (Test::AtLeast(n), Answer::Scale(at)) => at >= n,
        (Test::AtMost(n), Answer::Scale(at)) => at <= n,
        _ => false,
    }
}

/// Whether there is anything in an answer.
fn is_some(answer: &Answer) -> bool {
    match answer {
        Answer::Chosen(chosen, other) => {
            !chosen.is_empty() || other.as_ref().is_some_and(|other| !other.trim().is_empty())
        }
        Answer::Text(text) => !text.trim().is_empty(),
        Answer::Scale(_) | Answer::Date(_) | Answer::Time(_) => true,
    }
}

fn wrong(question: &Question, answer: &Answer) -> Option<Wrong> {
    let longer = |text: &String, max: usize| text.len() > max * 4 || text.chars().count() > max;
    match (&question.kind, answer) {
        (Kind::Choice(options), Answer::Chosen(chosen, other)) => {
            let known = |id: &String| options.of.iter().any(|(known, _)| known == id);
            let mut seen = BTreeSet::new();
            let given = chosen.len() + usize::from(other.is_some());
            if !chosen.iter().all(|id| known(id) && seen.insert(id)) {
                Some(Wrong::NoSuchOption)
            } else if given > 1 && !options.many || other.is_some() && !options.other {
                Some(Wrong::TooMany)
            } else {
                other.as_ref().is_some_and(|it| longer(it, FORM_LINE_CHARS_MAX)).then_some(Wrong::TooLong)
            }
        }
        (Kind::Scale(span), Answer::Scale(at)) => {
            (!(span.from..=span.to).contains(at)).then_some(Wrong::OutOfRange)
        }
        (Kind::Line, Answer::Text(text)) => longer(text, FORM_LINE_CHARS_MAX).then_some(Wrong::TooLong),
        (Kind::Text, Answer::Text(text)) => longer(text, TEXT_CHARS_MAX).then_some(Wrong::TooLong),
        (Kind::Time, Answer::Time(time)) => (!time.exists()).then_some(Wrong::NoSuchDay),
        (Kind::Date, Answer::Date(date)) if !date.exists() => Some(Wrong::NoSuchDay),
        (Kind::Date, Answer::Date(date)) => (date.year < FORM_YEAR_MIN).then_some(Wrong::LongAgo),
        _ => Some(Wrong::Kind),
    }
}
