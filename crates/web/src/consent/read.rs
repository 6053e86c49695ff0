//! `/consents/SPACE`: what was asked for, where everybody stands, and what happened with it.

use leptos::prelude::*;
use rapport_client::session::{ConsentStep, ConsentView, ConsentsView};
use rapport_wire::{EntryId, SpaceId, Timestamp};

use super::mine::Mine;
use super::state;
use super::theirs::Theirs;
use crate::app::{Watched, app};
use crate::components::{Glyph, Icon};
use crate::i18n::{moment, t};
use crate::practise::body;
use crate::route::Route;
use crate::router::{Link, router};
use crate::talk::{follow, title};

/// What took longer on its way, in microseconds, is said to have.
const LATE_US: i64 = 60_000_000;

/// The page.
#[component]
pub(super) fn Read(
    /// Which care space.
    space: SpaceId,
) -> impl IntoView {
    let all = follow(&[Watched::Spaces, Watched::Space(space)], move |session| session.consents(space));
    let name = follow(&[Watched::Spaces], move |session| session.space(space).map(|it| title(&it)));
    let of = move |what: fn(&ConsentsView) -> bool| {
        Memo::new(move |_| all.with(|all| all.as_ref().is_some_and(what)))
    };
    let (client, asks) = (of(|all| all.client), of(|all| all.asks));
    let (staff, empty) = (of(|all| !all.client), of(|all| all.all.is_empty()));
    let heading = move || match (staff.get(), name.get()) {
        (true, Some(name)) => t!("consent-title-of", name = name),
        (true, None) => t!("consent-title"),
        (false, _) => t!("consent-mine"),
    };
    let lead = move || if staff.get() { t!("consent-lead-staff") } else { t!("consent-lead") };
    let none = move || {
        let words = match (all.with(Option::is_none), empty.get(), client.get()) {
            (true, ..) => t!("consent-nothing"),
            (_, true, true) => t!("consent-none"),
            (_, true, false) => t!("consent-none-staff"),
            _ => return None,
        };
        Some(view! { <p>{words}</p> })
    };
    let list =
        Memo::new(move |_| all.with(|all| all.as_ref().map(|all| all.all.clone()).unwrap_or_default()));
    // A card stays where it is whatever happens with it, with what is typed into it.
    let card = move |it: ConsentView| {
        let id = it.id;
        let now = Memo::new(move |before: Option<&ConsentView>| {
            let now = list.with(|all| all.iter().find(|it| it.id == id).cloned());
            now.or_else(|| before.cloned()).unwrap_or_else(|| it.clone())
        });
        if client.get_untracked() {
            view! { <Mine now=now space=space /> }.into_any()
        } else {
            view! { <Theirs now=now space=space asks=asks /> }.into_any()
        }
    };
    view! {
        <div class="page">
            <header class="page-head"><h1 tabindex="-1">{heading}</h1><p class="lead">{lead}</p></header>
            <div class="stack loose">
                {move || asks.get().then(|| view! { <Begin space=space /> })}
                {none}
                <For each=move || list.get() key=|it| it.id let:it>{card(it)}</For>
                <p class="row">
                    {move || if staff.get() {
                        view! { <Link to=Route::Record(space) class="button plain"><Icon glyph=Glyph::Back /><span>{t!("record-to-record")}</span></Link> }
                    } else {
                        view! { <Link to=Route::Progress class="button plain"><Icon glyph=Glyph::Back /><span>{t!("form-to-progress")}</span></Link> }
                    }}
                    <Link to=Route::Talk(space) class="button plain"><Icon glyph=Glyph::Messages /><span>{t!("sheet-to-talk")}</span></Link>
                </p>
            </div>
        </div>
    }
}

/// Begins a new one.
#[component]
fn Begin(space: SpaceId) -> impl IntoView {
    let (app, router) = (app(), router());
    let begin = move |_| {
        if let Some(session) = app.session() {
            router.go(Route::WriteConsent(space, EntryId::from_bytes(session.fresh_consent().0)));
        }
    };
    view! { <div><button type="button" class="button main" on:click=begin><Icon glyph=Glyph::Add /><span>{t!("consent-ask")}</span></button></div> }
}

/// That something of it waits on this device.
#[component]
pub(super) fn Unsent(
    /// The consent.
    now: Memo<ConsentView>,
) -> impl IntoView {
    let unsent = Memo::new(move |_| now.with(|it| it.unsent));
    move || {
        unsent
            .get()
            .then(|| view! { <p class="small soft" data-testid="consent-unsent">{t!("safety-unsent")}</p> })
    }
}

/// What happened with it: nothing of it is ever taken out.
#[component]
pub(super) fn History(
    /// The consent.
    now: Memo<ConsentView>,
) -> impl IntoView {
    let history = Memo::new(move |_| now.with(|it| it.history.clone()));
    let name = now.with_untracked(|it| it.words.article.title.clone());
    let rows = move || history.get().into_iter().map(step).collect_view();
    view! {
        <details class="more" data-testid="consent-history">
            <summary>{t!("consent-history")}<span class="unseen">": " {name}</span></summary>
            <ul class="items" role="list">{rows}</ul>
        </details>
    }
}

fn step(it: ConsentStep) -> impl IntoView {
    let who = if it.mine { t!("record-you") } else { it.name.unwrap_or_else(|| t!("record-somebody")) };
    let at = |micros| moment(Timestamp::from_micros(micros));
    let when = match it.came_at.saturating_sub(it.at) {
        _ if it.unsent => t!("safety-unsent"),
        late if late > LATE_US => t!("consent-arrived", said = at(it.at), came = at(it.came_at)),
        _ => at(it.at),
    };
    let what = state::said(&it.words.title, it.says);
    let why = (!it.why.is_empty()).then(|| view! { <p class="said">{it.why}</p> });
    let version =
        it.version.map_or_else(|| t!("consent-words-gone"), |number| t!("consent-version", number = number));
    let words = it.says.is_none().then(|| {
        view! {
            <details class="more"><summary>{t!("consent-these-words")}</summary><article class="article">{body(&it.words)}</article></details>
        }
    });
    view! {
        <li><div class="grow">
            <p class="strong">{what}</p>
            {why}
            <p class="small soft">{t!("record-by-at", name = who, when = when)} " " {version}</p>
            {words}
        </div></li>
    }
}
