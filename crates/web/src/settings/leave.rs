//! Signing out of this device.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::app;
use crate::components::{Confirm, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;

/// The section.
#[component]
pub(super) fn Leave() -> impl IntoView {
    let (app, router) = (app(), router());
    let asked = RwSignal::new(None::<usize>);
    let work = Work::new();
    let leave = move |_| {
        if work.begin() {
            spawn_local(async move {
                if work.end(app.sign_out().await).is_some() {
                    router.replace(Route::SignIn);
                }
            });
        }
    };
    let ask = move |_| asked.set(Some(app.session().map_or(0, |session| session.unsent())));
    view! {
        <section class="section stack">
            <h2>{t!("settings-sign-out-title")}</h2>
            <p>{t!("settings-sign-out-lead")}</p>
            <div><button type="button" class="button alert" on:click=ask>{t!("settings-sign-out")}</button></div>
            <Working work=work />
            <Confirm
                open=asked title=t!("settings-sign-out-ask") yes=t!("settings-sign-out") on_yes=leave
                body=|unsent: &usize| if *unsent == 0 { t!("settings-sign-out-lead") } else { t!("settings-sign-out-unsent", count = unsent) }
            />
        </section>
    }
}
