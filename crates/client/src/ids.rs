//! The same sixteen bytes on both sides of the seal: names on the wire and names in `care`.

use rapport_wire::{AccountId, EntryId};

/// An account as `care` names it.
pub const fn inner_account(id: AccountId) -> rapport_care::AccountId {
    rapport_care::AccountId(*id.as_bytes())
}

/// An account as the wire names it.
pub const fn outer_account(id: rapport_care::AccountId) -> AccountId {
    AccountId::from_bytes(id.0)
}

/// An entry as `care` names it.
pub const fn inner_entry(id: EntryId) -> rapport_care::EntryId {
    rapport_care::EntryId(*id.as_bytes())
}

/// An entry as the wire names it.
pub const fn outer_entry(id: rapport_care::EntryId) -> EntryId {
    EntryId::from_bytes(id.0)
}
