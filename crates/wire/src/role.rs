//! What somebody may do; known to the server, because it decides who admits and who invites.

use serde::{Deserialize, Serialize};

/// A person's part in a practice, and in each space they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Role {
    /// Runs the practice: team, credentials, policies.
    Owner = 1,
    /// Answers enquiries, assigns, keeps the rota.
    Coordinator = 2,
    /// A licensed therapist.
    Therapist = 3,
    /// Somebody who comes for therapy.
    Client = 4,
}

impl Role {
    /// The role a stored or signed byte names.
    pub const fn from_u8(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Owner),
            2 => Some(Self::Coordinator),
            3 => Some(Self::Therapist),
            4 => Some(Self::Client),
            _ => None,
        }
    }

    /// Whether people of this role open the session's door and others wait for them.
    pub const fn admits(self) -> bool {
        matches!(self, Self::Owner | Self::Therapist)
    }

    /// Whether people of this role work for the practice.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Client)
    }

    /// Whether this role may invite `other` into the practice or into care.
    pub const fn may_invite(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Coordinator | Self::Therapist => matches!(other, Self::Client),
            Self::Client => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_names_one_role() {
        for role in [Role::Owner, Role::Coordinator, Role::Therapist, Role::Client] {
            assert_eq!(Role::from_u8(role as u8), Some(role));
        }
        assert_eq!(Role::from_u8(0), None);
        assert!(!Role::Client.may_invite(Role::Client));
        assert!(!Role::Therapist.may_invite(Role::Owner));
    }
}
