//! Making spaces and inviting people into them.

use rapport_wire::invitation::Invitation;
use rapport_wire::{AccountId, InvitationId, Role, SpaceId};

use super::Session;
use crate::{ClientError, Link};

/// A fresh invitation.
pub struct Invited {
    /// To be handed to one person. Whoever has it gets in, once.
    pub link: Link,
    /// The space it leads into.
    pub space: SpaceId,
    /// To take it back by.
    pub id: InvitationId,
}

impl Session {
    /// The practice space, once known.
    pub fn practice(&self) -> Option<SpaceId> {
        todo!()
    }

    /// Invites somebody to work here, into the practice space.
    pub async fn invite_staff(&self, role: Role, valid_seconds: i64) -> Result<Invited, ClientError> {
        todo!()
    }

    /// Invites a client: makes a care space with oneself in it, then an invitation into it.
    pub async fn invite_client(&self, valid_seconds: i64) -> Result<Invited, ClientError> {
        todo!()
    }

    /// Invites one more person into a care space (a couple, a family, a colleague).
    pub async fn invite_into(
        &self,
        space: SpaceId,
        role: Role,
        valid_seconds: i64,
    ) -> Result<Invited, ClientError> {
        todo!()
    }

    /// A space's invitations, newest first.
    pub async fn invitations(&self, space: SpaceId) -> Result<Vec<Invitation>, ClientError> {
        todo!()
    }

    /// Takes an invitation back.
    pub async fn revoke_invitation(&self, space: SpaceId, id: InvitationId) -> Result<(), ClientError> {
        todo!()
    }

    /// Enters a further space with this account.
    pub async fn accept(&self, link: &Link) -> Result<SpaceId, ClientError> {
        todo!()
    }

    /// Removes somebody from a space and begins an epoch they cannot open.
    pub async fn remove_member(&self, space: SpaceId, account: AccountId) -> Result<(), ClientError> {
        todo!()
    }
}
