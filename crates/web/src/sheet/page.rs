//! A page that was filled in, to be read.

use leptos::prelude::*;
use rapport_care::form::Form;
use rapport_client::Session;
use rapport_client::views::PageView;
use rapport_wire::{EntryId, SpaceId};

use super::answer::words;
use crate::i18n::t;

/// A page with the words it was filled in on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filled {
    /// What was filled in.
    pub(super) page: PageView,
    /// Its words; none when they are not at hand, word for word.
    pub(super) form: Option<Form>,
}

/// The pages of a space, newest first. How sessions felt has a place of its own.
pub(super) fn filled(session: &Session, space: SpaceId) -> Vec<Filled> {
    let pages =
        session.pages(space).into_iter().filter(|page| !rapport_care::feedback::is_feedback(&page.is));
    pages.map(|page| Filled { form: session.form_answered(space, &page.is), page }).collect()
}

/// Some answers of one page, quoted: the form, the question, the answer. What is not at hand word for word is
/// left out.
pub(crate) fn said(
    session: &Session,
    space: SpaceId,
    entry: EntryId,
    questions: &[String],
) -> Vec<(String, String, String)> {
    let Some(page) = session.seen_page(space, entry) else { return Vec::new() };
    let Some(form) = session.form_answered(space, &page) else { return Vec::new() };
    let quoted = form.questions().filter(|(_, question)| questions.contains(&question.id));
    let quoted = quoted.filter_map(|(_, question)| {
        let answer = page.responses.get(&question.id)?;
        Some((form.title.clone(), question.text.clone(), words(question, answer)))
    });
    quoted.collect()
}

/// The answers, under their questions.
pub(super) fn answers(filled: &Filled) -> impl IntoView + use<> {
    match &filled.form {
        Some(form) => lines(form, &filled.page).into_any(),
        None => view! { <p class="soft">{t!("sheet-unknown")}</p> }.into_any(),
    }
}

/// What a page is called.
pub(super) fn title(filled: &Filled) -> String {
    filled.form.as_ref().map_or_else(|| t!("sheet-unknown-title"), |form| form.title.clone())
}

fn lines(form: &Form, page: &PageView) -> impl IntoView + use<> {
    let asked = form.shown(&page.is.responses);
    let each = form.questions().filter_map(|(section, question)| {
        let worries = page.is.worries.contains(&question.id);
        let Some(answer) = page.is.responses.get(&question.id) else {
            // Where an answer could worry, none is one as well.
            let tells = section.questions.iter().any(|it| it.worries.is_some());
            let left_open = tells && asked.contains(question.id.as_str());
            return left_open.then(|| view! { <div class="about-line"><dt>{question.text.clone()}</dt><dd class="soft">{t!("sheet-left-open")}</dd></div> }.into_any());
        };
        Some(view! { <div class="about-line" class:worries=worries><dt>{question.text.clone()}</dt><dd>{words(question, answer)}</dd></div> }.into_any())
    });
    view! { <dl class="about">{each.collect_view()}</dl> }
}
