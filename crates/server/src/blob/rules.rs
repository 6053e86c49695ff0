//! Whether a chunk is as announced.

use rapport_store::Blob;
use rapport_wire::limits::CHUNK_SEALED_BYTES_MAX;
use rapport_wire::{AccountId, Code};

/// Refuses what somebody else began, and numbers it does not have.
pub(super) fn check_sender(blob: &Blob, sender: AccountId, chunk: u32) -> Result<(), Code> {
    if blob.owner != sender {
        return Err(Code::Forbidden);
    }
    if chunk >= blob.chunks {
        return Err(Code::BlobInvalid);
    }
    Ok(())
}

/// Refuses a chunk that is too large, before a byte of it is read, when it says so itself.
pub(super) const fn check_length(announced: Option<u64>) -> Result<(), Code> {
    match announced {
        Some(length) if length > CHUNK_SEALED_BYTES_MAX as u64 => Err(Code::TooLarge),
        Some(0) => Err(Code::BlobInvalid),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_gigabytes_are_refused_by_their_announcement() {
        assert_eq!(check_length(Some(10 * 1024 * 1024 * 1024)), Err(Code::TooLarge));
        assert_eq!(check_length(Some(CHUNK_SEALED_BYTES_MAX as u64)), Ok(()));
        assert_eq!(check_length(None), Ok(()));
    }
}
