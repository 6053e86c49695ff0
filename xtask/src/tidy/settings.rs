//! Every key of the server's configuration is documented.

use super::Workspace;
use super::sources::Source;

/// Where keys are declared, each by a call that begins with its name.
const DECLARED: &str = "crates/server/src/config/keys.rs";
const CALLS: [&str; 2] = ["key(\"", "unset(\""];

/// Where an operator looks for them.
const DOCUMENTED: &str = "docs/configuration.md";

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let page = workspace.sources.named(DOCUMENTED).map(|file| file.text.as_str()).unwrap_or_default();
    let Some(declared) = workspace.sources.named(DECLARED) else {
        return vec![format!(
            "{DECLARED} is not there: tell xtask/src/tidy/settings.rs where keys are declared"
        )];
    };
    keys(declared)
        .filter(|(_, key)| !page.contains(&format!("`{key}`")))
        .map(|(number, key)| format!("{DECLARED}:{number}: the key `{key}` is not in {DOCUMENTED}"))
        .collect()
}

fn keys(file: &Source) -> impl Iterator<Item = (usize, &str)> {
    file.shipped_lines().filter_map(|(number, line)| {
        let call = CALLS.iter().find_map(|call| line.trim_start().strip_prefix(call))?;
        Some((number, call.split('"').next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        check(&Workspace { graph: Graph::default(), sources: Sources::planted(files) })
    }

    #[test]
    fn a_key_without_a_word_is_found() {
        let declared =
            "    key(\"listen\", \"x\", \"Where.\"),\n    unset(\"tls.cert\", \"x\", \"Which.\"),\n";
        let wrong = found(&[(DECLARED, declared), (DOCUMENTED, "| `listen` | where |\n")]);
        assert_eq!(
            wrong,
            ["crates/server/src/config/keys.rs:2: the key `tls.cert` is not in docs/configuration.md"]
        );
    }

    #[test]
    fn a_rule_that_reads_nothing_says_so() {
        assert_eq!(found(&[]).len(), 1);
    }
}
