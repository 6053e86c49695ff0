//! Placeholders: `{{word}}` in a static file stands for a path known only once files are hashed.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// The placeholder of a file: `heavy-worker.js` → `heavy_worker_js`.
pub(super) fn placeholder(name: &str) -> String {
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// Replaces every placeholder; one without a value is an error.
pub(super) fn fill_in(text: &str, values: &BTreeMap<String, String>) -> Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, name, end)) = next(rest) {
        let value = values.get(name).with_context(|| {
            format!(
                "nothing is called {{{{{name}}}}}; there is {}",
                values.keys().cloned().collect::<Vec<_>>().join(", ")
            )
        })?;
        filled.push_str(&rest[..start]);
        filled.push_str(value);
        rest = &rest[end..];
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The names of the placeholders in a text.
pub(super) fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, name, end)) = next(rest) {
        found.push(name);
        rest = &rest[end..];
    }
    found
}

/// The next placeholder: where it starts, its name, where it ends. Braces around anything but
/// one word are ordinary text.
fn next(text: &str) -> Option<(usize, &str, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("{{")?;
        let name_start = start + 2;
        let word = text[name_start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let name_end = name_start + word;
        if word > 0 && text[name_end..].starts_with("}}") {
            return Some((start, &text[name_start..name_end], name_end + 2));
        }
        from = name_start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> BTreeMap<String, String> {
        BTreeMap::from([("app_js".to_owned(), "/pkg/a.js".to_owned())])
    }

    #[test]
    fn fills_in_words_and_leaves_other_braces() {
        assert_eq!(fill_in("a {{app_js}} {{ b }} {{}} c", &values()).unwrap(), "a /pkg/a.js {{ b }} {{}} c");
        assert_eq!(placeholder("heavy-worker.js"), "heavy_worker_js");
        assert_eq!(names("{{a}} {{b_c}}"), ["a", "b_c"]);
    }

    #[test]
    fn an_unknown_word_is_refused() {
        let error = fill_in("{{app_jss}}", &values()).unwrap_err().to_string();
        assert!(error.contains("{{app_jss}}") && error.contains("app_js"), "{error}");
    }
}
