//! All answers before they go: each can be changed, and what is missing is said.

use leptos::prelude::*;
use rapport_care::measure::ScoreError;

use super::Answering;
use crate::components::{Notice, PageHead, Tone, Working};
use crate::i18n::t;
use crate::reach::HelpNow;

/// The answers, and the button that sends them.
#[component]
pub(super) fn Review(
    /// What is being answered.
    it: Answering,
) -> impl IntoView {
    let todo = it.todo.get_value();
    let sheet = it.sheet.get_untracked();
    let rows = sheet.asked().filter_map(|index| Some((index, sheet.item(index)?))).map(|(index, item)| {
        let chosen = sheet.answer(index);
        let choices = todo.package.choices(item);
        let words = chosen.and_then(|value| choices.iter().find(|choice| choice.value == value));
        let words = words.and_then(|choice| choice.text.clone()).unwrap_or_else(|| t!("answer-open"));
        let question = item.text.clone().unwrap_or_default();
        let label = t!("answer-change-this", question = question);
        view! {
            <li class="time-row">
                <div class="grow"><p class="small soft">{question}</p><p class:strong=chosen.is_some()>{words}</p></div>
                <button type="button" class="button" aria-label=label on:click=move |_| it.step(|sheet| sheet.mend(index))>{t!("answer-change")}</button>
            </li>
        }
    });
    let rows = rows.collect_view();
    let short = match sheet.score() {
        Ok(_) => None,
        Err(ScoreError::TooManyMissing { missing, at_most, .. }) => {
            Some(t!("answer-too-many-open", count = missing - at_most))
        }
        Err(_) => Some(t!("answer-not-whole")),
    };
    let can_send = short.is_none();
    let send = move |_| {
        if can_send {
            it.send();
        }
    };
    // Before the help, which is long: whoever stops there would have told nobody.
    let name = todo.with.clone();
    let help = sheet.worries().then(|| {
        view! {
            <Notice tone=Tone::Careful>
                <p><strong>{t!("answer-not-sent", name = name)}</strong></p>
                <p><button type="button" class="button main large" aria-disabled=(!can_send).then_some("true") on:click=send>{t!("answer-send-now")}</button></p>
            </Notice>
            <HelpNow space=todo.space />
        }
    });
    view! {
        <div class="stack">
            <PageHead title=t!("answer-review") lead=t!("answer-review-lead", name = todo.with) />
            {help}
            <ul class="times" role="list" data-testid="review">{rows}</ul>
            {short.map(|words| view! { <Notice tone=Tone::Careful><p>{words}</p></Notice> })}
            <Working work=it.work />
            <div class="row apart">
                <button type="button" class="button" on:click=move |_| { it.back(); }>{t!("back")}</button>
                <button type="button" class="button main large" aria-disabled=(!can_send).then_some("true") on:click=send>{t!("answer-send")}</button>
            </div>
            <p class="small soft">{t!("answer-sealed")}</p>
        </div>
    }
}
