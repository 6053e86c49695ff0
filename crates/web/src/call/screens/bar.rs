//! The buttons under a session. Each says what is true now, and what pressing it does.

use leptos::prelude::*;

use crate::call::media::{Local, State};
use crate::call::room::Room;
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// What is open beside the pictures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Nothing.
    Closed,
    /// The conversation.
    Chat,
    /// A page filled in together.
    Page,
    /// The code to compare.
    Code,
    /// Devices.
    Devices,
}

/// Everything one can do in a session.
#[component]
pub(super) fn Bar(
    /// The session.
    room: Room,
    /// What is open beside the pictures.
    side: RwSignal<Side>,
) -> impl IntoView {
    view! {
        <div class="call-bar" role="group" aria-label=t!("call-bar")>
            <MuteButton microphone=room.microphone />
            <CameraButton camera=room.camera />
            {panel(Glyph::Messages, t!("call-chat"), Side::Chat, side)}
            {panel(Glyph::Edit, t!("call-page"), Side::Page, side)}
            {panel(Glyph::Shield, t!("call-code"), Side::Code, side)}
            {panel(Glyph::Device, t!("call-devices"), Side::Devices, side)}
            <button type="button" class="button alert main" on:click=move |_| room.leave()><Icon glyph=Glyph::Leave /> <span>{t!("call-leave")}</span></button>
        </div>
    }
}

/// Mute and unmute.
#[component]
pub(super) fn MuteButton(
    /// The microphone.
    microphone: Local,
) -> impl IntoView {
    let words = move || match microphone.state.get() {
        State::On => t!("call-microphone-on"),
        State::Starting => t!("call-microphone-starting"),
        State::Off => t!("call-microphone-off"),
        State::Paused | State::Lost | State::Failed(_) => t!("call-microphone-none"),
    };
    let does = move || if microphone.is_on() { t!("call-mute") } else { t!("call-unmute") };
    let icon = move || {
        if microphone.is_on() {
            view! { <Icon glyph=Glyph::Microphone /> }
        } else {
            view! { <Icon glyph=Glyph::MicrophoneOff /> }
        }
    };
    view! {
        <button type="button" class="button state" class:off=move || !microphone.is_on() data-microphone=move || code(microphone) on:click=move |_| microphone.toggle()>
            {icon} <span class="both"><span>{does}</span> <small>{words}</small></span>
        </button>
    }
}

/// Camera on and off.
#[component]
pub(super) fn CameraButton(
    /// The camera.
    camera: Local,
) -> impl IntoView {
    let words = move || match camera.state.get() {
        State::On => t!("call-camera-on"),
        State::Starting => t!("call-camera-starting"),
        State::Off => t!("call-camera-is-off"),
        State::Paused | State::Lost | State::Failed(_) => t!("call-camera-none"),
    };
    let does =
        move || if camera.is_on() { t!("call-camera-switch-off") } else { t!("call-camera-switch-on") };
    let icon = move || {
        if camera.is_on() {
            view! { <Icon glyph=Glyph::Camera /> }
        } else {
            view! { <Icon glyph=Glyph::CameraOff /> }
        }
    };
    view! {
        <button type="button" class="button state" class:off=move || !camera.is_on() data-camera=move || code(camera) on:click=move |_| camera.toggle()>
            {icon} <span class="both"><span>{does}</span> <small>{words}</small></span>
        </button>
    }
}

/// On or off, for tests and style sheets.
fn code(local: Local) -> &'static str {
    if local.is_on() { "on" } else { "off" }
}

fn panel(glyph: Glyph, words: String, which: Side, side: RwSignal<Side>) -> impl IntoView {
    let open = move || side.get() == which;
    let press = move |_| side.update(|now| *now = if *now == which { Side::Closed } else { which });
    view! {
        <button type="button" class="button" aria-pressed=move || open().to_string() on:click=press>
            <Icon glyph=glyph /> <span>{words}</span>
        </button>
    }
}
