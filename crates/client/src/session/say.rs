//! Writing: kept on the device at once, sent when there is a line.

use rapport_care::EntryId;
use rapport_care::content::{AppointmentAbout, Content, Message};
use rapport_seal::mark::Note;
use rapport_wire::{AccountId, AppointmentId, SpaceId};

use super::Session;
use crate::ClientError;
use crate::ids::{inner_entry, outer_entry};

impl Session {
    /// Says something; returns once it is kept on this device.
    pub async fn send(&self, space: SpaceId, content: Content) -> Result<EntryId, ClientError> {
        let now = self.inner.outside.now();
        let id = self.with(|engine, rng| engine.say(space, &content, now, rng))?;
        self.until_kept().await?;
        Ok(inner_entry(id))
    }

    /// Writes a message, perhaps in answer to another.
    pub async fn send_message(
        &self,
        space: SpaceId,
        text: &str,
        reply_to: Option<EntryId>,
    ) -> Result<EntryId, ClientError> {
        self.send(space, Content::Message(Message { text: text.to_owned(), reply_to })).await
    }

    /// Says what one would like an appointment to be about; blank words take back what was said.
    pub async fn say_about(
        &self,
        space: SpaceId,
        appointment: AppointmentId,
        words: &str,
    ) -> Result<(), ClientError> {
        let about = AppointmentAbout { appointment: *appointment.as_bytes(), words: words.trim().to_owned() };
        self.send(space, Content::AppointmentAbout(about)).await.map(drop)
    }

    /// Puts other words in place of an earlier message of one's own.
    pub async fn edit(&self, space: SpaceId, of: EntryId, text: &str) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.edit(space, outer_entry(of), text, now, rng))?;
        self.until_kept().await
    }

    /// Takes an entry of one's own back, and has its sealed body erased at the server.
    pub async fn withdraw(&self, space: SpaceId, of: EntryId) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.withdraw(space, outer_entry(of), now, rng))?;
        self.until_kept().await
    }

    /// Says that everything up to a position has been seen.
    pub fn mark_read(&self, space: SpaceId, position: u64) {
        let now = self.inner.outside.now();
        self.with(|engine, _| engine.mark_read(space, position, now));
    }

    /// Says that one is typing; call it at each key, it sends one hint in a few seconds at most.
    pub fn typing(&self, space: SpaceId) {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.hint(space, Note::Typing, now, rng));
    }

    /// Says which conversation the person looks at: its others see that somebody is here.
    pub fn attend(&self, space: Option<SpaceId>) {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.attend(space, now, rng));
    }

    /// Says that somebody's six words were compared with them, aloud.
    pub async fn mark_compared(&self, space: SpaceId, account: AccountId) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.mark_compared(space, account, now, rng))?;
        self.until_kept().await
    }

    /// Accepts the changed keys of somebody, after the person was told.
    pub async fn accept_changed_keys(&self, account: AccountId) -> Result<(), ClientError> {
        self.with(|engine, _| engine.accept_changed_keys(account))?;
        self.until_kept().await
    }

    /// Goes on in a frozen space from what the server shows now, because a person decided so.
    pub async fn thaw(&self, space: SpaceId) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.thaw(space, now, rng))?;
        self.until_kept().await
    }
}
