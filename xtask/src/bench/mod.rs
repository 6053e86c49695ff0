//! `cargo xtask bench`: figures, with the machine they were taken on.
//!
//! Each measurement is made by a program of its own and written to `target/bench/NAME.json`:
//! `figures` are single named numbers to compare over time, `rows` a table for people.

mod calendar;
mod machine;
mod report;
mod seal;
mod server;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::web::{self, Profile};
use crate::{cargo, install, paths, shell, story};

use machine::Machine;
use report::{Measured, Report};

struct Bench {
    name: &'static str,
    what: &'static str,
    needs: Needs,
    measure: fn(&str) -> Result<Measured>,
}

/// What must be built before something is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing: cargo builds the program that measures.
    Nothing,
    /// The server, with the client inside, and the bots.
    Server,
    /// These, and browsers.
    Browser,
}

const BENCHES: [Bench; 7] = [
    Bench {
        name: "seal",
        what: "sealing, opening, wrapping: time an operation",
        needs: Needs::Browser,
        measure: seal::measure,
    },
    Bench {
        name: "sync",
        what: "durable entries a second, and time to the other side",
        needs: Needs::Server,
        measure: by_bot,
    },
    Bench {
        name: "sfu",
        what: "forwarding: CPU a packet, latency, delivery",
        needs: Needs::Server,
        measure: by_bot,
    },
    Bench {
        name: "web",
        what: "first load: bytes by file, time to interactive on a slow line",
        needs: Needs::Browser,
        measure: by_stories,
    },
    Bench {
        name: "calendar",
        what: "free slots over four weeks: one therapist to thirty thousand",
        needs: Needs::Nothing,
        measure: calendar::measure,
    },
    Bench {
        name: "care",
        what: "a record of five years and a caseload of two hundred, in a throttled browser",
        needs: Needs::Browser,
        measure: by_stories,
    },
    Bench {
        name: "server",
        what: "start to ready, memory when idle",
        needs: Needs::Server,
        measure: server::measure,
    },
];

/// Names them.
pub(crate) fn list() {
    for bench in &BENCHES {
        println!("{:<8} {}", bench.name, bench.what);
    }
}

/// Runs one or all.
pub(crate) fn run(name: Option<&str>) -> Result<()> {
    let chosen: Vec<&Bench> =
        BENCHES.iter().filter(|bench| name.is_none_or(|name| name == bench.name)).collect();
    if chosen.is_empty() {
        bail!("there is no bench {}: `cargo xtask bench --list` names them", name.unwrap_or_default());
    }
    build(&chosen)?;
    for bench in chosen {
        shell::step(&format!("{}: {}", bench.name, bench.what));
        let measured = (bench.measure)(bench.name)?;
        let report = Report { name: bench.name.to_owned(), machine: Machine::here(), measured };
        print!("{}", report.table());
        report.write()?;
    }
    Ok(())
}

/// What people get: release builds of everything that is measured.
fn build(chosen: &[&Bench]) -> Result<()> {
    let needs = |needed: Needs| chosen.iter().any(|bench| bench.needs == needed);
    if needs(Needs::Server) || needs(Needs::Browser) {
        web::build(Profile::Release)?;
        shell::step("Building what is measured");
        cargo::build_release()?;
    }
    if needs(Needs::Browser) {
        install::for_tests()?;
        shell::run(cargo::cargo().args(["build", "--package", "rapport-stories"]))?;
    }
    Ok(())
}

/// `rapport-bot bench NAME --json FILE`, which starts the server in `TESTKIT_SERVER` when it needs one.
fn by_bot(name: &str) -> Result<Measured> {
    let mut bot = Command::new(paths::binary("rapport-bot", true));
    bot.env("TESTKIT_SERVER", paths::binary("rapport", true));
    measured_by(bot.args(["bench", name]))
}

/// `rapport-stories bench NAME --json FILE`, in Chromium.
fn by_stories(name: &str) -> Result<Measured> {
    let mut stories = story::stories(true);
    stories.env("TESTKIT_BOT", paths::binary("rapport-bot", true));
    measured_by(stories.args(["bench", name]))
}

fn measured_by(command: &mut Command) -> Result<Measured> {
    let file = tempfile::NamedTempFile::new()?;
    shell::run(command.arg("--json").arg(file.path()))?;
    serde_json::from_slice(&fs::read(file.path())?).context("what was measured cannot be read")
}
