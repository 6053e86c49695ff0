//! What clients have sent lately, besides messages: pages, answers, plans. On the day's page, so that nothing that
//! was shared waits unseen.

use std::collections::BTreeSet;

use leptos::prelude::*;
use rapport_client::Session;
use rapport_client::session::{Happened, Moment};
use rapport_client::views::Ended;
use rapport_wire::{SpaceId, Timestamp};

use super::left::left;
use super::moment::{told, way_to};
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon};
use crate::i18n::{moment, t};
use crate::route::Route;
use crate::router::Link;
use crate::talk::{follow, title};

/// How far back it looks.
const DAYS: i64 = 7;
/// Lines at first; the rest is one press away.
const FIRST: usize = 6;

/// The list; nothing while there is nothing.
#[component]
pub(crate) fn Lately() -> impl IntoView {
    let app = app();
    let since = app.outside().now().plus_seconds(-DAYS * 86_400);
    let all = follow(&[Watched::Spaces], move |session| lines(session, since));
    let gone = follow(&[Watched::Spaces], move |session| {
        let mut gone = left(session);
        gone.retain(|(.., ended)| ended.at >= since);
        gone
    });
    let whole = RwSignal::new(false);
    let rows = move || {
        let room = if whole.get() { usize::MAX } else { FIRST };
        all.get().into_iter().take(room).map(|(space, name, it)| row(space, &name, &it)).collect_view()
    };
    let more = move || {
        let rest = all.with(Vec::len).saturating_sub(FIRST);
        (rest > 0 && !whole.get()).then(|| view! {
            <div><button type="button" class="button" on:click=move |_| whole.set(true)>{t!("lately-more", count = rest)}</button></div>
        })
    };
    move || {
        let some = gone.with(|gone| !gone.is_empty()) || all.with(|all| !all.is_empty());
        some.then(|| {
            view! {
                <section class="stack" data-testid="lately">
                    <h2>{t!("lately-title")}</h2>
                    <ul class="times" role="list">{move || gone.get().into_iter().map(row_of_left).collect_view()}{rows}</ul>
                    {more}
                </section>
            }
        })
    }
}

/// Somebody left for good: nothing of theirs will follow.
fn row_of_left((care, name, ended): (SpaceId, String, Ended)) -> impl IntoView {
    view! {
        <li class="time-row">
            <Icon glyph=Glyph::You />
            <div class="grow"><Link to=Route::Record(care) class="strong">{t!("lately-left", name = name)}</Link><p class="small soft">{moment(ended.at)}</p></div>
        </li>
    }
}

fn lines(session: &Session, since: Timestamp) -> Vec<(SpaceId, String, Moment)> {
    let named = |(space, it): (SpaceId, Moment)| {
        let name = it.name.clone().or_else(|| session.space(space).map(|view| title(&view)));
        (space, name.unwrap_or_default(), it)
    };
    // What was done each day stands once, as it was last; so does what was said to one consent.
    let mut shown = BTreeSet::new();
    let key = |what: &Happened| match what {
        Happened::Consent { title, .. } => title.clone(),
        _ => told(what).1,
    };
    let first = |(space, it): &(SpaceId, Moment)| shown.insert((*space, key(&it.what)));
    session.lately(since).into_iter().filter(first).map(named).collect()
}

fn row(space: SpaceId, name: &str, it: &Moment) -> impl IntoView + use<> {
    let (glyph, what, _) = told(&it.what);
    let when = moment(it.at);
    let to = way_to(&it.what, space);
    view! {
        <li class="time-row">
            <Icon glyph=glyph />
            <div class="grow">{to.map(|to| view! { <Link to=to>{what}</Link> })}<p class="small soft">{t!("record-by-at", name = name.to_owned(), when = when)}</p></div>
        </li>
    }
}
