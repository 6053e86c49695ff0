//! Files: cut into chunks, sealed here, put and got one by one; a broken transfer goes on where it stopped.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use rapport_care::EntryId;
use rapport_care::content::{Attachment, Content, File, VoiceNote};
use rapport_seal::Key;
use rapport_seal::attachment::{AttachmentError, Manifest, Opener, Sealer};
use rapport_wire::blob::{OpenBlob, chunk_path};
use rapport_wire::{BlobId, SpaceId, limits};

use super::Session;
use crate::platform::Chance;
use crate::views::TransferProgress;
use crate::{ClientError, api};

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
pub struct Upload {
    space: SpaceId,
    file: NewFile,
    blob: BlobId,
    key: Key,
    size: u64,
}

impl Session {
    /// Begins an upload: makes its key, touches no network.
    pub fn begin_upload(&self, space: SpaceId, file: NewFile, size: u64) -> Result<Upload, ClientError> {
        if size > limits::BLOB_CLEAR_BYTES_MAX {
            return Err(ClientError::FileTooLarge);
        }
        let mut blob = [0; BlobId::LEN];
        self.inner.outside.fill(&mut blob);
        let key = Key::random(&mut Chance(&*self.inner.outside));
        let upload = Upload { space, file, blob: BlobId::from_bytes(blob), key, size };
        // Whatever is wrong with names and captions is said before anything is sent.
        upload.content(vec![0; Manifest::LEN]).check()?;
        Ok(upload)
    }

    /// Carries an upload on, from the beginning or from where it broke, and says the file when it is whole.
    pub async fn upload(
        &self,
        upload: &Upload,
        source: &dyn Source,
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<EntryId, ClientError> {
        let manifest = self.put(upload, source, on_progress, cancel).await?;
        self.send(upload.space, upload.content(manifest)).await
    }

    /// Puts a file's sealed chunks where the server keeps them; gives what opens it.
    pub(super) async fn put(
        &self,
        upload: &Upload,
        source: &dyn Source,
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<Vec<u8>, ClientError> {
        let mut sealer = Sealer::new(upload.blob, upload.key.duplicate(), upload.size)?;
        let (space, blob, chunks) = (upload.space, upload.blob, sealer.chunks());
        let missing = api::call(&*self.inner.outside, &OpenBlob { space, blob, chunks }).await?.missing;
        for index in 0..chunks {
            if cancel.is_cancelled() {
                return Err(ClientError::Cancelled);
            }
            let offset = u64::from(index) * limits::CHUNK_CLEAR_BYTES as u64;
            let len = (upload.size - offset).min(limits::CHUNK_CLEAR_BYTES as u64);
            let clear = source.read(offset, len as usize).await?;
            // Sealed again even when the server has it: the whole is hashed, and the same chunk seals the same.
            let chunk = sealer.push(&clear)?;
            if missing.contains(&index) {
                api::put(&*self.inner.outside, chunk_path(space, blob, index), chunk).await?;
            }
            on_progress(TransferProgress { done: offset + len, total: upload.size });
        }
        Ok(sealer.finish()?.to_bytes().to_vec())
    }

    /// Gets a file, chunk by chunk in order, each verified before it is handed on. On an error nothing of
    /// what was handed on may be used: the whole is verified with the last chunk.
    pub async fn download(
        &self,
        space: SpaceId,
        file: &File,
        on_chunk: &mut dyn FnMut(&[u8]),
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<(), ClientError> {
        let manifest = Manifest::from_bytes(&file.manifest)?;
        let mut opener = Opener::new(&manifest);
        let mut done = 0;
        for index in 0..manifest.chunks() {
            if cancel.is_cancelled() {
                return Err(ClientError::Cancelled);
            }
            let sealed = api::get(&*self.inner.outside, chunk_path(space, manifest.blob, index)).await?;
            let clear = opener.push(&sealed)?;
            done += clear.len() as u64;
            on_chunk(&clear);
            on_progress(TransferProgress { done, total: manifest.size });
        }
        Ok(())
    }
}

impl Upload {
    /// How large the file is, in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    fn content(&self, manifest: Vec<u8>) -> Content {
        let NewFile { name, media_type, caption, reply_to, voice } = self.file.clone();
        let file = File { manifest, name, media_type, size: self.size };
        match voice {
            Some(NewVoice { duration_ms, waveform }) => {
                Content::VoiceNote(VoiceNote { file, duration_ms, waveform, reply_to })
            }
            None => Content::Attachment(Attachment { file, caption, reply_to }),
        }
    }
}

impl From<AttachmentError> for ClientError {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::TooLarge => Self::FileTooLarge,
            _ => Self::FileDamaged,
        }
    }
}
