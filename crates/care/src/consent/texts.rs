//! Words to begin with, in English and in ours: a practice makes them its own before anybody is asked to agree.

/// Underscores from which on they are a line to write on, and no stress.
const LINE: usize = 4;

/// Words to begin with, in Markdown, with [`places`] to fill in.
pub const TEXTS: [&str; 2] = [
    include_str!("../../consents/therapy-online.md"),
    include_str!("../../consents/speaking-with-somebody.md"),
];

/// What is still to be filled in, square brackets or a line of underscores: nobody is asked to agree to a blank. Links
/// have their address behind the bracket, and are none.
pub fn places(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = markdown;
    while let Some(at) = rest.find(['[', '_']) {
        let from = &rest[at..];
        if let Some(inner) = from.strip_prefix('[') {
            rest = inner;
            let Some(close) = inner.find([']', '[']) else { continue };
            let Some(behind) = inner[close..].strip_prefix(']') else { continue };
            rest = behind;
            if !behind.starts_with('(') {
                let words: Vec<&str> = inner[..close].split_whitespace().collect();
                found.push(format!("[{}]", words.join(" ")));
            }
        } else {
            let line = from.len() - from.trim_start_matches('_').len();
            rest = &from[line..];
            if line >= LINE {
                found.push("_".repeat(LINE));
            }
        }
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
            assert!(Article::read(text).is_ok(), "{text}");
            assert!(!places(text).is_empty(), "{text}");
            assert!(!text.contains("  "), "{text}");
        }
    }

    #[test]
    fn a_place_is_what_stands_in_brackets_and_leads_nowhere() {
        assert_eq!(places("a [name] b [the\n  day]."), ["[name]", "[the day]"]);
        assert!(places("[this](https://example.org) ] [open, __strong__ and ___both___").is_empty());
        assert_eq!(places("[a [b] [ ] [] c: ______"), ["[b]", "[]", "[]", "____"]);
    }

    proptest! {
        #[test]
        fn any_words_are_read(words in "[\\[\\]()_a\n ö]{0,60}") {
            for place in places(&words) {
                prop_assert!(place == "____" || place.starts_with('[') && place.ends_with(']'));
            }
        }
    }
}
