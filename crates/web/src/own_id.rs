//! The names for programs of what a practice makes itself (its forms, its articles), as parts of addresses.

use rapport_wire::EntryId;

/// What the thing at an address is called.
pub(crate) fn name_of(id: EntryId) -> String {
    format!("own-{:032x}", u128::from_be_bytes(*id.as_bytes()))
}

/// The address of something; none for what comes with Rapport.
pub(crate) fn id_of(name: &str) -> Option<EntryId> {
    let number = u128::from_str_radix(name.strip_prefix("own-")?, 16).ok()?;
    Some(EntryId::from_bytes(number.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_practice_made_is_found_under_its_address() {
        let id = EntryId::from_bytes([0xab, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(id_of(&name_of(id)), Some(id));
        assert_eq!((id_of("mood-diary"), id_of("own-sea")), (None, None));
    }
}
