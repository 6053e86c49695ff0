//! Getting a file: sealed pieces in, one object of the browser out, which never leaves this page.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::content::File;
use rapport_client::session::Cancel;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use send_wrapper::SendWrapper;
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::app::{App, app};
use crate::i18n::{Sentences, sentences};

/// How far a file is.
#[derive(Clone, PartialEq)]
pub(crate) enum Fetched {
    /// Not asked for.
    Not,
    /// On its way: bytes so far.
    Coming(u64),
    /// Here, at this `blob:` address.
    Here(String),
    /// It did not come.
    Failed(Sentences),
}

/// A file that can be fetched. What was fetched is given back to the browser when the screen is left.
#[derive(Clone, Copy)]
pub(crate) struct Fetch {
    app: App,
    space: SpaceId,
    file: StoredValue<File>,
    /// How far it is.
    pub(crate) state: RwSignal<Fetched>,
    cancel: StoredValue<SendWrapper<Cancel>>,
}

impl Fetch {
    /// A file not asked for yet.
    pub(crate) fn new(space: SpaceId, file: File) -> Self {
        let state = RwSignal::new(Fetched::Not);
        let cancel = StoredValue::new(SendWrapper::new(Cancel::default()));
        on_cleanup(move || {
            cancel.try_with_value(|cancel| cancel.cancel());
            if let Some(Fetched::Here(url)) = state.try_get_untracked() {
                let _ = Url::revoke_object_url(&url);
            }
        });
        Self { app: app(), space, file: StoredValue::new(file), state, cancel }
    }

    /// Fetches it, unless it is here or coming; `then` is called with its address.
    pub(crate) fn fetch(self, then: impl FnOnce(&str) + 'static) {
        match self.state.get_untracked() {
            Fetched::Here(url) => return then(&url),
            Fetched::Coming(_) => return,
            Fetched::Not | Fetched::Failed(_) => {}
        }
        let Some(session) = self.app.session() else { return };
        let cancel = Cancel::default();
        self.cancel.set_value(SendWrapper::new(cancel.clone()));
        self.state.set(Fetched::Coming(0));
        let file = self.file.get_value();
        spawn_local(async move {
            let tell = move |done| drop(self.state.try_set(Fetched::Coming(done)));
            match get(&session, self.space, &file, tell, &cancel).await {
                Ok(url) if self.state.is_disposed() => drop(Url::revoke_object_url(&url)),
                Ok(url) => {
                    self.state.set(Fetched::Here(url.clone()));
                    then(&url);
                }
                Err(ClientError::Cancelled) => drop(self.state.try_set(Fetched::Not)),
                Err(error) => drop(self.state.try_set(Fetched::Failed(sentences(&error)))),
            }
        });
    }

    /// Stops fetching.
    pub(crate) fn stop(self) {
        self.cancel.with_value(|cancel| cancel.cancel());
    }
}

async fn get(
    session: &Session,
    space: SpaceId,
    file: &File,
    tell: impl Fn(u64) + 'static,
    cancel: &Cancel,
) -> Result<String, ClientError> {
    let pieces = Array::new();
    let mut keep = |chunk: &[u8]| {
        pieces.push(&Uint8Array::from(chunk));
    };
    session.download(space, file, &mut keep, &move |progress| tell(progress.done), cancel).await?;
    let kind = BlobPropertyBag::new();
    kind.set_type(&harmless(&file.media_type));
    let blob =
        Blob::new_with_u8_array_sequence_and_options(&pieces, &kind).map_err(|_| ClientError::FileDamaged)?;
    Url::create_object_url_with_blob(&blob).map_err(|_| ClientError::FileDamaged)
}

/// A media type that the browser only shows. Anything it might run in this page's name (HTML, SVG) becomes
/// plain bytes: its sender's word is not trusted.
pub(super) fn harmless(media_type: &str) -> String {
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let shown =
        matches!(kind.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif")
            || kind.starts_with("audio/");
    if shown { media_type.to_owned() } else { "application/octet-stream".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_browser_might_run_is_plain_bytes() {
        for kind in ["text/html", "image/svg+xml", "application/pdf", "", "IMAGE/SVG+XML; x=y"] {
            assert_eq!(harmless(kind), "application/octet-stream");
        }
        assert_eq!(harmless("image/PNG"), "image/PNG");
        assert_eq!(harmless("audio/webm;codecs=opus"), "audio/webm;codecs=opus");
    }
}
