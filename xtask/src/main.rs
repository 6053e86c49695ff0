//! Everything a developer runs: `cargo xtask run | demo | test | story | bench | tidy | web | ci`.
//!
//! Nothing here is part of the product. It needs a Rust toolchain and, on Debian as root, nothing
//! else: what is missing it installs, and elsewhere it says in one sentence what to install.

mod cargo;
mod paths;
mod shell;
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
}

fn main() -> anyhow::Result<()> {
    match Args::parse().task {
        Task::Web { release, .. } => web::build(Profile::of(release)),
    }
}
