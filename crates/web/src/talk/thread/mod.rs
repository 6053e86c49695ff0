//! One conversation, oldest first, as a log that screen readers follow.

mod actions;
mod body;
mod bubble;
mod foot;
mod handles;
mod quote;
mod resize;
mod rows;
mod scroll;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::EntryId;
use rapport_care::conversation::View;
use rapport_wire::SpaceId;

use self::bubble::Bubble;
use self::handles::{Handle, reconcile};
use self::rows::{Key, Row, rows};
pub(crate) use self::scroll::Scroll;
use super::people::Names;
use super::presence::looking;
use super::{follow, times};
use crate::app::{App, Watched, app};
use crate::components::{Confirm, Glyph, Icon};
use crate::i18n::t;
use crate::talk::compose::Draft;

/// Items shown at first, and added each time one scrolls to the top.
const PAGE_ITEMS: usize = 60;

/// The words of a conversation.
#[component]
pub(super) fn Thread(
    /// Which conversation.
    space: SpaceId,
    /// What is being written, for replies and edits.
    draft: Draft,
    /// Who is who.
    names: Names,
    /// Where one is in it.
    scroll: Scroll,
) -> impl IntoView {
    let items_max = scroll.items_max;
    let view = follow(&[Watched::Space(space)], move |session| session.timeline(space, items_max.get()));
    let handles = handles(view, scroll);
    let frame = NodeRef::<Div>::new();
    scroll.attach(frame, Signal::derive(move || handles.with(Vec::len)));
    let app = app();
    read_what_is_seen(app, space, view, scroll);
    view! {
        <div class="scroll" node_ref=frame tabindex="0" role="region" aria-label=t!("talk-thread") on:scroll=move |_| scroll.moved()>
            {move || (view.with(|view| view.earlier) > 0).then(|| older(scroll))}
            {move || view.with(|view| view.items.is_empty()).then(|| view! { <p class="begin soft">{t!("talk-thread-empty")}</p> })}
            <div class="thread-log" role="log" aria-label=t!("talk-thread-log")><ul class="thread" role="list">
                <For each=move || handles.get() key=|handle| handle.key let:handle>
                    {row(space, handle, draft, names)}
                </For>
            </ul></div>
        </div>
        {move || scroll.away.get().then(|| view! {
            <button type="button" class="button newest" on:click=move |_| scroll.to_newest()>
                <Icon glyph=Glyph::Download /> <span>{t!("talk-newest")}</span>
            </button>
        })}
        <Confirm
            open=draft.withdrawing title=t!("talk-withdraw-title") yes=t!("talk-withdraw-yes")
            body=|_| t!("talk-withdraw-body") on_yes=move |id| withdraw(app, space, id, draft)
        />
    }
}

fn withdraw(app: App, space: SpaceId, id: EntryId, draft: Draft) {
    let Some(session) = app.session() else { return };
    // What could be done with it goes with it.
    draft.focus();
    spawn_local(async move {
        if let Err(error) = session.withdraw(space, id).await {
            draft.refuse(&error);
        }
    });
}

fn older(scroll: Scroll) -> impl IntoView {
    let more = move |_| scroll.items_max.update(|max| *max += PAGE_ITEMS);
    view! { <button type="button" class="button older" on:click=more>{t!("talk-older")}</button> }
}

fn row(space: SpaceId, handle: Handle, draft: Draft, names: Names) -> AnyView {
    let row = handle.row;
    match handle.key {
        Key::Day(_) => view! {
            <li class="day">{move || match row.get() { Row::Day(at) => times::day_in_words(at), _ => String::new() }}</li>
        }
        .into_any(),
        Key::Unread => view! { <li class="day new" id="unread-marker">{t!("talk-unread-here")}</li> }.into_any(),
        Key::Item(..) => view! { <Bubble space=space row=row draft=draft names=names /> }.into_any(),
    }
}

/// The rows of the view. The unread marker stays where it was when the conversation was opened, until one
/// writes oneself: a marker that vanishes while one looks for it helps nobody.
fn handles(view: Memo<View>, scroll: Scroll) -> RwSignal<Vec<Handle>> {
    let (handles, looking) = (RwSignal::new(Vec::new()), looking());
    Effect::new(move || {
        let view = view.get();
        // Words that come while one looks are not unread.
        let away = !scroll.opened.get_value() || !looking.get_untracked();
        scroll.opened.set_value(true);
        if away && scroll.marker.with_value(Option::is_none) {
            let first = view.first_unread.and_then(|index| view.items.get(index));
            scroll.marker.set_value(first.map(|item| (item.id, item.author)));
        }
        if view.items.last().is_some_and(|item| item.mine && item.position.is_none()) {
            scroll.marker.set_value(None);
        }
        let rows = rows(view, scroll.marker.get_value(), times::day_of);
        scroll.before_change();
        handles.update(|old| *old = reconcile(old, rows));
    });
    handles
}

/// Marks as read what has been on the screen while somebody looked at it.
fn read_what_is_seen(app: App, space: SpaceId, view: Memo<View>, scroll: Scroll) {
    let looking = looking();
    Effect::new(move || {
        let Some(seen) = scroll.seen.get().filter(|_| looking.get()) else { return };
        let position = view.with(|view| {
            let at = view.items.iter().rposition(|item| bubble::element_id(item) == seen)?;
            view.items[..=at].iter().rev().find_map(|item| item.position)
        });
        if let (Some(position), Some(session)) = (position, app.session()) {
            session.mark_read(space, position);
        }
    });
}

/// Shows an item, however far up it is.
pub(super) fn go_to(id: EntryId, scroll: Scroll) {
    // All of them at once: what was found may be years away.
    scroll.items_max.set(usize::MAX);
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&bubble::anchor(id)) {
            element.scroll_into_view();
        }
    });
}
