//! Files chosen, dropped or pasted.

use leptos::ev::{ClipboardEvent, DragEvent};
use leptos::prelude::Set as _;
use rapport_client::ClientError;
use rapport_client::session::NewFile;
use rapport_wire::limits;
use web_sys::{File, FileList};

use super::outgoing;
use super::source::FileSource;
use crate::talk::compose::Draft;

/// Sends each of the files.
pub(crate) fn send_files(draft: Draft, files: Option<FileList>) {
    let Some(files) = files else { return };
    draft.error.set(None);
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        if let Err(error) = send(draft, &file) {
            draft.refuse(&error);
        }
    }
}

/// Files dropped onto the conversation.
pub(crate) fn take_dropped(draft: Draft, event: &DragEvent) {
    event.prevent_default();
    send_files(draft, event.data_transfer().and_then(|data| data.files()));
}

/// Files pasted into the field; words are left to the browser.
pub(crate) fn take_pasted(draft: Draft, event: &ClipboardEvent) {
    let files = event.clipboard_data().and_then(|data| data.files()).filter(|files| files.length() > 0);
    if files.is_some() {
        event.prevent_default();
        send_files(draft, files);
    }
}

fn send(draft: Draft, file: &File) -> Result<(), ClientError> {
    if file.size() > limits::BLOB_CLEAR_BYTES_MAX as f64 {
        return Err(ClientError::FileTooLarge);
    }
    let new = NewFile {
        name: file.name(),
        media_type: file.type_(),
        reply_to: draft.take_reply(),
        ..NewFile::default()
    };
    outgoing::begin(draft, new, FileSource(file.clone().into()))
}
