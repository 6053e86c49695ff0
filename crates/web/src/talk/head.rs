//! Above a conversation: whom it is with, whether they are here, the way into a session.

use leptos::prelude::*;
use rapport_client::views::SpaceView;
use rapport_wire::SpaceId;
use rapport_wire::space::SpaceKind;

use super::list::title;
use super::page::Beside;
use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::safety::SafetyLink;

/// The head of a conversation.
#[component]
pub(super) fn Head(
    /// The conversation.
    space: SpaceId,
    /// As the list knows it.
    state: Memo<Option<SpaceView>>,
    /// What is open beside the words.
    beside: RwSignal<Beside>,
) -> impl IntoView {
    let admits = app().session().is_some_and(|session| session.role().admits());
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let name = move || state.with(|state| state.as_ref().map(title).unwrap_or_default());
    let online = move || state.with(|state| state.as_ref().is_some_and(|space| space.online));
    let care = Memo::new(move |_| {
        state.with(|state| state.as_ref().is_some_and(|it| it.kind == SpaceKind::Care && it.frozen.is_none()))
    });
    let ended =
        Memo::new(move |_| state.with(|state| state.as_ref().is_some_and(|space| space.ended.is_some())));
    let call = Memo::new(move |_| state.with(|state| state.as_ref().and_then(|space| space.call)));
    view! {
        <header class="talk-head">
            <Link to=Route::Messages class="button plain to-list"><Icon glyph=Glyph::Back /> <span>{t!("talk-to-list")}</span></Link>
            <div class="grow">
                <h1 tabindex="-1">{name}</h1>
                <p class="small soft">{move || if online() { t!("people-here") } else { String::new() }}</p>
            </div>
            {move || (care.get() && staff).then(|| view! {
                <Link to=Route::Course(space) class="button plain"><Icon glyph=Glyph::Chart /> <span class="wide">{t!("course-title")}</span></Link>
            })}
            {move || (care.get() && !staff).then(|| view! { <SafetyLink space=space class="button plain" wide=true /> })}
            {toggle(Glyph::Search, t!("search-title"), "button plain to-search", Beside::Search, beside)}
            {toggle(Glyph::Shield, t!("people-title"), "button plain to-people", Beside::People, beside)}
            {move || (admits && care.get()).then(|| view! {
                <Link to=Route::Record(space) class="button plain"><Icon glyph=Glyph::File /> <span class="wide">{t!("record-open")}</span></Link>
            })}
            {move || (care.get() && !ended.get() && call.get().is_none()).then(|| view! {
                <Link to=Route::Session(space) class="button"><Icon glyph=Glyph::Camera /> <span>{t!("call-join")}</span></Link>
            })}
        </header>
        {move || call.get().filter(|_| care.get()).map(|(_, inside)| under_way(space, &name(), inside, admits))}
    }
}

/// A session is on, or somebody stands at its door.
fn under_way(space: SpaceId, name: &str, inside: u32, admits: bool) -> impl IntoView + use<> {
    let words = match (inside, admits) {
        (0, true) => t!("call-somebody-waits", name = name),
        _ => t!("call-under-way"),
    };
    let press = if inside == 0 && admits { t!("call-join-admit") } else { t!("call-join") };
    view! {
        <div class="under-way" role="status">
            <p class="grow">{words}</p>
            <Link to=Route::Session(space) class="button main"><Icon glyph=Glyph::Camera /> <span>{press}</span></Link>
        </div>
    }
}

fn toggle(
    glyph: Glyph,
    words: String,
    class: &'static str,
    which: Beside,
    beside: RwSignal<Beside>,
) -> impl IntoView {
    let open = move || beside.get() == which;
    let press = move |_| beside.update(|now| *now = if *now == which { Beside::Nothing } else { which });
    view! {
        <button type="button" class=class aria-expanded=move || open().to_string() on:click=press>
            <Icon glyph=glyph /> <span class="wide">{words}</span>
        </button>
    }
}
