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
use crate::components::TextField;
use crate::i18n::t;

/// More conversations than this can be looked through by name.
const HANDFUL: usize = 6;

/// Every conversation, the one with the newest words first.
#[component]
pub(super) fn ConversationList() -> impl IntoView {
    let spaces = follow(&[Watched::Spaces], talks);
    let wanted = RwSignal::new(String::new());
    let keys = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let fits = |space: &&SpaceView| title(space).to_lowercase().contains(&wanted);
        spaces.with(|all| all.iter().filter(fits).map(|space| space.id).collect::<Vec<_>>())
    });
    let many = Memo::new(move |_| spaces.with(|all| all.len() > HANDFUL));
    let none = Memo::new(move |_| spaces.with(Vec::is_empty));
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
            {move || many.get().then(|| view! {
                <div class="talk-find" role="search"><TextField label=t!("talk-find") value=wanted /></div>
            })}
            <p class="unseen" role="status">{move || nobody(keys.with(Vec::is_empty) && !none.get())}</p>
            {move || if none.get() { view! { <NoConversations /> }.into_any() } else { list().into_any() }}
        </section>
    }
}

fn nobody(none: bool) -> String {
    if none { t!("talk-find-none") } else { String::new() }
}

/// One's own space and a record are for notes, not for talking; an invitation that came to nothing leaves no
/// empty one.
fn talks(session: &rapport_client::Session) -> Vec<SpaceView> {
    let talks = |space: &SpaceView| matches!(space.kind, SpaceKind::Practice | SpaceKind::Care);
    session.spaces().into_iter().filter(|space| talks(space) && !space.deserted).collect()
}
