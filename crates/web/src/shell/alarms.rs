//! What must be seen before anybody writes on: changed keys, a server caught at something, a wrong clock.
//! They stay until somebody says they have read them.

use leptos::prelude::*;
use rapport_client::Finding;

use super::focus_title;
use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::{Sentences, finding_sentences, t};

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
    view! { <section class="alarms" role="alert" aria-label=t!("alarm-label")>{alarms}{clock}</section> }
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
