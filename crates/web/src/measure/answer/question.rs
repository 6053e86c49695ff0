//! One question with its answers: large buttons that go on by themselves, and the digits for a keyboard.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::super::credit::Credit;
use super::Answering;
use crate::components::{Glyph, Icon, fresh_id};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;

/// One question.
#[component]
pub(super) fn Question(
    /// What is being answered.
    it: Answering,
    /// Which.
    index: usize,
) -> impl IntoView {
    let router = router();
    let package = it.todo.with_value(|todo| todo.package);
    let Some(item) = package.items.get(index) else { return ().into_any() };
    let choices = package.choices(item);
    let (number, of) = it.sheet.with_untracked(|sheet| sheet.number(index));
    let id = fresh_id("question");
    let named = id.clone();
    // Only while the focus is among the question: digits typed elsewhere are nobody's answer.
    let by_digit = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let nth = event.key().parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
        if let Some(choice) = nth.and_then(|nth| choices.get(nth)).filter(|_| plain) {
            event.prevent_default();
            it.step(|sheet| sheet.choose(Some(choice.value)));
        }
    };
    let answers = choices.iter().zip(1..).map(|(choice, digit)| {
        let value = choice.value;
        let pressed = move || (it.sheet.with(|sheet| sheet.answer(index)) == Some(value)).to_string();
        view! {
            <li>
                <button type="button" class="answer" aria-pressed=pressed on:click=move |_| it.step(|sheet| sheet.choose(Some(value)))>
                    <kbd aria-hidden="true">{digit}</kbd>
                    <span>{choice.text.clone()}</span>
                </button>
            </li>
        }
    });
    let back = move |_| {
        if !it.back() {
            router.go(Route::Progress);
        }
    };
    let resumed =
        (it.resumed && index > 0).then(|| view! { <p class="small soft">{t!("answer-resumed")}</p> });
    let lead = item.lead.clone().map(|lead| view! { <p class="sheet-lead">{lead}</p> });
    view! {
        <section class="sheet stack" on:keydown=by_digit>
            <div class="stack tight">
                <p class="small soft">{t!("answer-number", number = number, of = of)}</p>
                <progress aria-hidden="true" max=of value=number - 1></progress>
            </div>
            <p class="sheet-lead">{package.intro.clone()}</p>
            {lead}
            <h1 tabindex="-1" id=id class="sheet-question">{item.text.clone()}</h1>
            <ul class="answers" role="list" aria-labelledby=named>{answers.collect_view()}</ul>
            <div class="row apart">
                <button type="button" class="button" on:click=back><Icon glyph=Glyph::Back /><span>{t!("back")}</span></button>
                <button type="button" class="button plain" on:click=move |_| it.step(|sheet| sheet.choose(None))>{t!("answer-leave-open")}</button>
            </div>
            {resumed}
            <p class="small soft">{t!("answer-kept")}</p>
            <Credit package=package />
        </section>
    }
    .into_any()
}
