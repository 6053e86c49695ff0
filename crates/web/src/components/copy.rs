//! A button that copies, and says that it has.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::{Glyph, Icon};
use crate::i18n::t;

/// Copies a text to the clipboard.
#[component]
pub(crate) fn CopyButton(
    /// What it says until pressed.
    label: String,
    /// What it copies.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let done = move || outcome.get() == Some(true);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text.get_untracked());
        spawn_local(async move { outcome.set(Some(JsFuture::from(written).await.is_ok())) });
    };
    view! {
        <button type="button" class="button" on:click=copy>
            {move || if done() { view! { <Icon glyph=Glyph::Check /> } } else { view! { <Icon glyph=Glyph::Copy /> } }}
            <span>{label}</span>
        </button>
        <span role="status" class="soft">{move || outcome.get().map(|done| if done { t!("copied") } else { t!("copy-refused") })}</span>
    }
}
