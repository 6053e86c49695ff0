//! Words begun and not sent: kept on this device alone, sealed, one draft a conversation.

use rapport_wire::SpaceId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::Session;
use crate::platform::{Chance, Write};

impl Session {
    /// What was begun in a conversation and not sent; none when nothing was, or it cannot be opened.
    pub async fn draft(&self, space: SpaceId) -> Option<String> {
        String::from_utf8(self.aside(&name(space)).await?.to_vec()).ok()
    }

    /// Keeps what was begun in a conversation; nothing but blanks forgets it. A device that keeps nothing
    /// loses the draft with the page, as it loses all else.
    pub async fn keep_draft(&self, space: SpaceId, words: &str) {
        let words = Some(words).filter(|words| !words.trim().is_empty());
        self.set_aside(name(space), words.map(str::as_bytes)).await;
    }

    /// What was begun on this device under a name; none when nothing was, or it cannot be read any more.
    pub(super) async fn begun<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        postcard::from_bytes(&self.aside(name).await?).ok()
    }

    /// Everything begun on this device under names with this beginning: the rest of the name, and the clear bytes.
    pub(super) async fn all_begun(&self, prefix: &str) -> Vec<(String, Zeroizing<Vec<u8>>)> {
        let kept = self.inner.outside.vault_read(prefix.to_owned()).await.unwrap_or_default();
        let engine = self.inner.engine.borrow();
        let open = |(name, sealed): (String, Vec<u8>)| {
            Some((name.strip_prefix(prefix)?.to_owned(), engine.me.vault.open(&name, &sealed)?))
        };
        kept.into_iter().filter_map(open).collect()
    }

    /// Keeps what was begun, sealed, on this device alone; none forgets it.
    pub(super) async fn keep_begun<T: Serialize + ?Sized>(&self, name: String, begun: Option<&T>) {
        let clear = begun.and_then(|begun| postcard::to_allocvec(begun).ok());
        self.set_aside(name, clear.as_deref()).await;
    }

    /// What is kept on this device alone under a name, opened.
    pub(super) async fn aside(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let kept = self.inner.outside.vault_read(name.to_owned()).await.ok()?;
        let (_, sealed) = kept.into_iter().find(|(kept, _)| kept == name)?;
        self.inner.engine.borrow().me.vault.open(name, &sealed)
    }

    /// Keeps something on this device alone, sealed; none forgets it.
    pub(super) async fn set_aside(&self, name: String, clear: Option<&[u8]>) {
        if self.inner.stopped.get() {
            return;
        }
        let change = match clear {
            None => Write::Delete(name),
            Some(clear) => {
                let mut chance = Chance(&*self.inner.outside);
                let sealed = self.inner.engine.borrow().me.vault.seal(&name, clear, &mut chance);
                Write::Put(name, sealed)
            }
        };
        let _ = self.inner.outside.vault_write(vec![change]).await;
    }
}

fn name(space: SpaceId) -> String {
    format!("draft/{space}")
}
