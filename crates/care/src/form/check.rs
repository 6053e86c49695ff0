//! Whether a draft is a form: nothing endless, nothing twice, no branch that cannot be followed.

use std::collections::BTreeSet;

use super::FormError;
use super::branch::{self, Place};
use super::model::{Draft, Kind, Question, Test, When};
use crate::limits::{
    FORM_CONDITIONS_MAX, FORM_ID_BYTES_MAX, FORM_OPTIONS_MAX, FORM_QUESTIONS_MAX, FORM_SCALE_STEPS_MAX,
    FORM_SECTIONS_MAX, FORM_TEXT_CHARS_MAX,
};

pub(super) fn check(draft: &Draft) -> Result<(), FormError> {
    sizes(draft)?;
    names(draft)?;
    texts(draft)?;
    draft.questions().try_for_each(|(_, question)| kind(question))?;
    branches(draft)
}

fn sizes(draft: &Draft) -> Result<(), FormError> {
    let sections = draft.sections.len();
    most("sections", sections, FORM_SECTIONS_MAX)?;
    most("questions", draft.questions().count(), FORM_QUESTIONS_MAX)?;
    let empty = draft.sections.iter().find(|section| section.questions.is_empty());
    match empty {
        Some(section) => Err(FormError::Kind { id: section.id.clone() }),
        None if sections == 0 => Err(FormError::Kind { id: draft.id.clone() }),
        None => Ok(()),
    }
}

fn names(draft: &Draft) -> Result<(), FormError> {
    let mut seen = BTreeSet::new();
    let sections = draft.sections.iter().map(|section| &section.id);
    let questions = draft.questions().map(|(_, question)| &question.id);
    for id in sections.chain(questions) {
        if !is_name(id) || !seen.insert(id) {
            return Err(FormError::Name { id: id.clone() });
        }
    }
    if is_name(&draft.id) && draft.version > 0 {
        Ok(())
    } else {
        Err(FormError::Name { id: draft.id.clone() })
    }
}

fn texts(draft: &Draft) -> Result<(), FormError> {
    said(&draft.id, &[&draft.title, &draft.language])?;
    short(&draft.id, &draft.intro)?;
    for section in &draft.sections {
        said(&section.id, &[&section.title])?;
        short(&section.id, &section.intro)?;
    }
    for (_, question) in draft.questions() {
        said(&question.id, &[&question.text])?;
        short(&question.id, &question.help)?;
    }
    Ok(())
}

fn kind(question: &Question) -> Result<(), FormError> {
    let wrong = || FormError::Kind { id: question.id.clone() };
    match &question.kind {
        Kind::Choice(options) => {
            most("options", options.of.len(), FORM_OPTIONS_MAX)?;
            let mut seen = BTreeSet::new();
            let different = options.of.iter().all(|(id, _)| is_name(id) && seen.insert(id));
            if !different || options.of.is_empty() {
                return Err(wrong());
            }
            options.of.iter().try_for_each(|(_, text)| said(&question.id, &[text]))
        }
        Kind::Scale(span) => {
            let steps = i32::from(span.to) - i32::from(span.from);
            short(&question.id, &span.low)?;
            short(&question.id, &span.high)?;
            if (1..=FORM_SCALE_STEPS_MAX).contains(&steps) { Ok(()) } else { Err(wrong()) }
        }
        Kind::Line | Kind::Text | Kind::Date | Kind::Time => Ok(()),
    }
}

fn branches(draft: &Draft) -> Result<(), FormError> {
    for section in &draft.sections {
        conditions(draft, &section.id, section.when.as_ref())?;
    }
    for (_, question) in draft.questions() {
        conditions(draft, &question.id, question.when.as_ref())?;
        let worries = question.worries.as_ref();
        if worries.is_some_and(|test| !can_be(question, test) || *test == Test::NotAnswered) {
            return Err(FormError::Unanswerable { id: question.id.clone() });
        }
    }
    match branch::misplaced(draft) {
        None => Ok(()),
        Some((id, Place::Circle)) => Err(FormError::Circle { id }),
        Some((id, Place::Forward)) => Err(FormError::Forward { id }),
    }
}

fn conditions(draft: &Draft, id: &str, when: Option<&When>) -> Result<(), FormError> {
    let Some(when) = when else { return Ok(()) };
    most("conditions", when.of.len(), FORM_CONDITIONS_MAX)?;
    let asks = |it: &super::Condition| draft.question(&it.question).is_some_and(|q| can_be(q, &it.test));
    if !when.of.is_empty() && when.of.iter().all(asks) {
        Ok(())
    } else {
        Err(FormError::Unanswerable { id: id.to_owned() })
    }
}

/// Whether some answer to a question passes a test, so that a branch is not dead from the start.
fn can_be(question: &Question, test: &Test) -> bool {
    match (test, &question.kind) {
        (Test::Answered | Test::NotAnswered, _) => true,
        (Test::Chosen(id) | Test::NotChosen(id), Kind::Choice(options)) => {
            options.of.iter().any(|(known, _)| known == id)
        }
        (Test::AtLeast(n), Kind::Scale(span)) => *n <= span.to,
        (Test::AtMost(n), Kind::Scale(span)) => *n >= span.from,
        _ => false,
    }
}

fn is_name(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=FORM_ID_BYTES_MAX).contains(&id.len()) && id.chars().all(plain)
}

fn said(id: &str, texts: &[&String]) -> Result<(), FormError> {
    let some = texts.iter().all(|text| !text.trim().is_empty());
    if some {
        texts.iter().try_for_each(|text| short(id, text))
    } else {
        Err(FormError::Text { id: id.to_owned() })
    }
}

fn short(id: &str, text: &str) -> Result<(), FormError> {
    let max = FORM_TEXT_CHARS_MAX;
    let long = text.len() > max * 4 || text.chars().count() > max;
    if long { Err(FormError::Text { id: id.to_owned() }) } else { Ok(()) }
}

const fn most(what: &'static str, many: usize, max: usize) -> Result<(), FormError> {
    if many > max { Err(FormError::TooMany { what, max }) } else { Ok(()) }
}
