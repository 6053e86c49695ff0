//! The recovery words: whether a copy was checked, and the way to new ones.

use leptos::prelude::*;
use rapport_client::Session;

use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// The section.
#[component]
pub(super) fn Words(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let confirmed = session.with_value(Session::words_confirmed);
    let state = if confirmed { t!("settings-words-checked") } else { t!("settings-words-unchecked") };
    view! {
        <section class="section stack">
            <h2>{t!("settings-words-title")}</h2>
            <p>{state} " " {t!("settings-words-lead")}</p>
            <div><Link to=Route::NewWords class="button">{t!("new-words-open")}</Link></div>
        </section>
    }
}
