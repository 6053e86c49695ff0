//! A notice: what happened, and what to do.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::i18n::Sentences;

/// How a notice sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    Calm,
    /// Take care.
    Careful,
    /// Something is wrong.
    Wrong,
}

/// A notice within the page.
#[component]
pub(crate) fn Notice(
    /// How it sounds.
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, glyph) = match tone {
        Tone::Calm => ("notice", Glyph::Info),
        Tone::Careful => ("notice careful", Glyph::Warn),
        Tone::Wrong => ("notice wrong", Glyph::Warn),
    };
    view! { <div class=class><Icon glyph=glyph /><div class="grow">{children()}</div></div> }
}

/// Where a form says what went wrong: read aloud as soon as it appears.
#[component]
pub(crate) fn Refusal(
    /// What went wrong, when something did.
    #[prop(into)]
    words: Signal<Option<Sentences>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || words.get().map(|Sentences { what, rec }| view! {
                <Notice tone=Tone::Wrong><strong>{what}</strong><p class="rec">{rec}</p></Notice>
            })}
        </div>
    }
}
