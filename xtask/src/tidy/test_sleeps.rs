//! Tests wait for the thing itself, not for a time in which it ought to have happened.

use super::Workspace;

/// In parts, or this file would find itself.
const SLEEP: &str = concat!("sleep", "(");

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in workspace.sources.rust() {
        for (number, line) in file.test_lines().filter(|(_, line)| line.contains(SLEEP)) {
            wrong.push(format!("{}:{number}: a test must not sleep: {}", file.path, line.trim()));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn a_sleep_is_found_in_tests_only() {
        let sleeps = format!("    {SLEEP}second)\n");
        let both = format!("{sleeps}#[cfg(test)]\nmod tests {{\n{sleeps}}}\n");
        let sources = Sources::planted(&[("crates/a/src/b.rs", &both), ("crates/a/tests/c.rs", &sleeps)]);
        let found = check(&Workspace { graph: Graph::default(), sources });
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("crates/a/src/b.rs:4") && found[1].starts_with("crates/a/tests/c.rs:1"));
    }
}
