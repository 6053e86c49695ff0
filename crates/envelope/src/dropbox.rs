//! Sealing what comes from outside in the clear (mail, SMS, a web form) to a space, at once.
//!
//! Whoever holds it in the clear seals it to the drop box of the space's current epoch and forgets it.
//! The members open it; nobody vouches for its author, and it is shown so.

use rand_core::CryptoRng;
use rapport_wire::SpaceId;

use crate::codec::Writer;
use crate::hpke::{BoxPublic, SealError, SealedBox};

/// HPKE `info` of a dropped text.
pub fn dropbox_info(space: &SpaceId, epoch: u32) -> Vec<u8> {
    Writer::new().raw(b"rapport/dropbox/v1").raw(space).u32(epoch).done()
}

/// Seals `clear` to a space's drop box.
pub fn drop_into(
    dropbox: &BoxPublic,
    space: &SpaceId,
    epoch: u32,
    clear: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<SealedBox, SealError> {
    dropbox.seal(&dropbox_info(space, epoch), &[], clear, rng)
}
