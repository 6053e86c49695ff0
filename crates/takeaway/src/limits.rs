//! How much an archive may hold.

/// Bytes of an archive, as it lies in memory while it is written or read.
pub const ARCHIVE_BYTES_MAX: usize = 600 * 1_024 * 1_024;
/// Clear bytes of everything in it, unpacked: more than that is a trap, or too much for a phone.
pub const UNPACKED_BYTES_MAX: u64 = 640 * 1_024 * 1_024;
/// Files in it.
pub const FILES_MAX: usize = 10_000;
/// Bytes of the manifest.
pub const MANIFEST_BYTES_MAX: u64 = 4 * 1_024 * 1_024;
/// Bytes of the signature.
pub const SIGNATURE_BYTES_MAX: u64 = 8 * 1_024;
/// Longest name of a file inside, in bytes.
pub const NAME_BYTES_MAX: usize = 120;
