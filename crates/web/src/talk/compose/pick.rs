//! Choosing files to send.

use leptos::html::Input;
use leptos::prelude::*;

use super::Draft;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::file::choose_files;

/// The button that opens the browser's own file picker.
#[component]
pub(super) fn PickFiles(
    /// What is being written.
    draft: Draft,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            choose_files(draft, input.files());
            // So that choosing the same file again is a choice.
            input.set_value("");
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input type="file" multiple class="file-input" hidden tabindex="-1" aria-label=t!("file-choose") node_ref=input on:change=chosen />
        <button type="button" class="button" on:click=open>
            <Icon glyph=Glyph::Attach /> <span class="wide">{t!("file-attach")}</span>
        </button>
    }
}
