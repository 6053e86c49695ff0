//! Fields for dates, times and choices: the browser's own, with a label above and help below.

use leptos::prelude::*;

use super::fresh_id;

/// A labelled field of a type the browser knows: `date`, `time`, `number`, `email`, `url`, `password`.
#[component]
pub(crate) fn Entry(
    /// What it is for.
    label: String,
    /// `date`, `time`, …
    kind: &'static str,
    /// What is written in it.
    value: RwSignal<String>,
    /// A sentence under the label.
    #[prop(optional, into)]
    help: Option<String>,
) -> impl IntoView {
    let id = fresh_id("entry");
    let help_id = format!("{id}-help");
    let described = help.is_some().then(|| help_id.clone());
    // Appointments stand on a grid of five minutes.
    let step = (kind == "time").then_some("300");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <input
                class="input" type=kind id=id step=step autocomplete="off" aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
}

/// A labelled choice of one among some: each a value and its words.
#[component]
pub(crate) fn Choose(
    /// What it is for.
    label: String,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value chosen.
    value: RwSignal<String>,
) -> impl IntoView {
    view! { <Select label=label options=options value=value on_choose=move |key| value.set(key) /> }
}

/// As [`Choose`], where choosing does more than to keep what was chosen.
#[component]
pub(crate) fn Select(
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

/// A box to tick.
#[component]
pub(crate) fn Tick(
    /// What it means.
    label: String,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// A sentence more.
    #[prop(optional, into)]
    help: Option<String>,
) -> impl IntoView {
    let id = fresh_id("tick");
    let described = help.is_some().then(|| id.clone());
    view! {
        <label class="choice">
            <input type="checkbox" aria-describedby=described prop:checked=move || value.get() on:change:target=move |event| value.set(event.target().checked()) />
            <span>{label}</span>
        </label>
        {help.map(|help| view! { <p class="help" id=id>{help}</p> })}
    }
}
