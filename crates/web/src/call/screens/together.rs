//! In the session.

use gloo_timers::callback::Interval;
use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::call::CallStage;
use rapport_wire::SpaceId;

use super::bar::{Bar, Side};
use super::choose::{ChooseDevices, follow_devices};
use super::door::Door;
use super::keys;
use super::notices::SourceTrouble;
use super::tiles::Tiles;
use crate::app::{Watched, app};
use crate::call::line::{Feel, LineState};
use crate::call::media::{Devices, State};
use crate::call::room::Room;
use crate::components::{Glyph, Icon, Refusal};
use crate::i18n::t;
use crate::sheet::TogetherPanel;
use crate::shell::focus_title;
use crate::talk::{Codes, SidePanel};

/// Between two looks at how long it has been, in milliseconds.
const MINUTES_LOOK_MS: u32 = 10_000;

/// The session itself.
#[component]
pub(super) fn Together(
    /// The session.
    room: Room,
    /// Whose.
    space: SpaceId,
    /// With whom.
    name: Memo<String>,
) -> impl IntoView {
    let side = RwSignal::new(Side::Closed);
    let devices = follow_devices(room);
    keys::listen(room);
    let shown = move || match side.get() {
        Side::Closed => "closed",
        Side::Page => "page",
        _ => "open",
    };
    follow_pages(space, side);
    view! {
        <section class="call" aria-label=t!("call-title")>
            <header class="call-head">
                <h1 tabindex="-1">{move || name.get()}</h1>
                <Condition room=room />
                <Clock room=room />
                <crate::shell::ExitButton />
            </header>
            <div class="call-notices">
                <Door room=room />
                <SourceTrouble local=room.microphone />
                <SourceTrouble local=room.camera />
                <Refusal words=room.error />
            </div>
            <div class="call-body" data-side=shown>
                <Tiles room=room />
                {move || beside(room, space, side, devices)}
            </div>
            <Bar room=room side=side />
            <Spoken room=room />
        </section>
    }
}

fn beside(room: Room, space: SpaceId, side: RwSignal<Side>, devices: RwSignal<Devices>) -> AnyView {
    let (title, inside) = match side.get() {
        Side::Closed => return ().into_any(),
        Side::Chat => (t!("call-chat"), view! { <SidePanel space=space /> }.into_any()),
        Side::Page => {
            (t!("call-page"), view! { <div class="inset"><TogetherPanel space=space /></div> }.into_any())
        }
        Side::Code => (t!("call-code"), view! { <div class="inset"><Codes space=space /></div> }.into_any()),
        Side::Devices => (
            t!("call-devices"),
            view! { <div class="inset"><ChooseDevices room=room devices=devices /></div> }.into_any(),
        ),
    };
    let label = title.clone();
    view! {
        <section class="call-side" aria-label=label>
            <div class="row apart side-head">
                <h2>{title}</h2>
                <button type="button" class="button plain" on:click=move |_| { side.set(Side::Closed); focus_title(); }><Icon glyph=Glyph::Close /> <span>{t!("close")}</span></button>
            </div>
            {inside}
        </section>
    }
    .into_any()
}

/// What somebody shows is opened beside the pictures, once; a page one put away stays away until one asks for it.
fn follow_pages(space: SpaceId, side: RwSignal<Side>) {
    let app = app();
    let opened = StoredValue::new(Vec::new());
    Effect::new(move || {
        for what in [Watched::Page(space), Watched::Space(space), Watched::Call(space)] {
            app.watch(what);
        }
        let Some(session) = app.session() else { return };
        let Some(shown) = session.shown_page(space).filter(|_| session.open_page().is_none()) else { return };
        if opened.with_value(|opened| opened.contains(&shown.page)) {
            return;
        }
        spawn_local(async move {
            // Told before the page itself has come: then it is tried again when that does.
            if session.go_on_together(space, shown.page).await.is_ok()
                && let Some(()) = opened.try_update_value(|opened| opened.push(shown.page))
            {
                side.set(Side::Page);
            }
        });
    });
    on_cleanup(move || {
        if let Some(session) = app.session() {
            session.put_together_away();
        }
    });
}

/// How the line is, in words.
#[component]
fn Condition(room: Room) -> impl IntoView {
    let words =
        Memo::new(move |_| match (room.stage(), room.condition.get().line, room.condition.get().feel) {
            (Some(CallStage::Returning), ..) | (_, LineState::Down | LineState::Interrupted, _) => {
                t!("call-line-returning")
            }
            (_, LineState::Connecting, _) => t!("call-line-connecting"),
            (.., Feel::Good) => t!("call-line-good"),
            (.., Feel::Weak) => t!("call-line-weak"),
            (.., Feel::VoiceOnly) => t!("call-line-voice-only"),
        });
    view! { <p class="small soft condition" role="status">{words}</p> }
}

/// How long it has been, quietly.
#[component]
fn Clock(room: Room) -> impl IntoView {
    let now = RwSignal::new(Date::now());
    let tick = move || {
        let _ = now.try_set(Date::now());
    };
    let ticks = StoredValue::new_local(Some(Interval::new(MINUTES_LOOK_MS, tick)));
    on_cleanup(move || drop(ticks.try_update_value(Option::take)));
    let minutes = move || {
        let since = room.view.with(|view| view.as_ref().and_then(|view| view.since))?;
        Some((now.get() - since.as_millis() as f64).max(0.0) as u64 / 60_000)
    };
    view! { <p class="small soft numbers">{move || minutes().map(|count| t!("call-minutes", count = count))}</p> }
}

/// Changes of one's own microphone and camera, for those who do not see the buttons.
#[component]
fn Spoken(room: Room) -> impl IntoView {
    let microphone = move || match room.microphone.state.get() {
        State::On => t!("call-microphone-on"),
        State::Off => t!("call-microphone-off"),
        _ => String::new(),
    };
    let camera = move || match room.camera.state.get() {
        State::On => t!("call-camera-on"),
        State::Off => t!("call-camera-is-off"),
        _ => String::new(),
    };
    view! {
        <p class="unseen" role="status">{microphone}</p>
        <p class="unseen" role="status">{camera}</p>
    }
}
