//! A file is one idea.

use super::Workspace;

/// Past this, nobody remembers the top at the bottom.
const LINES_MAX: usize = 600;

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let sized = workspace.sources.rust().map(|file| (file, file.text.lines().count()));
    sized
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| {
            format!("{} has {lines} lines, more than {LINES_MAX}: split it by idea", file.path)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        let (full, over) = ("\n".repeat(LINES_MAX), "\n".repeat(LINES_MAX + 1));
        let sources = Sources::planted(&[("crates/a/src/full.rs", &full), ("crates/a/src/over.rs", &over)]);
        let found = check(&Workspace { graph: Graph::default(), sources });
        assert_eq!(found, ["crates/a/src/over.rs has 601 lines, more than 600: split it by idea"]);
    }
}
