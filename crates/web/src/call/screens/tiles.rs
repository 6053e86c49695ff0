//! Everybody in a session, as large as the screen allows.

use leptos::prelude::*;

use super::tile::{OwnTile, Tile};
use crate::call::room::Room;
use crate::i18n::t;

/// The pictures.
#[component]
pub(super) fn Tiles(
    /// The session.
    room: Room,
) -> impl IntoView {
    let people = Memo::new(move |_| {
        room.view
            .with(|view| {
                view.as_ref().map(|it| it.others.iter().map(|it| it.participant).collect::<Vec<_>>())
            })
            .unwrap_or_default()
    });
    let columns = move || match people.with(Vec::len) {
        0 | 1 => "1",
        2..=4 => "2",
        _ => "3",
    };
    view! {
        <div class="stage">
            <ul class="tiles" role="list" data-columns=columns aria-label=t!("call-people")>
                <For each=move || people.get() key=|it| *it let:it><Tile room=room participant=it /></For>
            </ul>
            {move || people.with(Vec::is_empty).then(|| view! { <p class="alone" role="status">{t!("call-alone")}</p> })}
            <OwnTile room=room />
        </div>
    }
}
