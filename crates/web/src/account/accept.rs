//! Joining by a link with the account that is signed in already: what it is first, then the yes.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Link;
use rapport_client::invitation::Look;

use super::join::{Behind, Found, look_behind};
use crate::app::app;
use crate::components::{PageHead, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::{Link as Anchor, router};

/// `/join#link`, for somebody who is in.
#[component]
pub(crate) fn Accept() -> impl IntoView {
    let router = router();
    if router.fragment().is_empty() {
        // A link that has been used, and a page that was loaded again: what it led to is among the messages.
        request_animation_frame(move || router.replace(Route::Messages));
        return ().into_any();
    }
    let found = look_behind(app());
    let shown = move || match found.get() {
        Found::Looking => view! {
            <PageHead title=t!("join-title") />
            <p role="status">{t!("join-opening")}</p>
        }
        .into_any(),
        Found::Nothing(words) => {
            router.forget_fragment();
            view! {
                <PageHead title=words.what lead=words.rec />
                <Anchor to=Route::Messages class="button">{t!("not-found-home")}</Anchor>
            }
            .into_any()
        }
        Found::Invitation(link, look) => view! { <Yes link=link look=look /> }.into_any(),
    };
    view! { <div class="page narrow">{shown}</div> }.into_any()
}

/// What it is, and the yes or no to it.
#[component]
fn Yes(link: Rc<Link>, look: Look) -> impl IntoView {
    let (app, router) = (app(), router());
    let work = Work::new();
    let handle = app.session().map(|session| session.handle()).unwrap_or_default();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = app.session() else { return };
        if !work.begin() {
            return;
        }
        let link = link.clone();
        spawn_local(async move {
            if let Some(space) = work.end(session.accept(&link).await) {
                router.forget_fragment();
                router.replace(Route::Talk(space));
            }
        });
    };
    let no = move |_| {
        router.forget_fragment();
        router.replace(Route::Messages);
    };
    view! {
        <div class="stack loose">
            <Behind look=look />
            <form class="stack" on:submit=send>
                <p>{t!("join-signed-in", handle = handle)}</p>
                <div class="actions">
                    <SubmitButton label=t!("join-accept") work=work />
                    <button type="button" class="button large" on:click=no>{t!("join-decline")}</button>
                </div>
                <Working work=work />
            </form>
        </div>
    }
}
