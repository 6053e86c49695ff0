//! A field for many words, which grows with them.

use leptos::prelude::*;

use crate::components::fresh_id;

/// A labelled field for many words.
#[component]
pub(super) fn Area(
    /// What it is for.
    label: String,
    /// What is written in it.
    value: RwSignal<String>,
    /// Counts what is typed by hand.
    typed: RwSignal<u32>,
    /// A sentence under the label.
    #[prop(optional, into)]
    help: Option<String>,
) -> impl IntoView {
    let hear = move |words: String| {
        value.set(words);
        typed.update(|typed| *typed = typed.wrapping_add(1));
    };
    let id = fresh_id("area");
    let help_id = format!("{id}-help");
    let described = help.is_some().then(|| help_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <textarea
                class="input area" id=id rows="3" aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| hear(event.target().value())
            ></textarea>
        </div>
    }
}
