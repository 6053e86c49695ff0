//! Files inside the binary, put there by build.rs.

/// Names and bytes, ascending by name.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A file's bytes.
pub(super) fn read(name: &str) -> Option<&'static [u8]> {
    let place = FILES.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
    FILES.get(place).map(|(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_first_page() {
        assert!(FILES.is_sorted_by_key(|(name, _)| *name));
        assert!(read("index.html").is_some_and(|page| page.starts_with(b"<!")));
        assert_eq!(read("../Cargo.toml"), None);
    }
}
