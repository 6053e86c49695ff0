//! A calm word to whoever has no checked copy of their recovery words, until they have.

use leptos::prelude::*;

use crate::app::{Watched, app};
use crate::components::{Notice, Tone};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// The reminder, where there is something to remind of.
#[component]
pub(crate) fn WordsReminder() -> impl IntoView {
    let app = app();
    let later = RwSignal::new(false);
    let due = Memo::new(move |_| {
        app.watch(Watched::Account);
        !later.get() && app.session().is_some_and(|session| !session.words_confirmed())
    });
    move || {
        due.get().then(|| view! {
            <aside class="reminder" aria-label=t!("words-reminder-title")>
                <Notice tone=Tone::Calm>
                    <strong>{t!("words-reminder-title")}</strong>
                    <p>{t!("words-reminder")}</p>
                    <p class="row">
                        <Link to=Route::NewWords class="button">{t!("new-words-open")}</Link>
                        <button type="button" class="button plain" on:click=move |_| { later.set(true); crate::shell::focus_title(); }>{t!("words-reminder-later")}</button>
                    </p>
                </Notice>
            </aside>
        })
    }
}
