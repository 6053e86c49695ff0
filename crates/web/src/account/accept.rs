//! Joining by a link with the account that is signed in already.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::opened_link;
use crate::app::app;
use crate::components::{PageHead, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link, router};

/// `/join#link`, for somebody who is in.
#[component]
pub(crate) fn Accept() -> impl IntoView {
    let (app, router) = (app(), router());
    let work = Work::new();
    let handle = app.session().map(|session| session.handle()).unwrap_or_default();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        if !work.begin() {
            return;
        }
        spawn_local(async move {
            let entered = async { session.accept(&opened_link(router, Route::Join)?).await }.await;
            if let Some(space) = work.end(entered) {
                router.forget_fragment();
                router.replace(Route::Talk(space));
            }
        });
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("join-title") lead=t!("join-signed-in", handle = handle) />
            <form class="stack" on:submit=send>
                <div class="actions">
                    <SubmitButton label=t!("join-accept") work=work />
                    <Link to=Route::Messages class="button large">{t!("cancel")}</Link>
                </div>
                <Working work=work />
            </form>
        </div>
    }
}
