//! Every text the screens ask for exists, every text that exists is asked for, and every error
//! says what to do next: `KEY` and `KEY-rec` come in pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::Workspace;
use super::sources::Source;

const LOCALE: &str = "crates/web/locales/en";
const SCREENS: &str = "crates/web/src";

/// Where keys are named. Errors have their codes from the client, the wire and the reader of archives, hints from
/// strength.
const NAMED: [&str; 5] =
    [SCREENS, "crates/client/src", "crates/wire/src", "crates/strength/src", "crates/takeaway/src"];

/// What asks for a text, up to the key.
const CALLS: [&str; 4] = ["t!(\"", "tr!(\"", "t(\"", "tr(\""];

/// The ending of the half of an error that says what to do.
const WHAT_TO_DO: &str = "-rec";

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let defined = defined(workspace);
    let asked = asked(workspace);
    let literals = literals(workspace);
    let mut wrong = Vec::new();
    for (key, place) in &asked {
        if !defined.contains_key(key) {
            wrong.push(format!("{place}: the text {key} is not in {LOCALE}"));
        }
    }
    for (key, place) in &defined {
        let subject = key.strip_suffix(WHAT_TO_DO);
        if let Some(subject) = subject.filter(|subject| !defined.contains_key(*subject)) {
            wrong.push(format!("{place}: {key} says what to do about {subject}, which is not there"));
        }
        // A key may be chosen in one place and shown in another, so any literal counts as asking.
        if !literals.contains(subject.unwrap_or(key)) && !literals.contains(key.as_str()) {
            wrong.push(format!("{place}: nothing asks for the text {key}"));
        }
    }
    wrong
}

/// Keys of the locale, and where each stands.
fn defined(workspace: &Workspace) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for file in workspace.sources.below(LOCALE).filter(|file| file.has_extension("ftl")) {
        for (number, line) in (1..).zip(file.text.lines()) {
            let Some((key, _)) = line.split_once('=') else { continue };
            let key = key.trim_end();
            if key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_key) {
                keys.insert(key.to_owned(), format!("{}:{number}", file.path));
            }
        }
    }
    keys
}

/// Keys that the screens ask for by name, and where.
fn asked(workspace: &Workspace) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for file in workspace.sources.below(SCREENS).filter(|file| file.has_extension("rs")) {
        for (number, line) in file.shipped_lines() {
            for call in CALLS {
                for (at, _) in line.match_indices(call) {
                    let before = line[..at].chars().next_back();
                    let key = line[at + call.len()..].split('"').next().unwrap_or_default();
                    if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && key.chars().all(is_key) {
                        keys.insert(key.to_owned(), format!("{}:{number}", file.path));
                    }
                }
            }
        }
    }
    keys
}

/// Everything between quotes where keys are named.
fn literals(workspace: &Workspace) -> BTreeSet<&str> {
    let files = NAMED.iter().flat_map(|folder| workspace.sources.below(folder));
    let lines = files.flat_map(Source::shipped_lines);
    lines.flat_map(|(_, line)| line.split('"').skip(1).step_by(2)).collect()
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    fn found(ftl: &str, screen: &str) -> Vec<String> {
        let sources =
            Sources::planted(&[("crates/web/locales/en/a.ftl", ftl), ("crates/web/src/a.rs", screen)]);
        check(&Workspace { graph: Graph::default(), sources })
    }

    #[test]
    fn both_sides_agree() {
        assert!(
            found("taken = Taken.\ntaken-rec = Choose again.\n", "t!(\"taken\")\nformat!(\"x\")\n")
                .is_empty()
        );
    }

    #[test]
    fn a_text_that_is_missing_is_found() {
        assert!(found("", "t!(\"taken\")\n")[0].contains("the text taken is not in"));
    }

    #[test]
    fn a_text_that_nobody_asks_for_is_found() {
        assert!(found("taken = Taken.\n", "")[0].contains("nothing asks for the text taken"));
    }

    #[test]
    fn advice_without_a_subject_is_found() {
        assert!(found("taken-rec = Choose again.\n", "t!(\"taken-rec\")")[0].contains("which is not there"));
    }
}
