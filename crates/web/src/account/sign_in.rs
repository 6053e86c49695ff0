//! Signing in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::account::sign_in;

use super::person::{HandleField, Text, check_handle, focus_first_error};
use super::this_device;
use crate::app::app;
use crate::components::{PageHead, PassphraseField, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link, router};

/// `/sign-in`, and wherever somebody must be signed in who is not.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let (app, router) = (app(), router());
    let handle = Text::new();
    let passphrase = RwSignal::new(String::new());
    let missing = RwSignal::new(None);
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = passphrase.get_untracked();
        missing.set(typed.is_empty().then(|| t!("passphrase-missing")));
        let Some(handle) = handle.take(check_handle).filter(|_| !typed.is_empty()) else {
            return focus_first_error();
        };
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            let done = sign_in(app.outside(), &handle, &typed, &this_device(), &|stage| work.at(stage)).await;
            if let Some(session) = work.end(done) {
                if router.here_untracked() == Route::SignIn {
                    router.replace(Route::Messages);
                }
                app.enter(session);
            }
        });
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("sign-in-title") lead=t!("sign-in-lead") />
            <form class="stack loose" novalidate on:submit=send>
                <HandleField handle=handle />
                <PassphraseField label=t!("passphrase-label") value=passphrase error=missing />
                <div class="stack">
                    <SubmitButton label=t!("sign-in-submit") work=work />
                    <Working work=work />
                </div>
                <p><Link to=Route::Recover>{t!("sign-in-recover")}</Link></p>
                <p class="soft small">{t!("sign-in-no-account")}</p>
            </form>
        </div>
    }
}
