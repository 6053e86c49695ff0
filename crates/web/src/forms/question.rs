//! One question of a form that is being made.

use leptos::prelude::*;
use rapport_care::form::{Draft, Kind, Question};
use rapport_care::limits::FORM_TEXT_CHARS_MAX;

use super::branch::{AskedWhen, Worries};
use super::build::{self, Sort, move_question, options, remove_question, set_options, set_sort};
use super::edit::{Words, missing};
use super::words;
use crate::components::Select;
use crate::i18n::t;

/// A question of a draft.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    /// The draft.
    pub(super) draft: RwSignal<Draft>,
    id: StoredValue<String>,
}

impl Asking {
    /// Its name.
    pub(super) fn id(self) -> String {
        self.id.get_value()
    }

    /// Reads it; tracked. Nothing of a question that was just taken away.
    pub(super) fn read<T: Default>(self, read: impl Fn(&Question) -> T) -> T {
        self.draft.with(|draft| draft.question(&self.id.get_value()).map(read).unwrap_or_default())
    }

    /// Changes it.
    pub(super) fn write(self, write: impl FnOnce(&mut Question)) {
        self.draft.update(|draft| {
            if let Some(question) = build::question(draft, &self.id.get_value()) {
                write(question);
            }
        });
    }
}

/// The card.
#[component]
pub(super) fn QuestionCard(
    /// The draft.
    draft: RwSignal<Draft>,
    /// Which question.
    id: String,
    /// The part that keeping was refused for.
    marked: Memo<Option<String>>,
) -> impl IntoView {
    let it = Asking { draft, id: StoredValue::new(id) };
    let place =
        move || draft.with(|draft| draft.questions().position(|(_, q)| q.id == it.id())).unwrap_or(0) + 1;
    let sorts: Vec<_> =
        Sort::ALL.into_iter().map(|sort| (sort.key().to_owned(), words::sort(sort))).collect();
    let sort = Memo::new(move |_| {
        draft.with(|draft| draft.question(&it.id()).map_or(Sort::Text, |question| Sort::of(&question.kind)))
    });
    let choose = move |key: String| {
        if let Some(sort) = Sort::from_key(&key) {
            draft.update(|draft| set_sort(draft, &it.id(), sort));
        }
    };
    let more = move || match sort.get() {
        Sort::One | Sort::Many => view! { <OptionLines it=it /> }.into_any(),
        Sort::Scale => view! { <Ends it=it /> }.into_any(),
        Sort::Text | Sort::Line | Sort::Date | Sort::Time => ().into_any(),
    };
    let up = move |_| draft.update(|draft| move_question(draft, &it.id(), false));
    let down = move |_| draft.update(|draft| move_question(draft, &it.id(), true));
    let remove = move |_| draft.update(|draft| remove_question(draft, &it.id()));
    let words = move || it.read(|it| it.text.clone());
    // What has no words yet is open, to be given some; the others are a list one can look over.
    let begun = untrack(words).is_empty();
    view! {
        <li class="builder-question" data-part=it.id() data-testid="builder-question">
            <details class="builder-fold" open=begun>
                <summary><h3 class="builder-head">{move || t!("forms-question", n = place())} " " <span class="soft">{words}</span></h3></summary>
                <div class="stack">
                    <Words label=t!("forms-question-text") wrong=missing(marked, move || (it.id(), words())) long=false max=FORM_TEXT_CHARS_MAX get=move || it.read(|it| it.text.clone()) set=move |words| it.write(|it| it.text = words) />
                    <Words label=t!("forms-question-help") long=false max=FORM_TEXT_CHARS_MAX get=move || it.read(|it| it.help.clone()) set=move |words| it.write(|it| it.help = words) />
                    <Select label=t!("forms-sort") options=sorts value=Signal::derive(move || sort.get().key().to_owned()) on_choose=choose />
                    {more}
                    <label class="choice">
                        <input type="checkbox" prop:checked=move || it.read(|it| it.required) on:change:target=move |event| { let on = event.target().checked(); it.write(|it| it.required = on); } />
                        <span>{t!("forms-required")}</span>
                    </label>
                    <AskedWhen it=it />
                    <Worries it=it />
                    <div class="row">
                        <button type="button" class="button plain" aria-label=move || t!("forms-up", n = place()) on:click=up>"↑"</button>
                        <button type="button" class="button plain" aria-label=move || t!("forms-down", n = place()) on:click=down>"↓"</button>
                        <button type="button" class="button plain" aria-label=move || t!("forms-remove-question", n = place()) on:click=remove>{t!("forms-remove")}</button>
                    </div>
                </div>
            </details>
        </li>
    }
}

/// The options, a line each.
#[component]
fn OptionLines(it: Asking) -> impl IntoView {
    let other = move || it.read(|it| matches!(&it.kind, Kind::Choice(options) if options.other));
    // As they are typed: a line that is being begun stays in the field before it is an option.
    let typed = RwSignal::new(String::new());
    let shown = move || {
        let (typed, stands) = (typed.get(), it.read(|it| options(&it.kind)));
        let lines = typed.lines().filter(|line| !line.trim().is_empty());
        if lines.eq(stands.lines()) { typed } else { stands }
    };
    let set_other = move |on: bool| {
        it.write(|it| {
            if let Kind::Choice(options) = &mut it.kind {
                options.other = on;
            }
        });
    };
    view! {
        <Words
            label=t!("forms-options") help=t!("forms-options-help") long=true max=8_000
            get=shown set=move |lines: String| {
                typed.set(lines.clone());
                it.draft.update(|draft| set_options(draft, &it.id(), &lines));
            }
        />
        <label class="choice">
            <input type="checkbox" prop:checked=other on:change:target=move |event| set_other(event.target().checked()) />
            <span>{t!("forms-other")}</span>
        </label>
    }
}

/// The two ends of a scale: figures and words.
#[component]
fn Ends(it: Asking) -> impl IntoView {
    let read = move |what: fn(&rapport_care::form::Span) -> String| {
        move || it.read(|it| if let Kind::Scale(span) = &it.kind { what(span) } else { String::new() })
    };
    let write = move |what: fn(&mut rapport_care::form::Span, String)| {
        move |words: String| {
            it.write(|it| {
                if let Kind::Scale(span) = &mut it.kind {
                    what(span, words);
                }
            });
        }
    };
    // Something that is no figure leaves what was there.
    let set_from = write(|span, words| span.from = words.trim().parse().unwrap_or(span.from));
    let set_to = write(|span, words| span.to = words.trim().parse().unwrap_or(span.to));
    view! {
        <div class="pairs">
            <Words label=t!("forms-from-figure") long=false max=4 get=read(|span| span.from.to_string()) set=set_from />
            <Words label=t!("forms-low") long=false max=FORM_TEXT_CHARS_MAX get=read(|span| span.low.clone()) set=write(|span, words| span.low = words) />
            <Words label=t!("forms-to-figure") long=false max=4 get=read(|span| span.to.to_string()) set=set_to />
            <Words label=t!("forms-high") long=false max=FORM_TEXT_CHARS_MAX get=read(|span| span.high.clone()) set=write(|span, words| span.high = words) />
        </div>
    }
}
