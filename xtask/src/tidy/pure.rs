//! Pure crates have no runtime, socket, file, clock or chance of their own: time and chance are
//! arguments.

use super::Workspace;
use super::sources::Source;

/// Crates whose tests run faster than real time because nothing in them waits.
const PURE: [&str; 6] = ["envelope", "seal", "care", "calendar", "sfu", "takeaway"];

/// Packages that wait, listen or store.
const DOING: [&str; 10] =
    ["tokio", "mio", "async-std", "smol", "reqwest", "hyper", "object_store", "sqlx", "sea-orm", "rusqlite"];

/// What reads a clock, rolls dice or touches the machine. `Instant` as an argument is fine: str0m
/// takes it; asking for it is not.
const FORBIDDEN: [&str; 13] = [
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Timestamp::now",
    "Zoned::now",
    "std::fs",
    "File::open",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "thread_rng",
    "getrandom::fill",
    "thread::sleep",
];

pub(super) fn check(workspace: &Workspace) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in PURE {
        for doing in DOING {
            if let Some(way) = workspace.graph.way(&format!("rapport-{name}"), doing) {
                wrong.push(format!("{name} is pure, but reaches {doing}: {}", way.join(" → ")));
            }
        }
        for file in
            workspace.sources.below(&format!("crates/{name}/src")).filter(|file| file.has_extension("rs"))
        {
            wrong.extend(impurities(file));
        }
    }
    wrong
}

fn impurities(file: &Source) -> impl Iterator<Item = String> {
    file.shipped_lines().flat_map(move |(number, line)| {
        let found = FORBIDDEN.iter().filter(move |word| line.contains(**word));
        found.map(move |word| {
            format!("{}:{number}: {word} in a pure crate; take it as an argument", file.path)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Workspace, graph::Graph, sources::Sources};
    use super::*;

    #[test]
    fn a_clock_is_found_where_it_ships() {
        let text = "fn a(now: Instant) {}\nfn b() { Instant::now(); }\n#[cfg(test)]\nmod tests {\n    SystemTime::now();\n}\n";
        let sources =
            Sources::planted(&[("crates/sfu/src/room.rs", text), ("crates/server/src/a.rs", "Instant::now")]);
        let found = check(&Workspace { graph: Graph::default(), sources });
        assert_eq!(found, ["crates/sfu/src/room.rs:2: Instant::now in a pure crate; take it as an argument"]);
    }

    #[test]
    fn a_runtime_is_found_however_far_away() {
        let graph = Graph::planted(&[("rapport-seal", "x"), ("x", "tokio"), ("rapport-server", "mio")]);
        let found = check(&Workspace { graph, sources: Sources::default() });
        assert_eq!(found, ["seal is pure, but reaches tokio: rapport-seal → x → tokio"]);
    }
}
