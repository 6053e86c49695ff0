//! Between rows and plain types: hashes, roles, kinds, instants.

use rapport_wire::appointment::{AppointmentState, Outcome};
use rapport_wire::offer::Mode;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Bytes, Role};

use crate::{Hash, StoreError};

/// A 32-byte column.
pub(crate) fn hash(bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Row("a hash of the wrong length"))
}

/// How a role is written in a table.
pub(crate) const fn role_text(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Coordinator => "coordinator",
        Role::Therapist => "therapist",
        Role::Client => "client",
    }
}

/// The role a table names.
pub(crate) fn role(text: &str) -> Result<Role, StoreError> {
    [Role::Owner, Role::Coordinator, Role::Therapist, Role::Client]
        .into_iter()
        .find(|role| role_text(*role) == text)
        .ok_or(StoreError::Row("an unknown role"))
}

/// How a space's kind is written in a table.
pub(crate) const fn kind_text(kind: SpaceKind) -> &'static str {
    match kind {
        SpaceKind::Practice => "practice",
        SpaceKind::Care => "care",
        SpaceKind::Own => "own",
        SpaceKind::Record => "record",
    }
}

/// The kind of space a table names.
pub(crate) fn kind(text: &str) -> Result<SpaceKind, StoreError> {
    [SpaceKind::Practice, SpaceKind::Care, SpaceKind::Own, SpaceKind::Record]
        .into_iter()
        .find(|kind| kind_text(*kind) == text)
        .ok_or(StoreError::Row("an unknown kind of space"))
}

/// The mode a table names.
pub(crate) fn mode(text: &str) -> Result<Mode, StoreError> {
    Mode::from_name(text).ok_or(StoreError::Row("an unknown mode"))
}

/// How the state of an appointment is written in a table.
pub(crate) const fn state_text(state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Held => "held",
        AppointmentState::Booked => "booked",
        AppointmentState::Cancelled => "cancelled",
    }
}

/// The state a table names.
pub(crate) fn state(text: &str) -> Result<AppointmentState, StoreError> {
    [AppointmentState::Held, AppointmentState::Booked, AppointmentState::Cancelled]
        .into_iter()
        .find(|state| state_text(*state) == text)
        .ok_or(StoreError::Row("an unknown state of an appointment"))
}

/// How an outcome is written in a table.
pub(crate) const fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::NoShow => "no_show",
        Outcome::LateCancel => "late_cancel",
        Outcome::Cancelled => "cancelled",
        Outcome::CancelledByPractice => "cancelled_by_practice",
    }
}

/// The outcome a table names.
pub(crate) fn outcome(text: &str) -> Result<Outcome, StoreError> {
    [Outcome::Met, Outcome::NoShow, Outcome::LateCancel, Outcome::Cancelled, Outcome::CancelledByPractice]
        .into_iter()
        .find(|outcome| outcome_text(*outcome) == text)
        .ok_or(StoreError::Row("an unknown outcome"))
}

/// An optional column of bytes.
pub(crate) fn optional(bytes: Option<Vec<u8>>) -> Option<Bytes> {
    bytes.map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for byte in 1..=4 {
            let known = Role::from_u8(byte).unwrap();
            assert_eq!(role(role_text(known)).unwrap(), known);
        }
        for byte in 1..=4 {
            let known = SpaceKind::from_u8(byte).unwrap();
            assert_eq!(kind(kind_text(known)).unwrap(), known);
        }
        assert!(role("operator").is_err());
        assert!(kind("").is_err());
        assert!(hash(&[0; 31]).is_err());
    }
}
