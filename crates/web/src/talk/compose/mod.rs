//! Where one writes.

mod draft;
mod field;
mod kept;
mod pick;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::views::Connection;
use rapport_wire::SpaceId;

pub(crate) use self::draft::{Draft, Purpose};
use self::field::Field;
use self::pick::PickFiles;
use super::file::{ChosenFiles, Outgoing, take_pasted};
use super::people::Names;
use super::voice::{Recorder, can_record};
use crate::app::app;
use crate::components::{Glyph, Icon, Refusal};
use crate::i18n::t;

/// The field, its buttons, what is on its way, and what the line is like.
#[component]
pub(super) fn Composer(
    /// The conversation.
    space: SpaceId,
    /// What is being written.
    draft: Draft,
    /// Who is who.
    names: Names,
) -> impl IntoView {
    let recording = RwSignal::new(false);
    let app = app();
    let too_many = move || {
        let over = draft.over();
        (over > 0).then(|| t!("over-long", count = over, most = draft.room()))
    };
    let offline = move || app.connection() == Connection::Offline;
    view! {
        <div class="composer" on:paste=move |event| take_pasted(draft, &event)>
            <div class="about"><Refusal words=draft.error /></div>
            <p class="about alert-words" role="alert">{too_many}</p>
            {move || offline().then(|| view! { <p class="about small kept-here" role="status">{t!("talk-offline")}</p> })}
            <Outgoing space=space />
            <ChosenFiles draft=draft />
            <About draft=draft names=names />
            {move || if recording.get() {
                view! { <Recorder draft=draft done=move || { recording.set(false); draft.focus(); } /> }.into_any()
            } else {
                view! { <Writing draft=draft record=move || recording.set(true) /> }.into_any()
            }}
        </div>
    }
}

/// What is being answered or changed, and the way out of it.
#[component]
fn About(draft: Draft, names: Names) -> impl IntoView {
    let words = move || match draft.purpose.get() {
        Purpose::New => None,
        Purpose::Reply { author, preview, .. } => {
            Some((t!("talk-replying", name = names.of(author)), preview, t!("talk-reply-stop")))
        }
        Purpose::Edit { preview, .. } => Some((t!("talk-editing"), preview, t!("talk-edit-stop"))),
    };
    move || {
        words().map(|(title, preview, stop)| view! {
        <div class="about row">
            <p class="quote grow"><strong>{title}</strong> <span class="quoted">{preview}</span></p>
            <button type="button" class="button plain" on:click=move |_| { draft.stop(); draft.focus(); }><Icon glyph=Glyph::Close /> <span>{stop}</span></button>
        </div>
    })
    }
}

/// The field and its buttons.
#[component]
fn Writing(draft: Draft, record: impl Fn() + Send + Copy + 'static) -> impl IntoView {
    let send = move || {
        if untrack(|| draft.has_files()) {
            draft.send_files();
        } else if let Some(sending) = draft.send() {
            spawn_local(sending);
        }
    };
    let editing = move || matches!(draft.purpose.get(), Purpose::Edit { .. });
    let empty = move || draft.text.with(|text| text.trim().is_empty()) && !draft.has_files();
    let held = move || (empty() || draft.over() > 0).then_some("true");
    view! {
        <form class="row" on:submit=move |event| { event.prevent_default(); send(); }>
            <PickFiles draft=draft />
            <Field draft=draft send=send />
            {move || (can_record() && empty() && !editing()).then(|| view! {
                <button type="button" class="button" on:click=move |_| record()>
                    <Icon glyph=Glyph::Microphone /> <span class="wide">{t!("voice-record")}</span>
                </button>
            })}
            <button type="submit" class="button main" aria-disabled=held>
                <Icon glyph=Glyph::Send />
                <span class="wide">{move || if editing() { t!("save") } else { t!("talk-send") }}</span>
            </button>
        </form>
    }
}
