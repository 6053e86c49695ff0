//! The ways to a safety plan.

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

/// From a client's Progress: their plan with each therapist, or the way to begin one.
#[component]
pub(crate) fn SafetyWays() -> impl IntoView {
    let ways = follow(&[Watched::Spaces], ways);
    move || {
        let rows = ways.get().into_iter().map(|(space, name, written)| {
            let words = if written { t!("safety-read") } else { t!("safety-begin") };
            view! {
                <li class="time-row">
                    <div class="grow"><p class="strong">{t!("safety-title")}</p><p class="small soft">{t!("plan-with", name = name)}</p></div>
                    <Link to=Route::Safety(space) class="button"><Icon glyph=Glyph::Heart /><span>{words}</span></Link>
                </li>
            }
        });
        view! { <ul class="times" role="list" data-testid="safety-ways">{rows.collect_view()}</ul> }
    }
}

/// Where a plan can be, with whom, and whether it is written.
fn ways(session: &Session) -> Vec<(SpaceId, String, bool)> {
    let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care && it.others > 0);
    let way = |space: &rapport_client::views::SpaceView| {
        let plan = session.safety_plan(space.id)?;
        Some((space.id, title(space), plan.current.is_some()))
    };
    care.filter_map(|space| way(&space)).collect()
}

/// From a conversation or a client's course; nothing where there can be no plan.
#[component]
pub(crate) fn SafetyLink(
    /// The care space.
    space: SpaceId,
    /// Style classes.
    class: &'static str,
    /// Whether the words are seen only where there is room.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let can = follow(&[Watched::Spaces], move |session| session.safety_plan(space).is_some());
    let words = if wide { "wide" } else { "" };
    move || {
        can.get().then(|| view! { <Link to=Route::Safety(space) class=class><Icon glyph=Glyph::Heart /><span class=words>{t!("safety-title")}</span></Link> })
    }
}
