//! The ways to what is agreed to.

use leptos::prelude::*;
use rapport_care::consent::Standing;
use rapport_client::Session;
use rapport_client::session::ConsentView;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use crate::app::Watched;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// From a client's Progress: what was asked of them by each therapist; nothing where nothing was.
#[component]
pub(crate) fn ConsentWays() -> impl IntoView {
    let ways = follow(&[Watched::Spaces], ways);
    move || {
        let rows = ways.get().into_iter().map(|(space, name, waits)| {
            let news = waits.then(|| view! { <span class="tag">{t!("consent-news")}</span> });
            view! {
                <li class="time-row">
                    <div class="grow"><p class="strong">{t!("consent-mine")}</p><p class="small soft">{t!("plan-with", name = name)}</p></div>
                    {news}
                    <Link to=Route::Consents(space) class="button"><Icon glyph=Glyph::File /><span>{t!("consent-look")}</span></Link>
                </li>
            }
        });
        view! { <ul class="times" role="list" data-testid="consent-ways">{rows.collect_view()}</ul> }
    }
}

/// Each care space where something was asked for, with whom, and whether it waits for oneself.
fn ways(session: &Session) -> Vec<(SpaceId, String, bool)> {
    let care = session.spaces().into_iter().filter(|it| it.kind == SpaceKind::Care);
    let way = |space: &rapport_client::views::SpaceView| {
        let view = session.consents(space.id).filter(|view| view.client && !view.all.is_empty())?;
        let waits = view.all.iter().any(|it| it.mine.is_some_and(Standing::waits));
        Some((space.id, title(space), waits))
    };
    care.filter_map(|space| way(&space)).collect()
}

/// What somebody should know before they open the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// A client said no, or no longer, to the words as they are.
    No,
    /// A client has not answered.
    Waits,
}

fn stands(all: &[ConsentView]) -> Option<Stands> {
    let clients = || all.iter().flat_map(|it| &it.clients).filter(|it| !it.gone).map(|it| it.standing);
    if clients().any(|it| it.is_no() && !it.waits()) {
        return Some(Stands::No);
    }
    clients().any(Standing::waits).then_some(Stands::Waits)
}

/// From a client's record, or their course.
#[component]
pub(crate) fn ConsentLink(
    /// The care space.
    space: SpaceId,
    /// Style classes.
    class: &'static str,
) -> impl IntoView {
    let state =
        follow(&[Watched::Spaces], move |session| session.consents(space).map(|view| stands(&view.all)));
    let tag = move || {
        state.get().flatten().map(|state| match state {
            Stands::No => view! { <span class="tag careful">{t!("consent-no")}</span> },
            Stands::Waits => view! { <span class="tag">{t!("consent-waits")}</span> },
        })
    };
    view! { <Link to=Route::Consents(space) class=class><Icon glyph=Glyph::File /><span>{t!("consent-title")}</span>{tag}</Link> }
}
