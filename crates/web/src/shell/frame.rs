//! The frame itself.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use super::alarms::Alarms;
use super::exit::ExitButton;
use super::line::LineState;
use super::nav::Nav;
use super::page::Page;
use super::toast::Toast;
use super::{exit, focus, idle};
use crate::account::{Accept, Join, NewWords, Recover, Setup, SignIn, Unlock};
use crate::app::{App, Phase, app};
use crate::components::{Glyph, Icon, Notice, PageHead, Tone};
use crate::consent::Consents;
use crate::forms::Forms;
use crate::i18n::t;
use crate::invite::Invite;
use crate::journal::Journal;
use crate::leave::{HasLeft, Leave};
use crate::measure::Measure;
use crate::plan::Plans;
use crate::practise::Practise;
use crate::reach::{ReachLink, ReachOut};
use crate::record::Record;
use crate::route::Route;
use crate::router::{Link, router};
use crate::safety::{AtHand, Safety};
use crate::settings::Settings;
use crate::sheet::Sheet;
use crate::talk::Messages;
use crate::time::Time;
use crate::trust::Trust;

/// How often it is tried to open what could not be opened.
const REOPEN_EVERY: Duration = Duration::from_secs(5);

/// The whole page.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let (app, router) = (app(), router());
    let page = Memo::new(move |_| Page::of(&app.phase(), router.here()));
    // What the server sees is read over the page one was on: a form half filled in stays as it is.
    let reading = Memo::new(move |_| router.here() == Route::Trust);
    let left = Memo::new(move |before: Option<&Route>| match (router.here(), before) {
        (Route::Trust, Some(before)) => *before,
        (here, _) => here,
    });
    let under = Memo::new(move |_| Page::of(&app.phase(), left.get()));
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    provide_context(AtHand::start(app));
    focus::follow(page, router);
    exit::listen(app);
    idle::watch(app);
    reopening(app);
    let main = NodeRef::<html::Main>::new();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get() {
            let _ = main.focus();
        }
    };
    view! {
        <a class="skip button" href="#content" on:click=skip>{t!("app-skip")}</a>
        <div class="shell" class:inside=inside>
            <header class="topbar">
                <span class="place">{move || app.practice()}</span>
                {move || inside.get().then(|| view! { <LineState /> })}
                <ReachLink />
                <ExitButton />
            </header>
            <Alarms />
            {move || inside.get().then(|| view! { <Nav /> })}
            <main id="content" tabindex="-1" node_ref=main>
                {move || reading.get().then(|| view! { <Trust /> })}
                <div class="under" hidden=move || reading.get()>{move || show(&under.get())}</div>
            </main>
            <footer class="foot">
                <Link to=Route::Trust>{t!("app-footer-trust")}</Link>
                {move || (!inside.get()).then(|| view! { <Link to=Route::Practise>{t!("today-practise")}</Link> })}
            </footer>
        </div>
        <Toast />
    }
}

/// What could not be opened for want of a network is opened as soon as there is one. The browser notices a network
/// that comes back, and not a server that does: so it is tried now and then as well.
fn reopening(app: App) {
    let unopened = Memo::new(move |_| matches!(app.phase(), Phase::Unopened(_)));
    Effect::new(move || {
        if !unopened.get() {
            return;
        }
        let online = window_event_listener(leptos::ev::online, move |_| app.open_again());
        let seen = window_event_listener(leptos::ev::focus, move |_| app.open_again());
        let timer = set_interval_with_handle(move || app.open_again(), REOPEN_EVERY).ok();
        on_cleanup(move || {
            online.remove();
            seen.remove();
            if let Some(timer) = timer {
                timer.clear();
            }
        });
    });
}

fn show(page: &Page) -> AnyView {
    match page {
        Page::Opening => view! { <Opening /> }.into_any(),
        Page::Unopened => view! { <Unopened /> }.into_any(),
        Page::Unlock => view! { <Unlock /> }.into_any(),
        Page::SignIn => view! { <SignIn /> }.into_any(),
        Page::Recover => view! { <Recover /> }.into_any(),
        Page::Setup => view! { <Setup /> }.into_any(),
        Page::Join => view! { <Join /> }.into_any(),
        Page::Accept => view! { <Accept /> }.into_any(),
        // Shown over whatever was there before; here nothing was.
        Page::Trust => ().into_any(),
        Page::Reach => view! { <ReachOut /> }.into_any(),
        Page::NotFound => view! { <NotFound /> }.into_any(),
        Page::Messages => view! { <Messages /> }.into_any(),
        Page::Time(route) => view! { <Time route=*route /> }.into_any(),
        Page::Practise(route) => view! { <Practise route=*route /> }.into_any(),
        Page::Sheet(route) => view! { <Sheet route=*route /> }.into_any(),
        Page::Forms(route) => view! { <Forms route=*route /> }.into_any(),
        Page::Record => view! { <Record /> }.into_any(),
        Page::Measure(route) => view! { <Measure route=*route /> }.into_any(),
        Page::Safety(route) => view! { <Safety route=*route /> }.into_any(),
        Page::Plan(route) => view! { <Plans route=*route /> }.into_any(),
        Page::Consent(route) => view! { <Consents route=*route /> }.into_any(),
        Page::Journal => view! { <Journal /> }.into_any(),
        Page::Invite => view! { <Invite /> }.into_any(),
        Page::Settings => view! { <Settings /> }.into_any(),
        Page::Leave(route) => view! { <Leave route=*route /> }.into_any(),
        Page::HasLeft => view! { <HasLeft /> }.into_any(),
        Page::NewWords => view! { <NewWords /> }.into_any(),
    }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <div class="boot">
            <div class="breath" aria-hidden="true"></div>
            <h1 tabindex="-1">{t!("app-opening-status")}</h1>
            <p role="status">{t!("app-opening")}</p>
        </div>
    }
}

/// What is kept could not be opened, for want of a connection most likely.
#[component]
fn Unopened() -> impl IntoView {
    let app = app();
    let words = move || match app.phase() {
        Phase::Unopened(words) => Some(
            view! { <Notice tone=Tone::Careful><strong>{words.what}</strong><p>{words.rec}</p></Notice> },
        ),
        _ => None,
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("opening-offline-title") lead=t!("opening-offline-lead") />
            {words}
            <p class="actions"><button type="button" class="button main large" on:click=move |_| app.open()>{t!("opening-retry")}</button></p>
            <p><Link to=Route::Practise class="button plain"><Icon glyph=Glyph::Leaf /><span>{t!("opening-practise")}</span></Link></p>
        </div>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <div class="page narrow">
            <PageHead title=t!("not-found-title") lead=t!("not-found-lead") />
            <Link to=Route::Messages class="button main">{t!("not-found-home")}</Link>
        </div>
    }
}
