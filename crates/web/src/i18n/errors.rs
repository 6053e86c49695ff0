//! What went wrong, in words: what happened, and what to do. The pair of `key` is `key` and `key-rec` in Fluent.

use rapport_client::{ClientError, Finding};

use super::{named, t};

/// What happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentences {
    /// What happened.
    pub(crate) what: String,
    /// What to do, and what is safe.
    pub(crate) rec: String,
}

/// The sentences of an error.
pub(crate) fn sentences(error: &ClientError) -> Sentences {
    pair(error.key(), error.number())
}

/// The sentences of what a server or somebody was caught at.
pub(crate) fn finding_sentences(finding: &Finding) -> Sentences {
    pair(finding.key(), None)
}

/// The sentences of a key; those of an unknown one come from a newer server.
fn pair(key: &str, number: Option<u32>) -> Sentences {
    let args = [("number", number.map_or_else(String::new, |number| number.to_string()))];
    match (named(key, &args), named(&format!("{key}-rec"), &args)) {
        (Some(what), Some(rec)) => Sentences { what, rec },
        _ => Sentences { what: t!("unknown-fault"), rec: t!("unknown-fault-rec") },
    }
}

#[cfg(test)]
mod tests {
    use rapport_client::finding::Noticed;
    use rapport_wire::Code;

    use super::*;

    #[test]
    fn everything_that_can_go_wrong_has_its_two_sentences() {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        let keys = codes.chain(ClientError::KEYS.iter().copied()).chain(Noticed::KEYS.iter().copied());
        for key in keys {
            assert!(named(key, &[]).is_some(), "locales/en/errors.ftl lacks {key}");
            assert!(named(&format!("{key}-rec"), &[]).is_some(), "locales/en/errors.ftl lacks {key}-rec");
        }
    }

    #[test]
    fn a_number_stands_in_the_sentence() {
        assert_eq!(pair("words-count", Some(1)).what, "That is 1 word; there should be 24.");
        assert_eq!(pair("words-unknown", Some(7)).what, "Word number 7 is not one of the words used here.");
        assert_eq!(pair("from the future", None).what, t!("unknown-fault"));
    }
}
