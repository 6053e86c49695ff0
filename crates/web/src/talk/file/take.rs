//! Files chosen, dropped or pasted: they wait beside the field until one sends.

use leptos::ev::{ClipboardEvent, DragEvent};
use leptos::prelude::Set as _;
use web_sys::FileList;

use crate::talk::compose::Draft;

/// Puts each of the files beside the field.
pub(crate) fn choose_files(draft: Draft, files: Option<FileList>) {
    let Some(files) = files else { return };
    draft.error.set(None);
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        if let Err(error) = draft.chosen.add(file) {
            draft.refuse(&error);
        }
    }
    draft.focus();
}

/// Files dropped onto the conversation.
pub(crate) fn take_dropped(draft: Draft, event: &DragEvent) {
    event.prevent_default();
    choose_files(draft, event.data_transfer().and_then(|data| data.files()));
}

/// Files pasted into the field; words are left to the browser.
pub(crate) fn take_pasted(draft: Draft, event: &ClipboardEvent) {
    let files = event.clipboard_data().and_then(|data| data.files()).filter(|files| files.length() > 0);
    if files.is_some() {
        event.prevent_default();
        choose_files(draft, files);
    }
}
