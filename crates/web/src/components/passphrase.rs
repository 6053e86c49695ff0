//! A passphrase to enter, with a button that shows it: people type better when they see what they type.

use leptos::prelude::*;

use super::field::{FieldError, described_by};
use super::{Glyph, Icon, fresh_id};
use crate::i18n::t;

/// A labelled passphrase field.
#[component]
pub(crate) fn PassphraseField(
    /// What it is for.
    label: String,
    /// What is written in it.
    value: RwSignal<String>,
    /// A sentence under the label.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong with it, when something is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// `current-password` or `new-password`, for the browser's own keeper.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = fresh_id("passphrase");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = described_by(help.is_some(), &help_id, error, &error_id);
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id>{help}</p> })}
            <div class="joined">
                <input
                    class="input" id=id.clone() autocomplete=autocomplete autocapitalize="none" spellcheck="false"
                    type=move || if shown.get() { "text" } else { "password" }
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button
                    type="button" class="button" aria-controls=id
                    aria-label=move || if shown.get() { t!("hide-passphrase") } else { t!("show-passphrase") }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() {
                        view! { <Icon glyph=Glyph::Hide /> <span>{t!("hide")}</span> }
                    } else {
                        view! { <Icon glyph=Glyph::Show /> <span>{t!("show")}</span> }
                    }}
                </button>
            </div>
            <FieldError id=error_id error=error />
        </div>
    }
}
