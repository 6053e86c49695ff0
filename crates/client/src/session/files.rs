//! Files: cut into chunks, sealed here, put and got one by one; a broken transfer goes on where it stopped.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use rapport_care::content::File;
use rapport_care::EntryId;
use rapport_wire::SpaceId;

use super::Session;
use crate::ClientError;
use crate::views::TransferProgress;

/// Where a file's bytes come from.
pub trait Source {
    /// Length, in bytes.
    fn size(&self) -> u64;
    /// Reads exactly `len` bytes from `offset`.
    fn read(&self, offset: u64, len: usize) -> LocalBoxFuture<'_, Result<Vec<u8>, ClientError>>;
}

/// Stops a transfer between two chunks.
#[derive(Clone, Default)]
pub struct Cancel(Rc<Cell<bool>>);

impl Cancel {
    /// Stops it.
    pub fn cancel(&self) {
        self.0.set(true);
    }

    /// Whether it was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.0.get()
    }
}

/// A file to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Words under it; may be empty.
    pub caption: String,
    /// What it answers.
    pub reply_to: Option<EntryId>,
    /// Set for a recorded voice.
    pub voice: Option<NewVoice>,
}

/// What a voice note shows before it is played.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewVoice {
    /// How long, in milliseconds.
    pub duration_ms: u32,
    /// Loudness over time, at most 64 bars.
    pub waveform: Vec<u8>,
}

/// A file on its way up: its key and how far it has come. Keep it, and a broken transfer goes on.
pub struct Upload {}

impl Session {
    /// Begins an upload: makes its key, touches no network.
    pub fn begin_upload(&self, space: SpaceId, file: NewFile, size: u64) -> Result<Upload, ClientError> {
        todo!()
    }

    /// Carries an upload on, from the beginning or from where it broke, and says the file when it is whole.
    pub async fn upload(
        &self,
        upload: &mut Upload,
        source: &dyn Source,
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<EntryId, ClientError> {
        todo!()
    }

    /// Gets a file, chunk by chunk in order, each verified before it is handed on.
    pub async fn download(
        &self,
        space: SpaceId,
        file: &File,
        on_chunk: &mut dyn FnMut(&[u8]),
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<(), ClientError> {
        todo!()
    }
}
