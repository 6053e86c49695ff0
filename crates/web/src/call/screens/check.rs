//! Before one goes in: see oneself, hear that one is heard, choose devices, look at the network.

use leptos::prelude::*;
use rapport_care::content::CallKind;
use rapport_wire::SpaceId;

use super::bar::{CameraButton, MuteButton};
use super::choose::{ChooseDevices, follow_devices};
use super::meter::LevelBar;
use super::network::NetworkCheck;
use super::notices::SourceTrouble;
use super::video::Picture;
use crate::call::media::State;
use crate::call::room::Room;
use crate::components::{Glyph, Icon, Refusal};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// The device check.
#[component]
pub(super) fn Check(
    /// The session.
    room: Room,
    /// Whose.
    space: SpaceId,
    /// With whom.
    name: Memo<String>,
) -> impl IntoView {
    let devices = follow_devices(room);
    room.microphone.switch_on();
    room.camera.switch_on();
    let picture = Signal::derive_local(move || room.camera.track.get());
    let unseen = move || match room.camera.state.get() {
        State::On => None,
        State::Starting => Some(t!("call-camera-starting")),
        State::Off => Some(t!("call-camera-is-off")),
        State::Paused | State::Lost | State::Failed(_) => Some(t!("call-camera-none")),
    };
    let heard = Memo::new(move |_| room.microphone.is_on());
    view! {
        <div class="page wide">
            <header class="page-head">
                <h1 tabindex="-1">{move || t!("call-check-title", name = name.get())}</h1>
                <p class="lead">{t!("call-check-lead")}</p>
            </header>
            <div class="check">
                <div class="stack">
                    <div class="tile">
                        {move || unseen().map(|words| view! { <p>{words}</p> })}
                        {move || room.camera.is_on().then(|| view! { <Picture track=picture mirror=true label=t!("call-your-picture") /> })}
                    </div>
                    <div class="row">
                        <MuteButton microphone=room.microphone />
                        <CameraButton camera=room.camera />
                    </div>
                    {move || heard.get().then(|| view! { <LevelBar microphone=room.microphone /> })}
                </div>
                <div class="stack">
                    <SourceTrouble local=room.microphone />
                    <SourceTrouble local=room.camera />
                    <ChooseDevices room=room devices=devices />
                    <NetworkCheck />
                    <Refusal words=room.error />
                    <Enter room=room />
                    <Link to=Route::Talk(space) class="button plain"><Icon glyph=Glyph::Back /> <span>{t!("call-to-messages")}</span></Link>
                </div>
            </div>
        </div>
    }
}

/// The buttons that go in: with a picture, or by voice alone.
#[component]
fn Enter(room: Room) -> impl IntoView {
    let seen = Memo::new(move |_| room.camera.is_on());
    let by_voice = move |_| {
        room.camera.switch_off();
        room.join(CallKind::Voice);
    };
    view! {
        <div class="actions">
            {move || if seen.get() {
                view! {
                    <button type="button" class="button main large" on:click=move |_| room.join(CallKind::Video)>
                        <Icon glyph=Glyph::Camera /> <span>{t!("call-enter")}</span>
                    </button>
                    <button type="button" class="button large" on:click=by_voice>
                        <Icon glyph=Glyph::Microphone /> <span>{t!("call-enter-voice")}</span>
                    </button>
                }
                .into_any()
            } else {
                view! {
                    <button type="button" class="button main large" on:click=by_voice>
                        <Icon glyph=Glyph::Microphone /> <span>{t!("call-enter-voice")}</span>
                    </button>
                }
                .into_any()
            }}
        </div>
        {move || (!room.microphone.is_on()).then(|| view! { <p class="small soft">{t!("call-enter-muted")}</p> })}
    }
}
