//! The ways to a plan.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// From a client's Progress: the plan with each therapist.
#[component]
pub(crate) fn PlanWays() -> impl IntoView {
    let ways = follow(&[Watched::Spaces], ways);
    move || {
        let rows = ways.get().into_iter().map(|(space, name, news)| {
            let news = news.then(|| view! { <span class="tag">{t!("plan-news")}</span> });
            view! {
                <li class="time-row">
                    <div class="grow"><p class="strong">{t!("plan-title")}</p><p class="small soft">{t!("plan-with", name = name)}</p></div>
                    {news}
                    <Link to=Route::Plan(space) class="button"><Icon glyph=Glyph::Check /><span>{t!("plan-open")}</span></Link>
                </li>
            }
        });
        view! { <ul class="times" role="list" data-testid="plan-ways">{rows.collect_view()}</ul> }
    }
}

/// Each care space, with whom, and whether a suggestion waits for oneself.
fn ways(session: &Session) -> Vec<(SpaceId, String, bool)> {
    let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.others > 0);
    let way = |space: &rapport_client::views::SpaceView| {
        let plan = session.plan(space.id)?;
        Some((space.id, title(space), plan.suggested.iter().any(|it| !it.ours)))
    };
    care.filter_map(|space| way(&space)).collect()
}

/// From a client's course.
#[component]
pub(crate) fn PlanLink(
    /// The care space.
    space: SpaceId,
) -> impl IntoView {
    view! { <Link to=Route::Plan(space) class="button"><Icon glyph=Glyph::Check /><span>{t!("plan-title")}</span></Link> }
}
