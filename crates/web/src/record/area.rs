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

/// A labelled choice of one among some: each a value and its words.
#[component]
pub(super) fn Choose(
    /// What it is for.
    label: String,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Hears what is chosen.
    on_choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let id = fresh_id("choose");
    let each = move || {
        let options = options.get().into_iter();
        options
            .map(|(key, words)| {
                let mine = key.clone();
                view! { <option value=key selected=move || value.with(|chosen| *chosen == mine)>{words}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id prop:value=move || value.get() on:change:target=move |event| on_choose(event.target().value())>{each}</select>
        </div>
    }
}
