//! A client's Progress: what there is to do, and how it went so far.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_wire::space::SpaceKind;

use super::chart::Chart;
use super::credit::Credit;
use super::todo::TodoList;
use super::told::{Told, told};
use super::words;
use crate::app::Watched;
use crate::components::{Glyph, Icon, PageHead};
use crate::consent::ConsentWays;
use crate::i18n::t;
use crate::plan::PlanWays;
use crate::route::Route;
use crate::router::Link;
use crate::safety::SafetyWays;
use crate::sheet::FeltOverTime;
use crate::talk::follow;

/// `/progress`, for a client.
#[component]
pub(super) fn Progress() -> impl IntoView {
    let mine = follow(&[Watched::Spaces], mine);
    let empty =
        move || mine.with(Vec::is_empty).then(|| view! { <p class="soft">{t!("progress-empty")}</p> });
    let each = move || mine.get().into_iter().map(|told| view! { <One told=told /> }).collect_view();
    let care = follow(&[Watched::Spaces], |session| {
        let care = session.spaces().into_iter().filter(|space| space.kind == SpaceKind::Care);
        let me = session.account();
        care.map(|space| (space.id, me)).collect::<Vec<_>>()
    });
    let felt = move || {
        care.get()
            .into_iter()
            .map(|(space, me)| view! { <FeltOverTime space=space of=me staff=false /> })
            .collect_view()
    };
    view! {
        <div class="page">
            <PageHead title=t!("nav-progress") lead=t!("progress-lead") />
            <div class="stack loose">
                <section class="stack"><h2>{t!("progress-to-do")}</h2><TodoList /></section>
                <section class="stack"><h2>{t!("progress-plans")}</h2><PlanWays /><SafetyWays /><ConsentWays /></section>
                <section class="stack">
                    <h2>{t!("journal-title")}</h2>
                    <p class="soft">{t!("journal-lead")}</p>
                    <div><Link to=Route::Journal class="button"><Icon glyph=Glyph::Edit /><span>{t!("journal-open")}</span></Link></div>
                </section>
                <section class="stack loose"><h2>{t!("progress-so-far")}</h2>{empty}{each}</section>
                {felt}
            </div>
        </div>
    }
}

/// What oneself has answered, in every space.
fn mine(session: &Session) -> Vec<Told> {
    let care = session.spaces().into_iter().filter(|space| space.kind == SpaceKind::Care);
    care.flat_map(|space| told(session, space.id, session.account())).collect()
}

#[component]
fn One(told: Told) -> impl IntoView {
    let package = told.package;
    let since = told.scale().zip(told.change()).map(|(scale, change)| words::change_for_them(scale, change));
    let fall = words::fall_for_them(told.series.track);
    view! {
        <article class="stack tight">
            <h3>{package.about.clone()}</h3>
            {fall.map(|fall| view! { <p data-testid="fall">{fall}</p> })}
            {since.map(|since| view! { <p>{since}</p> })}
            <Chart told=told staff=false />
            <Credit package=package />
        </article>
    }
}
