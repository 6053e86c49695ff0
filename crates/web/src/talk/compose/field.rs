//! The field: grows with what is in it; Enter sends where there is a keyboard, Shift+Enter makes a line.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Draft;
use crate::i18n::t;

/// Height beyond which the field scrolls, in pixels.
const HEIGHT_MAX_PX: i32 = 192;

/// The text area of the composer.
#[component]
pub(super) fn Field(
    /// What is being written.
    draft: Draft,
    /// Sends it.
    send: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let written = move |text: String| {
        draft.text.set(text);
        if let Some((session, space)) = draft.place() {
            session.typing(space);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let enter = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        let surely = event.ctrl_key() || event.meta_key();
        if enter && (surely || has_keyboard()) {
            event.prevent_default();
            send();
        } else if event.key() == "Escape" {
            draft.stop();
        }
    };
    Effect::new(move || {
        draft.text.track();
        if let Some(field) = draft.field.get() {
            request_animation_frame(move || grow(&field));
        }
    });
    view! {
        <label class="unseen" for="write">{t!("talk-write")}</label>
        <textarea
            class="input grow" id="write" rows="1" autocomplete="off" aria-invalid=move || (draft.over() > 0).then_some("true")
            placeholder=move || if draft.has_files() { t!("file-caption") } else { t!("talk-placeholder") } node_ref=draft.field
            prop:value=move || draft.text.get()
            on:input:target=move |event| written(event.target().value())
            on:keydown=pressed
        ></textarea>
    }
}

fn grow(field: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height().min(HEIGHT_MAX_PX) + 3));
}

/// On a phone Enter makes a line: there is a button for sending, and no Shift to hold.
fn has_keyboard() -> bool {
    let fine = window().match_media("(hover: hover) and (pointer: fine)");
    fine.ok().flatten().is_none_or(|it| it.matches())
}
