//! What is said about a form that is being made.

use rapport_care::form::{Draft, FormError, Question, Test};

use super::build::Sort;
use crate::i18n::{Sentences, t};

/// A way of answering.
pub(super) fn sort(sort: Sort) -> String {
    match sort {
        Sort::Text => t!("forms-sort-text"),
        Sort::Line => t!("forms-sort-line"),
        Sort::One => t!("forms-sort-one"),
        Sort::Many => t!("forms-sort-many"),
        Sort::Scale => t!("forms-sort-scale"),
        Sort::Date => t!("forms-sort-date"),
        Sort::Time => t!("forms-sort-time"),
    }
}

/// An answer that something depends on, as a piece of a sentence.
pub(super) fn test(question: &Question, test: &Test) -> String {
    match test {
        Test::Chosen(id) | Test::NotChosen(id) => {
            let words = match &question.kind {
                rapport_care::form::Kind::Choice(options) => {
                    options.of.iter().find(|(known, _)| known == id).map(|(_, words)| words.clone())
                }
                _ => None,
            };
            t!("forms-test-chosen", answer = words.unwrap_or_default())
        }
        Test::AtLeast(n) => t!("forms-test-at-least", at = n),
        Test::AtMost(n) => t!("forms-test-at-most", at = n),
        Test::Answered | Test::NotAnswered => t!("forms-test-answered"),
    }
}

/// Why a draft is no form yet, and what to do.
pub(super) fn error(draft: &Draft, error: &FormError) -> Sentences {
    let rec = |id: &str| t!("forms-error-where", which = name(draft, id));
    let (what, rec) = match error {
        FormError::TooMany { what: "bytes", .. } | FormError::Malformed(_) => {
            (t!("forms-error-large"), t!("forms-error-large-rec"))
        }
        FormError::TooMany { max, .. } => (t!("forms-error-many", max = max), t!("forms-error-large-rec")),
        FormError::Text { id } => (t!("forms-error-text"), rec(id)),
        FormError::Name { id } => (t!("forms-error-name"), rec(id)),
        FormError::Kind { id } => (t!("forms-error-kind"), rec(id)),
        FormError::Unanswerable { id } => (t!("forms-error-unanswerable"), rec(id)),
        FormError::Forward { id } => (t!("forms-error-forward"), rec(id)),
        FormError::Circle { id } => (t!("forms-error-circle"), rec(id)),
    };
    Sentences { what, rec }
}

/// Which section, question or form is to be looked at; none when it is all of it.
pub(super) fn place(error: &FormError) -> Option<&str> {
    match error {
        FormError::Text { id }
        | FormError::Name { id }
        | FormError::Kind { id }
        | FormError::Unanswerable { id }
        | FormError::Forward { id }
        | FormError::Circle { id } => Some(id),
        FormError::TooMany { .. } | FormError::Malformed(_) => None,
    }
}

/// What a section or a question is called: by its place, and by its words as far as it has any.
fn name(draft: &Draft, id: &str) -> String {
    if let Some(n) = draft.questions().position(|(_, it)| it.id == id) {
        let text = draft.question(id).map(|it| it.text.clone()).unwrap_or_default();
        return match text.trim() {
            "" => t!("forms-which-question-bare", n = n + 1),
            text => t!("forms-which-question", n = n + 1, text = text),
        };
    }
    match draft.sections.iter().position(|it| it.id == id) {
        Some(n) => match draft.sections[n].title.trim() {
            "" => t!("forms-which-section-bare", n = n + 1),
            text => t!("forms-which-section", n = n + 1, text = text),
        },
        None => t!("forms-which-title"),
    }
}
