//! Files chosen and not sent yet: they wait beside the field, and can be taken away again, until one sends.

use leptos::prelude::*;
use rapport_client::ClientError;
use rapport_client::session::NewFile;
use rapport_wire::limits;
use web_sys::File;

use super::outgoing;
use super::size::size;
use super::source::FileSource;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::compose::Draft;

/// Files that wait, in the order in which they were chosen.
#[derive(Clone, Copy)]
pub(crate) struct Chosen {
    files: RwSignal<Vec<(u32, File)>, LocalStorage>,
    count: StoredValue<u32>,
}

impl Chosen {
    /// None.
    pub(crate) fn new() -> Self {
        Self { files: RwSignal::new_local(Vec::new()), count: StoredValue::new(0) }
    }

    /// Whether none waits; tracked.
    pub(crate) fn is_empty(self) -> bool {
        self.files.with(Vec::is_empty)
    }

    /// Adds one, if it may be sent at all.
    pub(super) fn add(self, file: File) -> Result<(), ClientError> {
        if file.size() > limits::BLOB_CLEAR_BYTES_MAX as f64 {
            return Err(ClientError::FileTooLarge);
        }
        let number = self.count.try_update_value(|count| {
            *count += 1;
            *count
        });
        self.files.update(|files| files.push((number.unwrap_or_default(), file)));
        Ok(())
    }

    fn remove(self, number: u32) {
        self.files.update(|files| files.retain(|(other, _)| *other != number));
    }

    /// Sends them, one after the other. The first carries the caption and the answer; what could not even
    /// begin waits on.
    pub(crate) fn send(self, draft: Draft, caption: &str) -> Result<(), ClientError> {
        let mut caption = caption.to_owned();
        for (number, file) in self.files.get_untracked() {
            let new = NewFile {
                name: file.name(),
                media_type: file.type_(),
                caption: std::mem::take(&mut caption),
                reply_to: draft.reply_to(),
                ..NewFile::default()
            };
            outgoing::begin(draft, new, FileSource(file.into()))?;
            draft.answered();
            self.remove(number);
        }
        Ok(())
    }
}

/// The files that wait, each with its size and a way to take it away.
#[component]
pub(crate) fn ChosenFiles(
    /// What is being written.
    draft: Draft,
) -> impl IntoView {
    let chosen = draft.chosen;
    let rows = move || {
        let rows = chosen.files.get().into_iter().map(|(number, file)| {
            let name = file.name();
            let label = t!("file-remove-named", name = name);
            let remove = move |_| {
                chosen.remove(number);
                draft.focus();
            };
            view! {
                <li class="file">
                    <Icon glyph=Glyph::File />
                    <div class="grow">
                        <p class="file-name">{name}</p>
                        <p class="small soft numbers">{size(file.size() as u64)} " · " {t!("file-not-sent")}</p>
                    </div>
                    <button type="button" class="button plain" aria-label=label on:click=remove>
                        <Icon glyph=Glyph::Close /> <span>{t!("file-remove")}</span>
                    </button>
                </li>
            }
        });
        rows.collect_view()
    };
    move || {
        (!chosen.is_empty()).then(
            || view! { <ul class="about outgoing" role="list" aria-label=t!("file-chosen")>{rows}</ul> },
        )
    }
}
