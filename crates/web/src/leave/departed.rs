//! The last page: what was done and what was not, for somebody who is nobody here any more.

use leptos::prelude::*;
use rapport_client::session::Departed;
use rapport_wire::Timestamp;

use crate::app::{Phase, app};
use crate::components::{Notice, Tone};
use crate::i18n::{date, t};
use crate::route::Route;
use crate::router::{Link, router};

/// The page, for as long as it is open.
#[component]
pub(crate) fn HasLeft() -> impl IntoView {
    let (app, router) = (app(), router());
    let Phase::Departed(Departed { erased, forgotten }) = app.phase_untracked() else { return ().into_any() };
    let close = move |_| {
        app.nobody();
        router.replace(Route::SignIn);
    };
    let kept = (erased.spaces_kept > 0).then_some(erased.kept_until);
    view! {
        <div class="page" data-testid="departed">
            <header class="page-head"><h1 tabindex="-1">{t!("departed-title")}</h1><p class="lead">{t!("departed-lead")}</p></header>
            <div class="stack loose">
                <Gone title=t!("departed-gone") devices=Some(erased.devices) here=forgotten spaces=erased.spaces_destroyed />
                {(!forgotten).then(|| view! { <Notice tone=Tone::Careful><p>{t!("departed-still-here")}</p></Notice> })}
                {(erased.spaces_left > 0).then(|| view! { <Notice tone=Tone::Careful><p>{t!("departed-soon")}</p></Notice> })}
                <Stays title=t!("departed-stays") kept=kept shared=erased.spaces_shared />
                <p>{t!("departed-again")}</p>
                <p>{t!("departed-hard")} " " <Link to=Route::Reach>{t!("departed-reach")}</Link></p>
                <p><button type="button" class="button main" on:click=close>{t!("close")}</button></p>
            </div>
        </div>
    }
    .into_any()
}

/// What is destroyed, before it is and after.
#[component]
pub(super) fn Gone(
    /// How it is introduced.
    title: String,
    /// How many devices were signed out, once they were.
    devices: Option<u32>,
    /// Whether what this device keeps is among it.
    here: bool,
    /// How many spaces nobody else is in.
    spaces: u32,
) -> impl IntoView {
    let devices = devices.map_or_else(|| t!("gone-devices"), |count| t!("gone-devices-count", count = count));
    view! {
        <section class="card stack tight" data-testid="gone">
            <h2>{title}</h2>
            <ul class="stack tight">
                <li>{t!("gone-keys")}</li>
                {(spaces > 0).then(|| view! { <li>{t!("gone-own")}</li> })}
                <li>{t!("gone-name")}</li>
                <li>{devices}</li>
                {here.then(|| view! { <li>{t!("gone-here")}</li> })}
            </ul>
        </section>
    }
}

/// What stays, with whom and until when.
#[component]
pub(super) fn Stays(
    /// How it is introduced.
    title: String,
    /// Until when a record is kept, where there is one.
    kept: Option<Timestamp>,
    /// How many spaces stay with others who are in therapy there.
    shared: u32,
) -> impl IntoView {
    view! {
        <section class="card stack tight" data-testid="stays">
            <h2>{title}</h2>
            <ul class="stack tight">
                {kept.map(|until| view! { <li>{t!("stays-record", when = date(until))}</li><li>{t!("stays-notes")}</li> })}
                {(shared > 0).then(|| view! { <li>{t!("stays-shared")}</li> })}
                <li>{t!("stays-others")}</li>
                <li>{t!("stays-backups")}</li>
            </ul>
        </section>
    }
}
