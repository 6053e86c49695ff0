//! Writing: kept on the device at once, sent when there is a line.

use rapport_care::content::Content;
use rapport_care::{EntryId, conversation::Item};
use rapport_wire::{AccountId, SpaceId};

use super::Session;
use crate::ClientError;

impl Session {
    /// Says something; returns once it is kept on this device.
    pub async fn send(&self, space: SpaceId, content: Content) -> Result<EntryId, ClientError> {
        todo!()
    }

    /// Writes a message, perhaps in answer to another.
    pub async fn send_message(
        &self,
        space: SpaceId,
        text: &str,
        reply_to: Option<EntryId>,
    ) -> Result<EntryId, ClientError> {
        todo!()
    }

    /// Puts other words in place of an earlier message of one's own.
    pub async fn edit(&self, space: SpaceId, of: EntryId, text: &str) -> Result<(), ClientError> {
        todo!()
    }

    /// Takes an entry of one's own back, and has its sealed body erased at the server.
    pub async fn withdraw(&self, space: SpaceId, of: EntryId) -> Result<(), ClientError> {
        todo!()
    }

    /// Says that everything up to a position has been seen.
    pub fn mark_read(&self, space: SpaceId, position: u64) {
        todo!()
    }

    /// Says that one is typing; call it at each key, it sends one hint in a few seconds at most.
    pub fn typing(&self, space: SpaceId) {
        todo!()
    }

    /// Says that somebody's six words were compared with them, aloud.
    pub async fn mark_compared(&self, space: SpaceId, account: AccountId) -> Result<(), ClientError> {
        todo!()
    }

    /// Accepts the changed keys of somebody, after the person was told.
    pub async fn accept_changed_keys(&self, account: AccountId) -> Result<(), ClientError> {
        todo!()
    }

    /// Goes on in a frozen space from what the server shows now, because a person decided so.
    pub async fn thaw(&self, space: SpaceId) -> Result<(), ClientError> {
        todo!()
    }
}
