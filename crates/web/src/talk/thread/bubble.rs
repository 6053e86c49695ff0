//! One thing somebody said.

use leptos::prelude::*;
use rapport_care::conversation::{Body, Item};
use rapport_wire::SpaceId;

use super::actions::Actions;
use super::body::body;
use super::foot::Foot;
use super::quote::Quote;
use super::rows::Row;
use crate::i18n::t;
use crate::talk::compose::Draft;
use crate::talk::people::Names;

/// An item with its author, what it answers, its words, its state and what can be done with it.
#[component]
pub(super) fn Bubble(
    /// The conversation.
    space: SpaceId,
    /// The item.
    row: ArcRwSignal<Row>,
    /// What is being written.
    draft: Draft,
    /// Who is who.
    names: Names,
) -> impl IntoView {
    let Some((first, _)) = row.with_untracked(parts) else { return ().into_any() };
    let both = Memo::new({
        let first = first.clone();
        move |_| row.with(parts).unwrap_or_else(|| (first.clone(), false))
    });
    let item = Memo::new(move |_| both.get().0);
    let said = Memo::new(move |_| item.with(|item| item.body.clone()));
    let (mine, author) = (first.mine, first.author);
    let by = move || if mine { t!("talk-you") } else { names.of(author) };
    let gone = move || said.with(|said| !has_words(said));
    view! {
        <li class="bubble-row" class:mine=mine id=element_id(&first)>
            <div class="bubble" class:gone=gone>
                <span class="said-by" class:unseen=move || mine || both.with(|(_, goes_on)| *goes_on)>{by}</span>
                {move || item.with(|item| item.reply_to.clone()).map(|reply| view! { <Quote reply=reply names=names /> })}
                {move || said.with(|said| body(space, said, names))}
            </div>
            <div class="bubble-under"><Foot item=item /><Actions item=item draft=draft /></div>
        </li>
    }
    .into_any()
}

/// Where a quote's link leads.
pub(super) fn element_id(item: &Item) -> String {
    anchor(item.id)
}

/// The element of an entry.
pub(super) fn anchor(id: rapport_care::EntryId) -> String {
    format!("said-{}", rapport_client::ids::outer_entry(id))
}

fn parts(row: &Row) -> Option<(Item, bool)> {
    match row {
        Row::Item { item, goes_on } => Some(((**item).clone(), *goes_on)),
        Row::Day(_) | Row::Unread => None,
    }
}

const fn has_words(body: &Body) -> bool {
    matches!(
        body,
        Body::Text(_) | Body::Attachment(_) | Body::VoiceNote(_) | Body::Call(_) | Body::CodeCompared(_)
    )
}
