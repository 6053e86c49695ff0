//! Links: reading them, and looking at what is behind one before anybody signs up.

use rapport_seal::invitation;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId, Timestamp};

use crate::ClientError;
use crate::platform::Outside;

/// What a link holds. The secret parts stand in the fragment, which browsers do not send.
pub enum Link {
    /// `…/setup#<token>`: the practice's first owner.
    Owner {
        /// The one-time token.
        token: Vec<u8>,
    },
    /// `…/join#1.<secret>.<space>.<practice>`.
    Invited(invitation::Link),
}

impl Link {
    /// Reads a whole address, or the part from the path on.
    pub fn parse(address: &str) -> Result<Self, ClientError> {
        todo!()
    }

    /// The address, behind an origin such as `https://practice.example`.
    pub fn to_address(&self, origin: &str) -> String {
        todo!()
    }
}

/// What is behind a link, verified as far as it can be before there is an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The role it gives.
    pub role: Role,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// What the space is for; none for the practice's first owner.
    pub kind: Option<SpaceKind>,
    /// Name of the practice, as the server says.
    pub practice_name: String,
    /// What the inviter is called, when their profile could be read.
    pub invited_by: Option<String>,
}

/// Looks at a link: asks the server, verifies the membership log against the link.
pub async fn look(outside: &Outside, link: &Link) -> Result<Look, ClientError> {
    todo!()
}
