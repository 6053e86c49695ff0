//! Which package reaches which, from `cargo metadata`: the real resolved graph, features included,
//! with the dependencies of tests and build scripts left out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand, Package, PackageId};

use crate::paths;

/// Normal dependencies by package name. Two versions of one package count as one: the rules are
/// about what is linked at all.
#[derive(Default)]
pub(super) struct Graph {
    edges: BTreeMap<String, BTreeSet<String>>,
    members: BTreeSet<String>,
}

impl Graph {
    /// The graph of this workspace, for the platform it is served on.
    pub(super) fn read() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(paths::root().join("Cargo.toml"))
            .features(CargoOpt::AllFeatures)
            .other_options(["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()])
            .exec()
            .context("cargo metadata failed")?;
        let names: BTreeMap<&PackageId, &Package> =
            metadata.packages.iter().map(|one| (&one.id, one)).collect();
        let mut graph = Self::default();
        for member in metadata.workspace_packages() {
            graph.members.insert(member.name.to_string());
        }
        for node in metadata.resolve.context("cargo metadata resolved nothing")?.nodes {
            let from = names[&node.id].name.to_string();
            for dep in node.deps {
                if dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal) {
                    graph.edges.entry(from.clone()).or_default().insert(names[&dep.pkg].name.to_string());
                }
            }
        }
        Ok(graph)
    }

    /// A graph for a test: members are the packages whose name begins with `rapport-`.
    #[cfg(test)]
    pub(super) fn planted(edges: &[(&str, &str)]) -> Self {
        let mut graph = Self::default();
        for (from, to) in edges {
            graph.edges.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            let ours = [*from, *to].into_iter().filter(|name| name.starts_with("rapport-"));
            graph.members.extend(ours.map(str::to_owned));
        }
        graph
    }

    /// The crates of this workspace that a crate depends on directly.
    pub(super) fn members_used_by(&self, package: &str) -> impl Iterator<Item = &str> {
        let used = self.edges.get(package).into_iter().flatten();
        used.filter(|name| self.members.contains(*name)).map(String::as_str)
    }

    /// The crates of this workspace.
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(String::as_str)
    }

    /// A shortest way from one package to another, both ends included.
    pub(super) fn way(&self, from: &str, to: &str) -> Option<Vec<&str>> {
        let start = self.edges.get_key_value(from).map(|(name, _)| name.as_str())?;
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(here) = queue.pop_front() {
            for next in self.edges.get(here).into_iter().flatten() {
                if next == start || came_from.contains_key(next.as_str()) {
                    continue;
                }
                came_from.insert(next, here);
                if next == to {
                    return Some(walk_back(&came_from, next));
                }
                queue.push_back(next);
            }
        }
        None
    }
}

fn walk_back<'a>(came_from: &BTreeMap<&'a str, &'a str>, end: &'a str) -> Vec<&'a str> {
    let mut way = vec![end];
    let mut here = end;
    while let Some(before) = came_from.get(here) {
        way.push(before);
        here = before;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_the_shortest() {
        let graph = Graph::planted(&[("a", "b"), ("b", "c"), ("c", "d"), ("a", "c"), ("d", "a")]);
        assert_eq!(graph.way("a", "d"), Some(vec!["a", "c", "d"]));
        assert_eq!(graph.way("a", "z"), None);
    }
}
