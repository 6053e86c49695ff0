//! Invitations: single use, dated, taken back at any time. The link's secret stays in its fragment.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::space::{Append, SpaceKind, StoredRecord};
use crate::{Bytes, InvitationId, Role, SpaceId, Timestamp};

/// Makes an invitation into a space: appends the signed Invite record and stores the token's hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateInvitation {
    /// The space it leads into.
    pub space: SpaceId,
    /// The Invite record and the wrap for whoever holds the link.
    pub append: Append,
    /// SHA-256 of the token that whoever holds the link will present.
    pub token_hash: Bytes,
}
endpoint!(CreateInvitation => Invitation, Post "/api/spaces/{space}/invitations", SignedIn,
    |me| format!("/api/spaces/{}/invitations", me.space));

/// Lists a space's invitations, newest first.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListInvitations {
    /// The space.
    pub space: SpaceId,
}
endpoint!(ListInvitations => Invitations, Get "/api/spaces/{space}/invitations", SignedIn,
    |me| format!("/api/spaces/{}/invitations", me.space));

/// Reply to [`ListInvitations`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitations {
    /// Newest first.
    pub invitations: Vec<Invitation>,
}

/// An invitation as its maker sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The role it gives.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// What became of it.
    pub state: InvitationState,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Waiting to be used.
    Open,
    /// Used, once.
    Used,
    /// Taken back.
    Revoked,
    /// Too old.
    Expired,
}

/// Takes an invitation back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeInvitation {
    /// The space.
    pub space: SpaceId,
    /// The invitation.
    pub invitation: InvitationId,
}
endpoint!(RevokeInvitation => Done, Delete "/api/spaces/{space}/invitations/{invitation}", SignedIn,
    |me| format!("/api/spaces/{}/invitations/{}", me.space, me.invitation));

/// Looks at an invitation with its token, before an account exists.
///
/// A POST, so that the token stands in no address and no log of addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAtInvitation {
    /// The token from the link.
    pub token: Bytes,
}
endpoint!(LookAtInvitation => InvitationView, Post "/api/invitations/look", Anyone);

/// What the holder of a link needs to enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The role it gives.
    pub role: Role,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The space it leads into; none for the practice's first owner, who begins it.
    pub space: Option<InvitedSpace>,
}

/// The space behind an invitation: its whole membership log, to be verified against the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitedSpace {
    /// The space.
    pub space: SpaceId,
    /// What it is for.
    pub kind: SpaceKind,
    /// The log from the genesis on.
    pub log: Vec<StoredRecord>,
}

/// Enters a further space with an account that exists already.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// The token from the link.
    pub token: Bytes,
    /// The space.
    pub space: SpaceId,
    /// The Join record and its wraps.
    pub append: Append,
}
endpoint!(AcceptInvitation => Done, Post "/api/invitations/accept", SignedIn);
