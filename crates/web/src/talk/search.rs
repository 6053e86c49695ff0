//! Search within one conversation, on this device.

use leptos::prelude::*;
use rapport_care::conversation::{Body, Item};
use rapport_wire::SpaceId;

use super::people::Names;
use super::thread::{Scroll, go_to};
use super::times;
use crate::app::app;
use crate::components::TextField;
use crate::i18n::t;

/// Most results shown.
const RESULTS_MAX: usize = 50;

/// The search panel.
#[component]
pub(super) fn Search(
    /// The conversation.
    space: SpaceId,
    /// Who is who.
    names: Names,
    /// Where one is in the conversation.
    scroll: Scroll,
) -> impl IntoView {
    let app = app();
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let words = typed.get();
        let Some(session) = app.session().filter(|_| !words.trim().is_empty()) else { return Vec::new() };
        let positions = session.search(space, &words);
        let all = session.timeline(space, usize::MAX).items;
        let at = |position: &u64| all.iter().find(|item| item.position == Some(*position)).cloned();
        positions.iter().take(RESULTS_MAX).filter_map(at).collect::<Vec<_>>()
    });
    let count = move || {
        let nothing = typed.with(|typed| typed.trim().is_empty());
        if nothing { String::new() } else { t!("search-found", count = found.with(Vec::len)) }
    };
    view! {
        <div class="stack tight">
            <TextField label=t!("search-label") value=typed help=t!("search-help") />
            <p class="small soft" role="status">{count}</p>
            <ul class="found" role="list">
                {move || found.get().into_iter().map(|item| result(&item, names, scroll)).collect_view()}
            </ul>
        </div>
    }
}

fn result(item: &Item, names: Names, scroll: Scroll) -> impl IntoView + use<> {
    let words = match &item.body {
        Body::Text(text) => text.chars().take(160).collect(),
        Body::Attachment(it) => it.file.name.clone(),
        _ => t!("talk-preview-other"),
    };
    let (id, author, at) = (item.id, item.author, item.at);
    view! {
        <li>
            <button type="button" class="button plain result" on:click=move |_| go_to(id, scroll)>
                <span class="grow"><strong>{move || names.of(author)}</strong> " " {words}</span>
                <span class="small soft">{times::short(at)}</span>
            </button>
        </li>
    }
}
