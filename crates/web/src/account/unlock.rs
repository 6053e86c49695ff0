//! After the page has locked itself: the passphrase again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::account::sign_in;

use super::person::focus_first_error;
use super::this_device;
use crate::app::{Phase, app};
use crate::components::{PageHead, PassphraseField, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// Wherever somebody is whose page is locked.
#[component]
pub(crate) fn Unlock() -> impl IntoView {
    let app = app();
    let Phase::Locked { handle } = app.phase_untracked() else { return ().into_any() };
    let passphrase = RwSignal::new(String::new());
    let missing = RwSignal::new(None);
    let work = Work::new();
    let who = handle.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = passphrase.get_untracked();
        missing.set(typed.is_empty().then(|| t!("passphrase-missing")));
        if typed.is_empty() {
            return focus_first_error();
        }
        if !work.begin() {
            return;
        }
        let handle = handle.clone();
        spawn_local(async move {
            let done = sign_in(app.outside(), &handle, &typed, &this_device(), &|stage| work.at(stage)).await;
            if let Some(session) = work.end(done) {
                app.enter(session);
            }
        });
    };
    let out = Work::new();
    let sign_out = move |_| {
        if out.begin() {
            spawn_local(async move {
                out.end(app.sign_out().await);
            });
        }
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("unlock-title") lead=t!("unlock-lead") />
            <form class="stack loose" novalidate on:submit=send>
                <p class="soft">{t!("unlock-as", handle = who)}</p>
                // Beside the passphrase, for the browser's own keeper of passwords.
                <input type="text" hidden autocomplete="username" prop:value=who.clone() />
                <PassphraseField label=t!("passphrase-label") value=passphrase error=missing />
                <div class="stack">
                    <SubmitButton label=t!("unlock-submit") work=work />
                    <Working work=work />
                </div>
            </form>
            <div class="actions">
                <Link to=Route::Recover class="button plain">{t!("sign-in-recover")}</Link>
                <button type="button" class="button plain" on:click=sign_out>{t!("unlock-other")}</button>
            </div>
            <Working work=out />
        </div>
    }
    .into_any()
}
