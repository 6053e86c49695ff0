//! What must be seen before anybody writes on: changed keys, a server caught at something, a wrong clock,
//! an answer that worries. They stay until somebody says they have read them, or has dealt with them.

use leptos::prelude::*;
use rapport_client::Finding;

use super::focus_title;
use crate::app::{Phase, Watched, app};
use crate::components::{Glyph, Icon};
use crate::i18n::{Sentences, finding_sentences, t};
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::follow;

/// Alarms above every screen.
#[component]
pub(super) fn Alarms() -> impl IntoView {
    let app = app();
    let read = RwSignal::new(Vec::<Finding>::new());
    let clock_read = RwSignal::new(false);
    let found = move || {
        let read_already = read.get();
        app.alarms().into_iter().filter(|finding| !read_already.contains(finding)).collect::<Vec<_>>()
    };
    let alarms = move || {
        found()
            .into_iter()
            .map(|finding| {
                let words = finding_sentences(&finding);
                alarm("notice wrong", words, move || read.update(|read| read.push(finding.clone())))
            })
            .collect_view()
    };
    let clock = move || {
        let minutes = app.skew_minutes().filter(|_| !clock_read.get())?;
        let words = Sentences { what: t!("clock-wrong", count = minutes), rec: t!("clock-wrong-rec") };
        Some(alarm("notice careful", words, move || clock_read.set(true)))
    };
    view! { <section class="alarms" role="alert" aria-label=t!("alarm-label")>{alarms}{clock}<Worry /></section> }
}

/// An answer that worries stands above every screen of whoever treats, until somebody has dealt with it. Today
/// shows it itself.
#[component]
fn Worry() -> impl IntoView {
    let (app, router) = (app(), router());
    let worries =
        follow(&[Watched::Spaces], |session| session.role().is_staff() && !session.open_risks().is_empty());
    let elsewhere = Memo::new(move |_| !matches!(router.here(), Route::Today | Route::Session(_)));
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    move || {
        (inside.get() && worries.get() && elsewhere.get()).then(|| {
            view! {
                <div class="notice wrong" data-testid="worry">
                    <Icon glyph=Glyph::Warn />
                    <div class="grow"><strong>{t!("alarm-worry")}</strong><p>{t!("alarm-worry-rec")}</p></div>
                    <Link to=Route::Today class="button">{t!("alarm-worry-to")}</Link>
                </div>
            }
        })
    }
}

fn alarm(class: &'static str, words: Sentences, on_read: impl Fn() + Send + 'static) -> impl IntoView {
    view! {
        <div class=class>
            <Icon glyph=Glyph::Warn />
            <div class="grow"><strong>{words.what}</strong><p>{words.rec}</p></div>
            <button type="button" class="button" on:click=move |_| { on_read(); focus_title(); }>{t!("alarm-read")}</button>
        </div>
    }
}
