//! Roles in words.

use rapport_wire::Role;

use super::t;

/// A role with its article: "a therapist".
pub(crate) fn a_role(role: Role) -> String {
    match role {
        Role::Owner => t!("role-an-owner"),
        Role::Coordinator => t!("role-a-coordinator"),
        Role::Therapist => t!("role-a-therapist"),
        Role::Client => t!("role-a-client"),
    }
}

/// What a role is called, in the middle of a sentence.
pub(crate) fn role_name(role: Role) -> String {
    match role {
        Role::Owner => t!("role-owner"),
        Role::Coordinator => t!("role-coordinator"),
        Role::Therapist => t!("role-therapist"),
        Role::Client => t!("role-client"),
    }
}
