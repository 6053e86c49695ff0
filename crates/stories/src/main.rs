//! `rapport-stories`: started by `cargo xtask story`, `test` and `bench`, which build what it needs.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use rapport_stories::{bench, runner};

#[derive(Parser)]
#[command(about = "Real browsers against a real server.", args_conflicts_with_subcommands = true)]
struct Args {
    /// Which story to tell; all when left out.
    name: Option<String>,
    /// Say which there are.
    #[arg(long)]
    list: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Measure in a browser, and write what was measured.
    Bench {
        /// What to measure.
        name: String,
        /// Where to write it.
        #[arg(long)]
        json: PathBuf,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Args::parse() {
        Args { task: Some(Task::Bench { name, json }), .. } => bench::run(&name, &json).await,
        Args { list: true, .. } => {
            runner::list();
            Ok(())
        }
        Args { name, .. } => runner::run(name.as_deref()).await,
    }
}
