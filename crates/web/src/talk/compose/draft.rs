//! What is being written in one conversation: words, what they are for, and what went wrong.

use leptos::html::Textarea;
use leptos::prelude::*;
use rapport_care::conversation::{Body, Item};
use rapport_care::limits::{CAPTION_CHARS_MAX, TEXT_CHARS_MAX};
use rapport_care::{AccountId, EntryId};
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;

use super::kept;
use crate::app::{App, app};
use crate::i18n::{Sentences, sentences};
use crate::talk::file::Chosen;

/// Characters of the words quoted above the field.
const PREVIEW_CHARS: usize = 120;

/// What the words are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A message of its own.
    New,
    /// An answer.
    Reply {
        /// To what.
        id: EntryId,
        /// By whom.
        author: AccountId,
        /// Its beginning.
        preview: String,
    },
    /// Other words for an earlier message of one's own.
    Edit {
        /// Which.
        id: EntryId,
        /// Its words as they stand.
        preview: String,
    },
}

impl Purpose {
    /// To answer an item.
    pub(crate) fn reply(item: &Item) -> Self {
        Self::Reply {
            id: item.id,
            author: item.author,
            preview: words(item).chars().take(PREVIEW_CHARS).collect(),
        }
    }

    /// To change an item.
    pub(crate) fn edit(item: &Item) -> Self {
        Self::Edit { id: item.id, preview: words(item) }
    }
}

fn words(item: &Item) -> String {
    match &item.body {
        Body::Text(text) => text.clone(),
        Body::Attachment(it) => it.file.name.clone(),
        _ => crate::i18n::t!("talk-preview-other"),
    }
}

/// What is being written.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    app: App,
    space: SpaceId,
    /// The words so far.
    pub(crate) text: RwSignal<String>,
    /// What they are for.
    pub(crate) purpose: RwSignal<Purpose>,
    /// What went wrong, when something did.
    pub(crate) error: RwSignal<Option<Sentences>>,
    /// What one is asked about taking back.
    pub(crate) withdrawing: RwSignal<Option<EntryId>>,
    /// Files that go with it.
    pub(crate) chosen: Chosen,
    /// Where it is written.
    pub(super) field: NodeRef<Textarea>,
    /// Words that were there before an edit began.
    aside: StoredValue<String>,
}

impl Draft {
    /// What was kept of a conversation's draft, or nothing yet.
    pub(crate) fn open(space: SpaceId) -> Self {
        let draft = Self {
            app: app(),
            space,
            text: RwSignal::new(String::new()),
            purpose: RwSignal::new(Purpose::New),
            error: RwSignal::new(None),
            withdrawing: RwSignal::new(None),
            chosen: Chosen::new(),
            field: NodeRef::new(),
            aside: StoredValue::new(String::new()),
        };
        kept::follow(draft);
        draft
    }

    /// The session and the conversation it is written in; none once signed out.
    pub(crate) fn place(self) -> Option<(Session, SpaceId)> {
        Some((self.app.session()?, self.space))
    }

    /// Begins an answer or an edit.
    pub(crate) fn begin(self, purpose: Purpose) {
        self.stop();
        if let Purpose::Edit { preview, .. } = &purpose {
            self.aside.set_value(self.text.get_untracked());
            self.text.set(preview.clone());
        }
        self.purpose.set(purpose);
        self.focus();
    }

    /// Back to a message of its own; words written before an edit come back.
    pub(crate) fn stop(self) {
        if matches!(self.purpose.get_untracked(), Purpose::Edit { .. }) {
            self.text.set(self.aside.try_update_value(std::mem::take).unwrap_or_default());
        }
        self.purpose.set(Purpose::New);
    }

    /// What the next file or voice answers.
    pub(crate) fn reply_to(self) -> Option<EntryId> {
        match self.purpose.get_untracked() {
            Purpose::Reply { id, .. } => Some(id),
            Purpose::New | Purpose::Edit { .. } => None,
        }
    }

    /// It is answered: what comes next is a message of its own.
    pub(crate) fn answered(self) {
        if self.reply_to().is_some() {
            self.purpose.set(Purpose::New);
        }
    }

    /// How many characters there is room for: in a message, or under a file; tracked.
    pub(super) fn room(self) -> usize {
        if self.has_files() { CAPTION_CHARS_MAX } else { TEXT_CHARS_MAX }
    }

    /// How many characters there are too many; tracked. They are never cut: whoever wrote them decides.
    pub(super) fn over(self) -> usize {
        self.text.with(|text| text.trim().chars().count()).saturating_sub(self.room())
    }

    /// Sends the files that wait, the words as their caption. What cannot begin stays as it is.
    pub(super) fn send_files(self) {
        if untrack(|| self.over()) > 0 {
            return self.focus();
        }
        self.error.set(None);
        match self.chosen.send(self, self.text.get_untracked().trim()) {
            Ok(()) => self.text.set(String::new()),
            Err(error) => self.refuse(&error),
        }
        self.focus();
    }

    /// Whether something other than the words of an edit is about to be sent, files among it; tracked.
    pub(super) fn has_files(self) -> bool {
        !self.chosen.is_empty() && !matches!(self.purpose.get(), Purpose::Edit { .. })
    }

    /// Sends the words; none when there are none, or too many. The field is empty at once, and filled again
    /// if the words could not be kept.
    pub(super) fn send(self) -> Option<impl Future<Output = ()> + 'static> {
        let text = self.text.get_untracked().trim().to_owned();
        if text.is_empty() {
            return None;
        }
        if untrack(|| self.over()) > 0 {
            self.focus();
            return None;
        }
        let (session, space) = self.place()?;
        let purpose = self.purpose.get_untracked();
        self.stop();
        if !matches!(purpose, Purpose::Edit { .. }) {
            self.text.set(String::new());
        }
        self.error.set(None);
        self.focus();
        Some(async move {
            if let Err(error) = said(&session, space, &purpose, &text).await {
                self.text.set(text);
                self.purpose.set(purpose);
                self.refuse(&error);
            }
        })
    }

    /// Says what went wrong.
    pub(crate) fn refuse(self, error: &ClientError) {
        self.error.set(Some(sentences(error)));
    }

    /// Puts the cursor at the end of the field.
    pub(crate) fn focus(self) {
        request_animation_frame(move || {
            if let Some(field) = self.field.try_get_untracked().flatten() {
                let _ = field.focus();
                let end = field.value().encode_utf16().count() as u32;
                let _ = field.set_selection_range(end, end);
            }
        });
    }
}

async fn said(session: &Session, space: SpaceId, purpose: &Purpose, text: &str) -> Result<(), ClientError> {
    match purpose {
        Purpose::New => session.send_message(space, text, None).await.map(drop),
        Purpose::Reply { id, .. } => session.send_message(space, text, Some(*id)).await.map(drop),
        Purpose::Edit { id, .. } => session.edit(space, *id, text).await,
    }
}
