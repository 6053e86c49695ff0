//! Light or dark.

use leptos::prelude::*;

use crate::i18n::t;
use crate::shell::prefs::{Theme, set_theme, theme};

/// The choice.
#[component]
pub(super) fn Look() -> impl IntoView {
    let chosen = theme();
    let choices = Theme::ALL
        .into_iter()
        .map(|theme| {
            let label = match theme {
                Theme::System => t!("theme-system"),
                Theme::Light => t!("theme-light"),
                Theme::Dark => t!("theme-dark"),
            };
            view! {
                <label class="choice">
                    <input type="radio" name="theme" checked={theme == chosen} on:change=move |_| set_theme(theme) />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <fieldset class="choices"><legend><h2>{t!("theme-title")}</h2></legend>{choices}</fieldset>
        </section>
    }
}
