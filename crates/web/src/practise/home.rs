//! What there is to practise and to read.

use leptos::prelude::*;
use rapport_care::library::shelf;

use super::skill::Skill;
use crate::app::{Phase, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::sheet::{DuePages, SharedLinks, Shelf};

/// How many articles stand here; the rest is one press away.
const FIRST_ARTICLES: usize = 3;

/// `/practise`.
#[component]
pub(super) fn Home() -> impl IntoView {
    let skills = Skill::ALL.map(|skill| {
        view! {
            <li class="card practise-card">
                <h3>{skill.title()}</h3>
                <p class="soft">{skill.lead()}</p>
                <Link to=Route::Skill(skill) class="button"><Icon glyph=Glyph::Play /><span>{t!("skill-open", skill = skill.title())}</span></Link>
            </li>
        }
    });
    let app = app();
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    let articles = shelf().iter().take(FIRST_ARTICLES).map(super::library::row).collect_view();
    view! {
        <div class="page wide">
            <PageHead title=t!("nav-practise") lead=t!("practise-lead") />
            <div class="stack loose">
                {move || if inside.get() { view! { <DuePages /> }.into_any() } else { view! { <Outside /> }.into_any() }}
                <section class="stack" aria-labelledby="practise-skills">
                    <h2 id="practise-skills">{t!("practise-skills")}</h2>
                    <ul class="practise-cards" role="list">{skills.into_iter().collect_view()}</ul>
                </section>
                {move || inside.get().then(|| view! { <Sheets /> })}
                <section class="stack" aria-labelledby="practise-read">
                    <h2 id="practise-read">{t!("practise-read")}</h2>
                    <ul class="items" role="list">{articles}</ul>
                    <div><Link to=Route::Library class="button"><Icon glyph=Glyph::File /><span>{t!("practise-all-articles", count = shelf().len())}</span></Link></div>
                </section>
            </div>
        </div>
    }
}

#[component]
fn Sheets() -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="practise-sheets">
            <h2 id="practise-sheets">{t!("practise-sheets")}</h2>
            <p class="soft">{t!("practise-sheets-lead")}</p>
            <Shelf />
            <SharedLinks />
        </section>
    }
}

/// For somebody who is not in: nothing of theirs is here, and this is the way to it.
#[component]
fn Outside() -> impl IntoView {
    view! { <p><Link to=Route::Messages class="button plain"><Icon glyph=Glyph::Back /><span>{t!("practise-inside")}</span></Link></p> }
}
