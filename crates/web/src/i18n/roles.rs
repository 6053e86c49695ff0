//! Roles in words.

use rapport_wire::Role;

use super::t;

/// What a role is called, in the middle of a sentence.
pub(crate) fn role_name(role: Role) -> String {
    match role {
        Role::Owner => t!("role-owner"),
        Role::Coordinator => t!("role-coordinator"),
        Role::Therapist => t!("role-therapist"),
        Role::Client => t!("role-client"),
    }
}
