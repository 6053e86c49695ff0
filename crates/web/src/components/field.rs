//! A line to write in: label above, help below it, the error tied to it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use super::{Glyph, Icon};

static NEXT_ID: AtomicU32 = AtomicU32::new(1);

/// An element id that nothing else on the page has.
pub(crate) fn fresh_id(what: &str) -> String {
    format!("{what}-{}", NEXT_ID.fetch_add(1, Ordering::Relaxed))
}

/// A labelled text field.
#[component]
pub(crate) fn TextField(
    /// What it is for.
    label: String,
    /// What is written in it.
    value: RwSignal<String>,
    /// A sentence under the label.
    #[prop(optional_no_strip, into)]
    help: Option<String>,
    /// What is wrong with it, when something is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = fresh_id("field");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = described_by(help.is_some(), &help_id, error, &error_id);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <input
                class="input" type="text" id=id autocomplete=autocomplete autocapitalize="none" spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            <FieldError id=error_id error=error />
        </div>
    }
}

/// The sentence under a field with something wrong in it.
#[component]
pub(crate) fn FieldError(
    /// What the field refers to.
    id: String,
    /// What is wrong, when something is.
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        let id = id.clone();
        error
            .get()
            .map(|words| view! { <p class="error" id=id><Icon glyph=Glyph::Warn /> <span>{words}</span></p> })
    }
}

/// The value of `aria-describedby`: what is there of help and error.
pub(super) fn described_by(
    has_help: bool,
    help_id: &str,
    error: Signal<Option<String>>,
    error_id: &str,
) -> impl Fn() -> Option<String> + Send + Sync + use<> {
    let (help_id, error_id) = (help_id.to_owned(), error_id.to_owned());
    move || match (has_help, error.with(Option::is_some)) {
        (true, true) => Some(format!("{help_id} {error_id}")),
        (true, false) => Some(help_id.clone()),
        (false, true) => Some(error_id.clone()),
        (false, false) => None,
    }
}
