//! What the compiler does not check: one file a rule.
//!
//! Each rule reads a [`Workspace`] and says what breaks it. `cargo test -p xtask` runs them all on
//! this repository, and each on a small workspace in which the rule is broken: a check that cannot
//! fail is no check.

mod allows;
mod arrows;
mod charters;
mod features;
mod file_size;
mod fluent;
mod graph;
mod pure;
mod sealed_off;
mod settings;
mod sources;
mod test_sleeps;

use anyhow::{Result, bail};

use graph::Graph;
use sources::Sources;

use crate::{paths, shell};

/// What the rules read.
struct Workspace {
    graph: Graph,
    sources: Sources,
}

/// A rule: its name, and what it finds wrong, each in one sentence that begins with the place.
struct Rule {
    name: &'static str,
    check: fn(&Workspace) -> Vec<String>,
}

const RULES: [Rule; 10] = [
    Rule { name: "arrows", check: arrows::check },
    Rule { name: "sealed-off", check: sealed_off::check },
    Rule { name: "pure", check: pure::check },
    Rule { name: "features", check: features::check },
    Rule { name: "file-size", check: file_size::check },
    Rule { name: "charters", check: charters::check },
    Rule { name: "allows", check: allows::check },
    Rule { name: "test-sleeps", check: test_sleeps::check },
    Rule { name: "fluent", check: fluent::check },
    Rule { name: "settings", check: settings::check },
];

/// Checks every rule and prints what is wrong.
pub(crate) fn run() -> Result<()> {
    shell::step("Tidy");
    let wrong = findings()?;
    for line in &wrong {
        eprintln!("{line}");
    }
    if !wrong.is_empty() {
        bail!("{} thing(s) to tidy", wrong.len());
    }
    eprintln!("{} rules hold", RULES.len());
    Ok(())
}

fn findings() -> Result<Vec<String>> {
    let workspace = Workspace { graph: Graph::read()?, sources: Sources::read(paths::root())? };
    let found = |rule: &Rule| {
        let name = rule.name;
        (rule.check)(&workspace).into_iter().map(move |what| format!("{name}: {what}")).collect::<Vec<_>>()
    };
    Ok(RULES.iter().flat_map(found).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let wrong = findings().unwrap();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
