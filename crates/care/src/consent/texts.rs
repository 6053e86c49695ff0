//! Words to begin with, in English and in ours: a practice makes them its own before anybody is asked to agree.

/// Words to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Its name for programs.
    pub id: &'static str,
    /// Its words, in Markdown, with [`places`] to fill in.
    pub markdown: &'static str,
}

/// Every one of them.
pub const TEXTS: [Text; 2] = [
    Text { id: "therapy-online", markdown: include_str!("../../consents/therapy-online.md") },
    Text { id: "speaking-with-somebody", markdown: include_str!("../../consents/speaking-with-somebody.md") },
];

/// What still stands in square brackets, to be filled in: nobody is asked to agree to a blank. Links have their
/// address behind the bracket, and are none.
pub fn places(markdown: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = markdown;
    while let Some(open) = rest.find('[') {
        let inner = &rest[open + 1..];
        let Some(close) = inner.find([']', '[', '\n']) else { break };
        let after = &inner[close..];
        if let Some(behind) = after.strip_prefix(']')
            && !behind.starts_with('(')
            && !inner[..close].trim().is_empty()
        {
            found.push(&inner[..close]);
        }
        rest = after.strip_prefix(']').unwrap_or(after);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::Article;

    #[test]
    fn every_text_reads_and_has_places_to_fill_in() {
        for text in TEXTS {
            assert!(Article::read(text.markdown).is_ok(), "{}", text.id);
            assert!(!places(text.markdown).is_empty(), "{}", text.id);
            assert!(!text.markdown.contains("  "), "{}", text.id);
        }
    }

    #[test]
    fn a_place_is_what_stands_in_brackets_and_leads_nowhere() {
        assert_eq!(places("a [name] b [day]."), ["name", "day"]);
        assert!(places("[this](https://example.org) [] [ ] [open\n] ]").is_empty());
        assert_eq!(places("[a [b] c"), ["b"]);
    }

    proptest! {
        #[test]
        fn any_words_are_read(words in "[\\[\\]()a\n ö]{0,60}") {
            for place in places(&words) {
                prop_assert!(!place.contains(['[', ']', '\n']));
            }
        }
    }
}
