//! Files and voices: the manifest that opens an attachment, and what to show before it is opened.

use serde::{Deserialize, Serialize};

use super::{ContentError, at_most};
use crate::ids::EntryId;
use crate::limits;

/// A file as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What opens it: id, key, hash, size. Bytes of `seal`; secret, and opaque here.
    pub manifest: Vec<u8>,
    /// Its name, as its sender's device knew it. Shown, never used as a path.
    pub name: String,
    /// Media type (RFC 2046), as its sender's device guessed it. Never trusted to run anything.
    pub media_type: String,
    /// Clear size, in bytes.
    pub size: u64,
}

impl File {
    fn check(&self) -> Result<(), ContentError> {
        if self.manifest.is_empty() || self.name.trim().is_empty() {
            return Err(ContentError::Empty);
        }
        no_longer("the manifest", self.manifest.len(), limits::MANIFEST_BYTES_MAX)?;
        no_longer("the file name", self.name.len(), limits::FILE_NAME_BYTES_MAX)?;
        no_longer("the media type", self.media_type.len(), limits::MEDIA_TYPE_BYTES_MAX)
    }
}

/// A file sent into the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file.
    pub file: File,
    /// Words under it; may be empty.
    pub caption: String,
    /// What it answers.
    pub reply_to: Option<EntryId>,
}

impl Attachment {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.file.check()?;
        at_most("the caption", &self.caption, limits::CAPTION_CHARS_MAX)
    }
}

/// A recorded voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceNote {
    /// The recording.
    pub file: File,
    /// How long it is, in milliseconds.
    pub duration_ms: u32,
    /// Loudness over time, 0 to 255, at most [`limits::WAVEFORM_BARS_MAX`] bars.
    pub waveform: Vec<u8>,
    /// What it answers.
    pub reply_to: Option<EntryId>,
}

impl VoiceNote {
    pub(super) fn check(&self) -> Result<(), ContentError> {
        self.file.check()?;
        no_longer("the waveform", self.waveform.len(), limits::WAVEFORM_BARS_MAX)?;
        no_longer("the voice note", self.duration_ms as usize, limits::VOICE_NOTE_MS_MAX as usize)
    }
}

const fn no_longer(what: &'static str, len: usize, max: usize) -> Result<(), ContentError> {
    if len > max { Err(ContentError::TooLong { what, max }) } else { Ok(()) }
}
