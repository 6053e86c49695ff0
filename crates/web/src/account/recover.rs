//! Back in with the 24 words, and a new passphrase.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::account::recover;

use super::person::{HandleField, Text, check_handle, focus_first_error};
use super::this_device;
use crate::app::app;
use crate::components::{NewPassphrase, NewPassphraseField, PageHead, SubmitButton, Work, Working, fresh_id};
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link, router};

/// `/recover`.
#[component]
pub(crate) fn Recover() -> impl IntoView {
    let (app, router) = (app(), router());
    let handle = Text::new();
    let words = RwSignal::new(String::new());
    let passphrase = NewPassphrase::new();
    let work = Work::new();
    let own_words = Signal::derive(move || vec![handle.value.get()]);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = (handle.take(check_handle), passphrase.take(&own_words.get_untracked()));
        let (Some(handle), Some(chosen)) = written else { return focus_first_error() };
        if !work.begin() {
            return;
        }
        let typed = words.get_untracked();
        spawn_local(async move {
            let stage = |stage| work.at(stage);
            let done = recover(app.outside(), &handle, &typed, &chosen, &this_device(), &stage).await;
            if let Some(session) = work.end(done) {
                words.set(String::new());
                passphrase.clear();
                router.replace(Route::Messages);
                app.enter(session);
            }
        });
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("recover-title") lead=t!("recover-lead") />
            <form class="stack loose" novalidate on:submit=send>
                <HandleField handle=handle />
                <WordsField words=words />
                <NewPassphraseField label=t!("passphrase-new-next") passphrase=passphrase own_words=own_words />
                <div class="stack">
                    <SubmitButton label=t!("recover-submit") work=work />
                    <Working work=work />
                </div>
                <p><Link to=Route::SignIn>{t!("recover-to-sign-in")}</Link></p>
            </form>
        </div>
    }
}

#[component]
fn WordsField(words: RwSignal<String>) -> impl IntoView {
    let id = fresh_id("words");
    let help = format!("{id}-help");
    let count = move || words.with(|words| words.split_whitespace().count());
    view! {
        <div class="field">
            <label for=id.clone()>{t!("recover-words-label")}</label>
            <p class="help" id=help.clone()>{t!("recover-words-help")}</p>
            <textarea
                class="input" id=id rows="4" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby=help
                prop:value=move || words.get()
                on:input:target=move |event| words.set(event.target().value())
            ></textarea>
            <p class="help numbers" role="status">{move || (count() > 0).then(|| t!("recover-count", count = count()))}</p>
        </div>
    }
}
