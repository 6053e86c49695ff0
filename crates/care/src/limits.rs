//! Limits of what people say, in the units people count in.

/// Longest message, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Longest caption of a file, in characters.
pub const CAPTION_CHARS_MAX: usize = 2_000;
/// Longest display name, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest name of a file, in bytes.
pub const FILE_NAME_BYTES_MAX: usize = 255;
/// Longest media type, in bytes.
pub const MEDIA_TYPE_BYTES_MAX: usize = 127;
/// Bars in the picture of a voice note.
pub const WAVEFORM_BARS_MAX: usize = 64;
/// Longest voice note, in milliseconds (30 minutes).
pub const VOICE_NOTE_MS_MAX: u32 = 30 * 60 * 1_000;
/// Bytes of an attachment's manifest.
pub const MANIFEST_BYTES_MAX: usize = 1_024;
/// Characters of a preview: a list's second line, a quoted reply.
pub const PREVIEW_CHARS: usize = 120;
