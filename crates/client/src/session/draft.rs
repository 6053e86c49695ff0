//! Words begun and not sent: kept on this device alone, sealed, one draft a conversation.

use rapport_wire::SpaceId;

use super::Session;
use crate::platform::{Chance, Write};

impl Session {
    /// What was begun in a conversation and not sent; none when nothing was, or it cannot be opened.
    pub async fn draft(&self, space: SpaceId) -> Option<String> {
        let name = name(space);
        let kept = self.inner.outside.vault_read(name.clone()).await.ok()?;
        let (_, sealed) = kept.into_iter().find(|(kept, _)| *kept == name)?;
        let clear = self.inner.engine.borrow().me.vault.open(&name, &sealed)?;
        String::from_utf8(clear.to_vec()).ok()
    }

    /// Keeps what was begun in a conversation; nothing but blanks forgets it. A device that keeps nothing
    /// loses the draft with the page, as it loses all else.
    pub async fn keep_draft(&self, space: SpaceId, words: &str) {
        if self.inner.stopped.get() {
            return;
        }
        let name = name(space);
        let change = if words.trim().is_empty() {
            Write::Delete(name)
        } else {
            let mut chance = Chance(&*self.inner.outside);
            let sealed = self.inner.engine.borrow().me.vault.seal(&name, words.as_bytes(), &mut chance);
            Write::Put(name, sealed)
        };
        let _ = self.inner.outside.vault_write(vec![change]).await;
    }
}

fn name(space: SpaceId) -> String {
    format!("draft/{space}")
}
