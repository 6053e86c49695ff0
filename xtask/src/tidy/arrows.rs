//! Crates are walls: which may use which.

use super::Workspace;

/// A crate, and the only crates of this workspace that it may use.
const ARROWS: [(&str, &[&str]); 17] = [
    ("wire", &[]),
    ("care", &[]),
    ("strength", &[]),
    ("takeaway", &["care"]),
    ("envelope", &["wire"]),
    ("seal", &["envelope", "wire"]),
    ("sfu", &["wire"]),
    // The driver of the SFU: sockets and a thread. Bots link it to measure it.
    ("media", &["sfu", "wire"]),
    ("store", &["wire", "calendar"]),
    ("client", &["wire", "envelope", "seal", "care"]),
    ("server", &["wire", "envelope", "calendar", "sfu", "media", "store"]),
    // People with a screen and people without: their workers open frames and run the heavy steps
    // of sign-in themselves, so they meet seal directly, not only through client.
    ("web", &["client", "care", "calendar", "wire", "envelope", "seal"]),
    ("bot", &["client", "care", "calendar", "wire", "envelope", "seal", "media", "measure"]),
    // Times what is sealed, natively through bot and as a wasm module that nobody is served.
    ("measure", &["wire", "envelope", "seal"]),
    ("testkit", &["wire"]),
    ("stories", &["testkit", "wire", "client", "bot"]),
    ("calendar", &[]),
];

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for member in workspace.graph.members() {
        let Some(name) = member.strip_prefix("rapport-") else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
            wrong.push(format!("{member} has no row in xtask/src/tidy/arrows.rs"));
            continue;
        };
        for used in workspace.graph.members_used_by(member) {
            if !used.strip_prefix("rapport-").is_some_and(|used| allowed.contains(&used)) {
                wrong.push(format!("{member} must not use {used}"));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    fn found(edges: &[(&str, &str)]) -> Vec<String> {
        check(&Workspace { graph: Graph::planted(edges), sources: Sources::default() })
    }

    #[test]
    fn an_arrow_that_is_not_drawn_is_found() {
        assert!(found(&[("rapport-seal", "rapport-wire"), ("rapport-seal", "sha2")]).is_empty());
        assert_eq!(found(&[("rapport-store", "rapport-seal")]), ["rapport-store must not use rapport-seal"]);
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        assert_eq!(found(&[("rapport-extra", "serde")]).len(), 1);
    }
}
