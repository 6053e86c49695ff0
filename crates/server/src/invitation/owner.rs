//! The owner's link: printed at every start until somebody has used it, each time with a fresh token.

use rapport_store::{Store, StoreError};
use rapport_wire::limits::INVITATION_SECONDS_MAX;
use rapport_wire::{InvitationId, Timestamp};

use crate::chance::{Token, random};

/// A fresh token for the first owner, which voids the ones before; none once the practice has begun.
pub(crate) async fn renew_owner_link(store: &Store, now: Timestamp) -> Result<Option<Token>, StoreError> {
    if store.practice_space().await?.is_some() {
        return Ok(None);
    }
    let token = Token::fresh();
    let expires_at = now.plus_seconds(INVITATION_SECONDS_MAX);
    store.create_owner_invitation(InvitationId::from_bytes(random()), &token.hash(), expires_at, now).await?;
    Ok(Some(token))
}
