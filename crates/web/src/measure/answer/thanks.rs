//! After sending: thanks, and what the answers come to in the package's own words.

use leptos::prelude::*;

use rapport_client::views::Connection;

use super::super::told::told;
use super::super::words;
use super::Answering;
use crate::components::PageHead;
use crate::i18n::t;
use crate::reach::HelpNow;
use crate::route::Route;
use crate::router::Link;

/// The end.
#[component]
pub(super) fn Thanks(
    /// What was answered.
    it: Answering,
    /// Whether an answer worries.
    worries: bool,
) -> impl IntoView {
    let todo = it.todo.get_value();
    let package = todo.package;
    let score = it.sheet.with_untracked(super::Sheet::score).ok();
    let means = score.as_ref().and_then(|score| score.main()).zip(package.scales.first());
    let means = means.map(|(main, scale)| {
        let (value, most) = (main.value, *package.range(scale).end());
        match &main.band {
            Some(band) => t!("thanks-means-band", value = value, most = most, band = band),
            None => t!("thanks-means", value = value, most = most),
        }
    });
    // With what has just been sent, which waits on this device or is at the server by now.
    let since = it.app.session().and_then(|session| {
        let all = told(&session, todo.space, session.account());
        let this = all.into_iter().find(|told| told.package.id == package.id)?;
        Some(words::change_for_them(this.scale()?, this.change()?))
    });
    let name = todo.with.clone();
    let head = move || {
        // Whoever has no line must not believe that somebody knows by now.
        let lead = match it.app.connection() {
            Connection::Online => t!("thanks-lead", name = name),
            _ => t!("thanks-lead-waits", name = name),
        };
        view! { <PageHead title=t!("thanks-title") lead=lead /> }
    };
    let app = it.app;
    let sent = Signal::derive(move || app.connection() == Connection::Online);
    let help = worries.then(|| view! { <HelpNow space=todo.space sent=sent /> });
    view! {
        <div class="stack loose" data-testid="thanks">
            {head}
            {help}
            <section class="card">
                <h2>{t!("thanks-what")}</h2>
                {means.map(|means| view! { <p>{means}</p> })}
                {since.map(|since| view! { <p>{since}</p> })}
                <p class="soft">{t!("thanks-number")}</p>
            </section>
            <p><Link to=Route::Progress class="button main large">{t!("answer-to-progress")}</Link></p>
        </div>
    }
}
