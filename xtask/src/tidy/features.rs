//! A feature of the server never imports a sibling: what two share goes to `wire` or to the edge.
//!
//! A feature is a folder below `crates/server/src`.

use super::Workspace;
use super::sources::Source;

const SERVER: &str = "crates/server/src";

/// Folders that are not features but what features stand on.
const SHARED: [&str; 5] = ["config", "edge", "http", "mail", "time"];

/// Siblings that may be imported all the same, and why.
const EXCEPTIONS: [Exception; 5] = [
    Exception {
        feature: "account",
        sibling: "space",
        why: "a new account and its first membership record are one step",
    },
    Exception { feature: "invitation", sibling: "space", why: "an invitation is a membership record" },
    Exception { feature: "socket", sibling: "space", why: "membership records arrive over the socket too" },
    Exception { feature: "call", sibling: "socket", why: "calls are signalled to the sockets that are open" },
    Exception { feature: "doctor", sibling: "calendar_link", why: "it looks whether the right key is there" },
];

struct Exception {
    feature: &'static str,
    sibling: &'static str,
    why: &'static str,
}

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let root = SERVER;
    let files: Vec<&Source> = workspace.sources.below(root).filter(|file| file.has_extension("rs")).collect();
    let features: Vec<&str> = {
        let mut found: Vec<_> = files.iter().filter_map(|file| feature(root, file)).collect();
        found.dedup();
        found.into_iter().filter(|name| !SHARED.contains(name)).collect()
    };
    let mut wrong = Vec::new();
    for file in &files {
        let Some(own) = feature(root, file).filter(|own| features.contains(own)) else { continue };
        for (number, line) in file.shipped_lines() {
            for sibling in
                features.iter().filter(|sibling| !may_import(own, sibling) && imports(line, sibling))
            {
                wrong.push(format!("{}:{number}: {own} must not import its sibling {sibling}", file.path));
            }
        }
    }
    wrong
}

fn feature<'a>(root: &str, file: &'a Source) -> Option<&'a str> {
    let (folder, _) = file.path.strip_prefix(root)?.trim_start_matches('/').split_once('/')?;
    Some(folder)
}

fn may_import(feature: &str, sibling: &str) -> bool {
    let excepted = |one: &Exception| one.feature == feature && one.sibling == sibling && !one.why.is_empty();
    feature == sibling || EXCEPTIONS.iter().any(excepted)
}

fn imports(line: &str, sibling: &str) -> bool {
    [format!("crate::{sibling}::"), format!("super::super::{sibling}::")]
        .iter()
        .any(|path| line.contains(path.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn an_imported_sibling_is_found() {
        let sources = Sources::planted(&[
            ("crates/server/src/blob/mod.rs", "use crate::space::rules;\nuse crate::state::State;\n"),
            ("crates/server/src/socket/mod.rs", "use crate::space::rules;\n"),
            ("crates/server/src/space/mod.rs", "use crate::space::rules;\n"),
            ("crates/server/src/state.rs", "use crate::blob::Blobs;\n"),
        ]);
        let found = check(&Workspace { graph: Graph::default(), sources });
        assert_eq!(found, ["crates/server/src/blob/mod.rs:1: blob must not import its sibling space"]);
    }
}
