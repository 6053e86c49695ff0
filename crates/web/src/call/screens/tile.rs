//! One person in a session: their picture, or their name while there is none; their voice; their state.

use leptos::prelude::*;
use rapport_client::views::PersonInCall;
use rapport_wire::ParticipantId;

use super::video::{Picture, Voice};
use crate::call::room::Room;
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// Somebody else.
#[component]
pub(super) fn Tile(
    /// The session.
    room: Room,
    /// Who, by number.
    participant: ParticipantId,
) -> impl IntoView {
    let person = Memo::new(move |_| {
        room.view.with(|view| view.as_ref()?.others.iter().find(|it| it.participant == participant).cloned())
    });
    let voice = Signal::derive_local(move || room.feeds.of(participant).audio);
    let picture = Signal::derive_local(move || room.feeds.of(participant).video);
    let with = move |of: fn(&PersonInCall) -> bool| person.with(|person| person.as_ref().is_some_and(of));
    let name = move || person.with(|person| person.as_ref().map(called).unwrap_or_default());
    let seen = Memo::new(move |_| with(|it| it.camera && it.proven) && picture.get().is_some());
    view! {
        <li class="tile" data-participant=participant.0>
            {move || if seen.get() {
                view! { <Picture track=picture label=Signal::derive(name) /> }.into_any()
            } else {
                view! { <span class="avatar" aria-hidden="true">{move || name().chars().next()}</span> }.into_any()
            }}
            <Voice track=voice speaker=room.speaker />
            <p class="name">
                <span>{name}</span>
                {move || (!with(|it| it.proven)).then(|| view! { <span class="small"><Icon glyph=Glyph::Clock /> {t!("call-proving")}</span> })}
                {move || (!with(|it| it.microphone)).then(|| view! { <span class="small"><Icon glyph=Glyph::MicrophoneOff /> {t!("call-they-muted")}</span> })}
                {move || (!with(|it| it.camera)).then(|| view! { <span class="small">{t!("call-they-unseen")}</span> })}
            </p>
        </li>
    }
}

/// What somebody is called.
pub(super) fn called(person: &PersonInCall) -> String {
    person.name.clone().unwrap_or_else(|| t!("call-nameless"))
}

/// Oneself, small.
#[component]
pub(super) fn OwnTile(
    /// The session.
    room: Room,
) -> impl IntoView {
    let picture = Signal::derive_local(move || room.camera.track.get());
    view! {
        <div class="tile self" role="group" aria-label=t!("call-your-picture")>
            {move || if room.camera.is_on() {
                view! { <Picture track=picture mirror=true label=t!("call-your-picture") /> }.into_any()
            } else {
                view! { <p class="small">{t!("call-camera-is-off")}</p> }.into_any()
            }}
        </div>
    }
}
