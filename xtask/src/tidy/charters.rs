//! Every module says what it is for. Files of tests need not: the tests say it.

use super::Workspace;

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let modules =
        workspace.sources.rust().filter(|file| file.path.contains("/src/") && !file.is_only_tests());
    modules
        .filter(|file| !file.text.trim_start().starts_with("//!"))
        .map(|file| {
            format!("{} has no charter: begin it with a `//!` sentence that says what it is for", file.path)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn a_module_without_a_charter_is_found() {
        let sources = Sources::planted(&[
            ("crates/a/src/b.rs", "//! What b is.\n"),
            ("crates/a/src/c.rs", "// c\n"),
            ("crates/a/src/b/tests.rs", ""),
        ]);
        assert_eq!(check(&Workspace { graph: Graph::default(), sources }).len(), 1);
    }
}
