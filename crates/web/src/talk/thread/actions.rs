//! What can be done with an item: answer it, and change or take back one's own.

use leptos::html::Details;
use leptos::prelude::*;
use rapport_care::conversation::{Body, Item};
use wasm_bindgen::JsCast as _;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::compose::{Draft, Purpose};

/// The buttons of a bubble.
#[component]
pub(super) fn Actions(
    /// The item.
    item: Memo<Item>,
    /// What is being written.
    draft: Draft,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let may = Memo::new(move |_| item.with(May::of));
    let chosen = move |act: fn(Draft, &Item)| {
        move |_| {
            if let Some(menu) = menu.get_untracked() {
                menu.set_open(false);
                // The button pressed is out of sight now; a question that follows gives the focus back here.
                if let Ok(Some(summary)) = menu.query_selector("summary") {
                    let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
                }
            }
            item.with_untracked(|item| act(draft, item));
        }
    };
    let reply = chosen(|draft, item| draft.begin(Purpose::reply(item)));
    let edit = chosen(|draft, item| draft.begin(Purpose::edit(item)));
    let withdraw = chosen(|draft, item| draft.withdrawing.set(Some(item.id)));
    move || {
        may.get().reply.then(|| view! {
            <details class="bubble-actions" node_ref=menu>
                <summary><Icon glyph=Glyph::More /> <span class="unseen">{t!("talk-more")}</span></summary>
                <div class="choices-of">
                    {button(Glyph::Reply, t!("talk-reply"), reply)}
                    {move || may.get().edit.then(|| button(Glyph::Edit, t!("talk-edit"), edit))}
                    {move || may.get().withdraw.then(|| button(Glyph::Remove, t!("talk-withdraw"), withdraw))}
                </div>
            </details>
        })
    }
}

/// What may be done with an item.
#[derive(Clone, Copy, PartialEq, Eq)]
struct May {
    reply: bool,
    edit: bool,
    withdraw: bool,
}

impl May {
    fn of(item: &Item) -> Self {
        let said = matches!(item.body, Body::Text(_) | Body::Attachment(_) | Body::VoiceNote(_));
        let stands = said && item.position.is_some();
        Self {
            reply: stands,
            edit: stands && item.mine && matches!(item.body, Body::Text(_)),
            withdraw: stands && item.mine,
        }
    }
}

fn button(
    glyph: Glyph,
    words: String,
    press: impl Fn(leptos::ev::MouseEvent) + Send + 'static,
) -> impl IntoView {
    view! { <button type="button" class="button plain small" on:click=press><Icon glyph=glyph /> <span>{words}</span></button> }
}
