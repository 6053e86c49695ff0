//! Who waits to be let in, shown to those who open the door.

use leptos::prelude::*;

use super::tile::called;
use crate::call::room::Room;
use crate::i18n::t;
use crate::shell::focus_title;

/// The people at the door.
#[component]
pub(super) fn Door(
    /// The session.
    room: Room,
) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        room.view
            .with(|view| view.as_ref().filter(|view| view.admits).map(|view| view.waiting.clone()))
            .unwrap_or_default()
    });
    view! {
        <div class="door" role="alert">
            {move || waiting.get().into_iter().map(|person| {
                let participant = person.participant;
                view! {
                    <div class="notice">
                        <p class="grow">{t!("call-waits", name = called(&person))}</p>
                        <button type="button" class="button main" on:click=move |_| { room.admit(participant); focus_title(); }>{t!("call-admit")}</button>
                        <button type="button" class="button" on:click=move |_| { room.dismiss(participant); focus_title(); }>{t!("call-dismiss")}</button>
                    </div>
                }
            }).collect_view()}
        </div>
    }
}
