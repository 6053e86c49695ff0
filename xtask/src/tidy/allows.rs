//! A lint is silenced with `#[expect(lint, reason = "…")]`, which complains once it is not needed;
//! where that cannot be (modules shared by several test files), at least with a reason.

use super::Workspace;

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in workspace.sources.rust() {
        for (number, line) in file.code_lines() {
            let attribute = line.trim_start();
            let allows = attribute.starts_with("#[allow(") || attribute.starts_with("#![allow(");
            if allows && !says_why(&file.text, number) {
                wrong.push(format!("{}:{number}: use #[expect(lint, reason = \"…\")]", file.path));
            }
        }
    }
    wrong
}

/// Whether the attribute that begins on this line (from 1) gives a reason before it ends.
fn says_why(text: &str, number: usize) -> bool {
    let from_here: Vec<&str> = text.lines().skip(number - 1).collect();
    let joined = from_here.join("\n");
    joined.split(")]").next().is_some_and(|attribute| attribute.contains("reason = "))
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn an_allow_without_a_reason_is_found() {
        let text = "#[expect(dead_code, reason = \"x\")]\nfn a() {}\n    #[allow(dead_code)]\nfn b() {}\n\
                    #[allow(\n    dead_code,\n    reason = \"shared\"\n)]\nfn c() {}\n";
        let sources = Sources::planted(&[("crates/a/src/b.rs", text)]);
        let found = check(&Workspace { graph: Graph::default(), sources });
        assert_eq!(found, ["crates/a/src/b.rs:3: use #[expect(lint, reason = \"…\")]"]);
    }
}
