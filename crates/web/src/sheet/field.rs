//! One question, with the field its answer goes into.

use leptos::prelude::*;
use rapport_care::form::{Kind, Options, Question, Responses, Span, Wrong};
use rapport_care::limits::{FORM_ANSWERS_CHARS_MAX, FORM_LINE_CHARS_MAX};

use super::answer::{choose, is_chosen, typed, write, write_other, wrong};
use crate::components::{Glyph, Icon, fresh_id};
use crate::i18n::t;

/// Scales of at most so many steps are rows of buttons; longer ones are slid along.
const STEPS_MAX: i16 = 10;

/// A question.
#[component]
pub(super) fn Field(
    /// Which.
    question: Question,
    /// Everything answered so far.
    said: RwSignal<Responses>,
    /// What is wrong with the answer, when something is.
    #[prop(into)]
    problem: Signal<Option<Wrong>>,
) -> impl IntoView {
    let id = fresh_id("question");
    let error_id = format!("{id}-error");
    let over = {
        let (name, room) = (question.id.clone(), room(&question.kind));
        Memo::new(move |_| {
            let chars = said.with(|said| typed(said, &name)).chars().count();
            let over = chars.saturating_sub(room);
            (over > 0).then(|| t!("over-long", count = over, most = room))
        })
    };
    let error = {
        let error_id = error_id.clone();
        move || {
            let id = error_id.clone();
            let words = over.get().or_else(|| problem.get().map(wrong));
            words.map(
                |words| view! { <p class="error" id=id><Icon glyph=Glyph::Warn /> <span>{words}</span></p> },
            )
        }
    };
    let which = StoredValue::new(question.clone());
    let Question { id: name, text, help, kind, required, .. } = question;
    let help = (!help.is_empty()).then(|| view! { <p class="help">{help}</p> });
    let grouped = match &kind {
        Kind::Choice(_) => true,
        Kind::Scale(span) => span.to - span.from <= STEPS_MAX,
        _ => false,
    };
    let field = match kind {
        Kind::Choice(options) => view! { <Choice id=name.clone() options=options said=said /> }.into_any(),
        Kind::Scale(span) if grouped => view! { <Steps question=which span=span said=said /> }.into_any(),
        Kind::Scale(span) => view! { <Slide question=which span=span said=said id=id.clone() /> }.into_any(),
        Kind::Text => {
            let (value, take) = both(which, said);
            view! { <textarea class="input" rows="4" id=id.clone() prop:value=value on:input:target=move |event| take(&event.target().value())></textarea> }
                .into_any()
        }
        one_line @ (Kind::Line | Kind::Date | Kind::Time) => {
            let (value, take) = both(which, said);
            let kind = match one_line {
                Kind::Date => "date",
                Kind::Time => "time",
                _ => "text",
            };
            view! { <input class="input" type=kind id=id.clone() autocomplete="off" prop:value=value on:input:target=move |event| take(&event.target().value()) /> }
                .into_any()
        }
    };
    let optional = (!required).then(|| view! { <span class="small soft">" " {t!("sheet-optional")}</span> });
    // A group of buttons has a legend; a single field, a label.
    if grouped {
        view! { <fieldset class="choices" id=id data-question=name><legend>{text}{optional}</legend>{help}{error}{field}</fieldset> }.into_any()
    } else {
        view! { <div class="field" data-question=name><label for=id>{text}{optional}</label>{help}{error}{field}</div> }.into_any()
    }
}

/// How many characters an answer has room for.
const fn room(kind: &Kind) -> usize {
    match kind {
        Kind::Text => FORM_ANSWERS_CHARS_MAX,
        _ => FORM_LINE_CHARS_MAX,
    }
}

/// What a field shows, and what becomes of what is typed into it.
fn both(
    question: StoredValue<Question>,
    said: RwSignal<Responses>,
) -> (impl Fn() -> String + Copy, impl Fn(&str) + Copy) {
    (
        move || question.with_value(|question| said.with(|said| typed(said, &question.id))),
        move |words: &str| question.with_value(|question| said.update(|said| write(said, question, words))),
    )
}

#[component]
fn Choice(id: String, options: Options, said: RwSignal<Responses>) -> impl IntoView {
    let (kind, many) = (if options.many { "checkbox" } else { "radio" }, options.many);
    let id = StoredValue::new(id);
    let each = options.of.into_iter().map(|(option, words)| {
        let option = StoredValue::new(option);
        let chosen = move || {
            id.with_value(|id| option.with_value(|option| said.with(|said| is_chosen(said, id, option))))
        };
        let tick = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let on = event.target().checked();
            said.update(|said| choose(said, &id.get_value(), &option.get_value(), many, on));
        };
        view! {
            <label class="choice">
                <input type=kind name=id.get_value() prop:checked=chosen on:change:target=tick />
                <span>{words}</span>
            </label>
        }
    });
    let other = options.other.then(|| {
        let value = move || id.with_value(|id| said.with(|said| typed(said, id)));
        let take = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let words = event.target().value();
            said.update(|said| write_other(said, &id.get_value(), &words, many));
        };
        view! {
            <label class="field"><span>{t!("sheet-other")}</span>
                <input class="input" type="text" autocomplete="off" prop:value=value on:input:target=take /></label>
        }
    });
    view! { {each.collect_view()}{other} }
}

/// A short scale: every step a button to choose, the ends in words.
#[component]
fn Steps(question: StoredValue<Question>, span: Span, said: RwSignal<Responses>) -> impl IntoView {
    let (value, take) = both(question, said);
    let name = question.with_value(|question| question.id.clone());
    let each = (span.from..=span.to).map(|step| {
        let words = step.to_string();
        let own = words.clone();
        let chosen = move || value() == own;
        let take = move |_| take(&step.to_string());
        view! {
            <label class="step"><input type="radio" name=name.clone() prop:checked=chosen on:change=take /><span class="numbers">{words}</span></label>
        }
    });
    view! {
        <div class="steps-scale">{each.collect_view()}</div>
        <p class="scale-ends small soft"><span>{span.low}</span><span>{span.high}</span></p>
    }
}

/// A long scale, to slide along. Untouched, it says nothing.
#[component]
fn Slide(
    question: StoredValue<Question>,
    span: Span,
    said: RwSignal<Responses>,
    id: String,
) -> impl IntoView {
    let (value, take) = both(question, said);
    let middle = i16::midpoint(span.from, span.to).to_string();
    let place = move || {
        let at = value();
        if at.is_empty() { middle.clone() } else { at }
    };
    let shown = move || {
        let at = value();
        if at.is_empty() { t!("sheet-not-yet") } else { at }
    };
    let untouched = move || value().is_empty();
    // A tap where the handle rests, or Enter or Space on it, changes no value, so the browser tells of none:
    // it is an answer all the same.
    let rest = move |field: web_sys::HtmlInputElement| {
        if untrack(untouched) {
            take(&field.value());
        }
    };
    let pressed = move |event: leptos::ev::Targeted<leptos::ev::KeyboardEvent, web_sys::HtmlInputElement>| {
        if matches!(event.key().as_str(), "Enter" | " ") && untrack(untouched) {
            event.prevent_default();
            rest(event.target());
        }
    };
    // In fives where there are many places, and where both ends can be reached so.
    let wide = span.to.saturating_sub(span.from);
    let step = if wide > 20 && wide % 5 == 0 { "5" } else { "1" };
    view! {
        <div class="slide">
            <input
                type="range" id=id min=span.from.to_string() max=span.to.to_string() step=step prop:value=place
                data-untouched=move || untouched().then_some("true") aria-valuetext=shown
                on:input:target=move |event| take(&event.target().value())
                on:pointerup:target=move |event| rest(event.target()) on:keydown:target=pressed
            />
            <output class="numbers">{shown}</output>
        </div>
        <p class="scale-ends small soft"><span>{span.low}</span><span>{span.high}</span></p>
    }
}
