//! `rapport-bot`: people without a screen.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use rapport_bot::media;

#[derive(Parser)]
#[command(name = "rapport-bot", about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures something and writes its figures.
    Bench {
        /// What: sfu.
        name: String,
        /// Where to write the figures.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// The server's media module alone, for `bench sfu`.
    #[command(hide = true)]
    SfuHost,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Bench { name, json } => match name.as_str() {
            "sfu" => media::bench::run(json.as_deref()),
            other => bail!("there is no bench {other}"),
        },
        Command::SfuHost => media::bench::host::run(),
    }
}
