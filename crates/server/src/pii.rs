//! A wrapper for what must never be printed.

use std::fmt;

/// Something that says who a person is. Prints `REDACTED`, in debug output too.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pii<T>(pub T);

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows() {
        let mara = Pii("mara");
        assert_eq!(format!("{mara} {mara:?} {mara:#?}"), "REDACTED REDACTED REDACTED");
    }
}
