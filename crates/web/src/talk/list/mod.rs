//! The list of conversations.

mod empty;
mod row;
mod title;

use leptos::prelude::*;
use rapport_client::views::SpaceView;
use rapport_wire::space::SpaceKind;

use self::empty::NoConversations;
use self::row::ConversationRow;
pub(crate) use self::title::title;
use super::follow;
use crate::app::Watched;
use crate::i18n::t;

/// Every conversation, the one with the newest words first.
#[component]
pub(super) fn ConversationList() -> impl IntoView {
    let spaces = follow(&[Watched::Spaces], talks);
    let keys = Memo::new(move |_| spaces.with(|all| all.iter().map(|space| space.id).collect::<Vec<_>>()));
    let of =
        move |id| Memo::new(move |_| spaces.with(|all| all.iter().find(|space| space.id == id).cloned()));
    let list = move || {
        view! {
            <ul class="talks" role="list">
                <For each=move || keys.get() key=|id| *id let:id>
                    <ConversationRow space=of(id) />
                </For>
            </ul>
        }
    };
    view! {
        <section aria-label=t!("talk-list")>
            {move || if keys.with(Vec::is_empty) { view! { <NoConversations /> }.into_any() } else { list().into_any() }}
        </section>
    }
}

/// One's own space is for notes, not for talking.
fn talks(session: &rapport_client::Session) -> Vec<SpaceView> {
    session.spaces().into_iter().filter(|space| space.kind != SpaceKind::Own).collect()
}
