//! Everything a developer runs: `cargo xtask run | demo | test | story | bench | tidy | web | ci`.
//!
//! Nothing here is part of the product. It needs a Rust toolchain and, on Debian as root, nothing
//! else: what is missing it installs, and elsewhere it says in one sentence what to install.

mod bench;
mod cargo;
mod ci;
mod demo;
mod install;
mod paths;
mod run;
mod serve;
mod shell;
mod story;
mod tally;
mod test;
mod tidy;
mod wasm_std;
mod web;

use clap::{Parser, Subcommand};

use crate::web::Profile;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Everything a developer runs.")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the browser client into dist/.
    Web {
        /// Small and slow to build: what people download.
        #[arg(long, conflicts_with = "dev")]
        release: bool,
        /// Quick to build (the default).
        #[arg(long)]
        dev: bool,
    },
    /// Build everything for development and serve it from target/run.
    Run,
    /// Build the release, start it with a lively practice, say who can sign in with what.
    Demo,
    /// Every test: crates, both databases, browser stories.
    Test,
    /// Run one browser story, or all of them.
    Story {
        /// Which one; all when left out.
        name: Option<String>,
        /// Say which there are.
        #[arg(long)]
        list: bool,
        /// Run against the release build of client and server.
        #[arg(long)]
        release: bool,
    },
    /// Measure, print a table, write target/bench/NAME.json.
    Bench {
        /// Which one; all when left out.
        name: Option<String>,
        /// Say which there are.
        #[arg(long)]
        list: bool,
    },
    /// Check what the compiler does not: arrows between crates, sizes, pairs of words.
    Tidy,
    /// What has to pass before a change lands.
    Ci,
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Web { release, .. } => web::build(Profile::of(release)),
        Task::Run => run::run(),
        Task::Demo => demo::demo(),
        Task::Test => test::test(),
        Task::Story { list: true, .. } => story::list(),
        Task::Story { name, release, .. } => story::run_named(name.as_deref(), release),
        Task::Bench { list: true, .. } => {
            bench::list();
            Ok(())
        }
        Task::Bench { name, .. } => bench::run(name.as_deref()),
        Task::Tidy => tidy::run(),
        Task::Ci => ci::run(),
    }
}
