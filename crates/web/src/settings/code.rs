//! One's own six words, to read aloud.

use leptos::prelude::*;
use rapport_client::Session;

use crate::i18n::t;

/// The code.
#[component]
pub(super) fn Code(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let words = session.with_value(Session::my_words);
    let words = words.into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
    view! {
        <section class="section stack">
            <h2>{t!("settings-code-title")}</h2>
            <p>{t!("settings-code-lead")}</p>
            <ol class="code" data-testid="own-code">{words}</ol>
        </section>
    }
}
