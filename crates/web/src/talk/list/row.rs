//! One line of the list: whom it is with, the newest words, what is unread, a session under way.

use leptos::prelude::*;
use rapport_client::views::{Preview, SpaceView};

use super::title::{initials, title};
use crate::app::app;
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;
use crate::talk::times;

/// A conversation in the list.
#[component]
pub(super) fn ConversationRow(
    /// The conversation; none in the moment in which it leaves the list.
    space: Memo<Option<SpaceView>>,
) -> impl IntoView {
    let admits = app().session().is_some_and(|session| session.role().admits());
    move || {
        space.get().map(|space| {
            let title = title(&space);
            let when = space.preview.as_ref().map(|preview| times::short(preview.at.as_micros()));
            view! {
                <li>
                    <Link to=Route::Talk(space.id) class="talk">
                        <span class="avatar" aria-hidden="true">{initials(&title)}</span>
                        <span class="who">{title.clone()}</span>
                        <span class="when">{when}</span>
                        <span class="last">{second_line(&space, admits)}</span>
                        {(space.unread > 0).then(|| unread(space.unread))}
                    </Link>
                </li>
            }
        })
    }
}

/// What matters most right now: a stop, a session, else the newest words.
fn second_line(space: &SpaceView, admits: bool) -> AnyView {
    if space.frozen.is_some() {
        return view! { <span class="tag alert">{t!("talk-stopped")}</span> }.into_any();
    }
    if space.ended.is_some() {
        return view! { <span class="tag">{t!("people-left")}</span> }.into_any();
    }
    if let Some((_, inside)) = space.call {
        // Nobody inside yet, and the door is mine to open: somebody stands before it.
        let words = if inside == 0 && admits { t!("talk-somebody-waits") } else { t!("talk-session-now") };
        return view! { <span class="tag live">{words}</span> }.into_any();
    }
    space.preview.as_ref().map_or_else(|| t!("talk-no-words-yet"), words).into_any()
}

fn words(preview: &Preview) -> String {
    let words = if preview.words.is_empty() { t!("talk-preview-other") } else { preview.words.clone() };
    if preview.mine { t!("talk-preview-mine", words = words) } else { words }
}

fn unread(count: usize) -> impl IntoView {
    view! {
        <span class="unread" aria-hidden="true">{count}</span>
        <span class="unseen">{t!("talk-unread", count = count)}</span>
    }
}
