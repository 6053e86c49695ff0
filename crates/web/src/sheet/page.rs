//! A page that was filled in, to be read.

use leptos::prelude::*;
use rapport_care::form::Form;
use rapport_care::worksheet;
use rapport_client::views::PageView;

use super::answer::words;
use crate::i18n::t;

/// The answers, under their questions.
pub(super) fn answers(page: &PageView) -> impl IntoView + use<> {
    match worksheet::on_shelf(&page.is) {
        Some(form) => lines(form, page).into_any(),
        None => view! { <p class="soft">{t!("sheet-unknown")}</p> }.into_any(),
    }
}

/// What a page is called.
pub(super) fn title(page: &PageView) -> String {
    worksheet::find(&page.is.form.id).map_or_else(|| t!("sheet-unknown-title"), |form| form.title.clone())
}

fn lines(form: &'static Form, page: &PageView) -> impl IntoView + use<> {
    let each = form.questions().filter_map(|(_, question)| {
        let answer = page.is.responses.get(&question.id)?;
        let worries = page.is.worries.contains(&question.id);
        Some(view! { <div class="about-line" class:worries=worries><dt>{question.text.clone()}</dt><dd>{words(question, answer)}</dd></div> })
    });
    view! { <dl class="about">{each.collect_view()}</dl> }
}
