//! Nothing that opens words, and nothing that understands them, is linked into the server.

use super::Workspace;

/// What carries and keeps sealed things.
const SERVER_SIDE: [&str; 4] = ["rapport-server", "rapport-store", "rapport-sfu", "rapport-media"];

/// What opens or understands them, and the libraries that only opening needs. (Ciphers are not
/// among them: `envelope` seals to a drop box what arrives in the clear.)
const OPENING: [&str; 6] = ["rapport-seal", "rapport-care", "rapport-client", "argon2", "bip39", "sframe"];

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for from in SERVER_SIDE {
        for to in OPENING {
            if let Some(way) = workspace.graph.way(from, to) {
                wrong.push(format!("{from} must not reach {to}, but does: {}", way.join(" → ")));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn a_way_from_the_server_to_the_keys_is_found() {
        let graph = Graph::planted(&[
            ("rapport-server", "helper"),
            ("helper", "rapport-seal"),
            ("rapport-web", "argon2"),
        ]);
        let found = check(&Workspace { graph, sources: Sources::default() });
        assert_eq!(
            found,
            ["rapport-server must not reach rapport-seal, but does: rapport-server → helper → rapport-seal"]
        );
    }
}
