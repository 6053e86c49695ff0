//! What a message answers, quoted above it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use rapport_care::conversation::Reply;

use super::bubble::anchor;
use crate::i18n::t;
use crate::talk::people::Names;

/// The quoted beginning; pressing it goes there, if it is on the screen.
#[component]
pub(super) fn Quote(
    /// What is answered.
    reply: Reply,
    /// Who is who.
    names: Names,
) -> impl IntoView {
    let target = anchor(reply.id);
    let show = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(element) = document().get_element_by_id(&target) {
            element.scroll_into_view();
        }
    };
    let author = reply.author;
    let who = move || author.map_or_else(|| t!("talk-quote-unknown"), |author| names.of(author));
    let words = if reply.preview.is_empty() { t!("talk-preview-other") } else { reply.preview };
    view! {
        <a class="quote" href=format!("#{}", anchor(reply.id)) on:click=show>
            <span class="unseen">{t!("talk-in-answer-to")}" "</span>
            <strong>{who}</strong> <span class="quoted">{words}</span>
        </a>
    }
}
