//! The waiting room: calm, and clear about what happens next.

use leptos::prelude::*;
use rapport_client::call::CallStage;

use super::bar::{CameraButton, MuteButton};
use super::notices::SourceTrouble;
use super::video::Picture;
use crate::call::room::Room;
use crate::components::{Glyph, Icon, Refusal};
use crate::i18n::t;

/// Waiting to be let in.
#[component]
pub(super) fn Waiting(
    /// The session.
    room: Room,
    /// With whom.
    name: Memo<String>,
) -> impl IntoView {
    let picture = Signal::derive_local(move || room.camera.track.get());
    let words = move || match room.stage() {
        Some(CallStage::Waiting) => t!("call-waiting-lead", name = name.get()),
        _ => t!("call-knocking"),
    };
    view! {
        <div class="page narrow waiting">
            <h1 tabindex="-1">{t!("call-waiting-title")}</h1>
            <p class="lead" role="status">{words}</p>
            <div class="tile">
                {move || room.camera.is_on().then(|| view! { <Picture track=picture mirror=true label=t!("call-your-picture") /> })}
                {move || (!room.camera.is_on()).then(|| view! { <p>{t!("call-camera-is-off")}</p> })}
            </div>
            <p class="soft">{t!("call-waiting-unseen")}</p>
            <div class="row">
                <MuteButton microphone=room.microphone />
                <CameraButton camera=room.camera />
            </div>
            <SourceTrouble local=room.microphone />
            <SourceTrouble local=room.camera />
            <Refusal words=room.error />
            <button type="button" class="button" on:click=move |_| room.leave()><Icon glyph=Glyph::Leave /> <span>{t!("call-waiting-leave")}</span></button>
        </div>
    }
}
