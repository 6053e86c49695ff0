//! A field for a few sentences. They are never cut: what is too long stands, is counted, and is not sent.

use leptos::html;
use leptos::prelude::*;

use super::field::described_by;
use super::{FieldError, fresh_id};
use crate::i18n::t;

/// How many characters are too many; none when they fit.
pub(crate) fn too_many(words: &str, most: usize) -> Option<usize> {
    words.trim().chars().count().checked_sub(most).filter(|over| *over > 0)
}

/// The field.
#[component]
pub(crate) fn FewWords(
    /// What it is for.
    label: String,
    /// What is written in it.
    value: RwSignal<String>,
    /// How many characters there may be.
    most: usize,
    /// A sentence under the label.
    #[prop(optional, into)]
    help: Option<String>,
    /// The field itself, for whoever puts the focus there.
    #[prop(optional)]
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let id = fresh_id("words");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let error = Signal::derive(move || {
        value.with(|words| too_many(words, most)).map(|over| t!("words-too-many", count = over))
    });
    let described = described_by(help.is_some(), &help_id, error, &error_id);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <textarea
                class="input" rows="3" id=id node_ref=field
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <FieldError id=error_id error=error />
        </div>
    }
}
