//! `rapport-bot`: people without a screen.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use rapport_bot::person::Name;
use rapport_bot::{demo, load, media, talk};

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
        /// What: seal, sync or sfu.
        name: String,
        /// Where to write the figures.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Fills an empty server with a practice, and prints who can sign in with what.
    Demo {
        /// Where the server answers: http://127.0.0.1:8080.
        #[arg(long)]
        origin: String,
        /// The link its first start printed.
        #[arg(long)]
        owner_link: String,
    },
    /// Two people write to each other in a space they share.
    Talk {
        /// Where the server answers.
        #[arg(long)]
        origin: String,
        /// Who: `handle=passphrase`, twice.
        #[arg(long = "as", num_args = 1, required = true)]
        people: Vec<String>,
        /// How many lines.
        #[arg(long, default_value_t = 20)]
        lines: u32,
        /// Milliseconds between two lines.
        #[arg(long, default_value_t = 800)]
        pause_ms: u64,
    },
    /// Many people write as fast as they are answered; acknowledgements are noted in a file.
    Write {
        /// Where the server answers.
        #[arg(long)]
        origin: String,
        /// The link its first start printed.
        #[arg(long)]
        owner_link: String,
        /// How many.
        #[arg(long, default_value_t = 50)]
        writers: usize,
        /// For how long.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Where to note what was acknowledged.
        #[arg(long)]
        record: PathBuf,
    },
    /// Gives one therapist, `thea`, many clients and a few long records, for `bench care`.
    #[command(hide = true)]
    Caseload {
        /// Where the server answers.
        #[arg(long)]
        origin: String,
        /// The link its first start printed.
        #[arg(long)]
        owner_link: String,
        /// How many care spaces.
        #[arg(long)]
        spaces: usize,
        /// How many entries the first ones hold.
        #[arg(long, value_delimiter = ',')]
        long: Vec<usize>,
        /// How many all others do.
        #[arg(long, default_value_t = 24)]
        short: usize,
    },
    /// Looks for everything that was acknowledged: there, once, in order.
    Verify {
        /// Where the server answers.
        #[arg(long)]
        origin: String,
        /// What `write` noted.
        #[arg(long)]
        record: PathBuf,
    },
    /// The server's media module alone, for `bench sfu`.
    #[command(hide = true)]
    SfuHost,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Bench { name, json } => match name.as_str() {
            "sfu" => media::bench::run(json.as_deref()),
            "seal" => load::seal::run(json.as_deref()),
            "sync" => live(load::bench::run(json.as_deref())),
            other => bail!("there is no bench {other}"),
        },
        Command::Demo { origin, owner_link } => live(demo::run(&origin, &owner_link)),
        Command::Talk { origin, people, lines, pause_ms } => {
            let [one, other] = people.as_slice() else { bail!("two people are needed: --as twice") };
            let pause = Duration::from_millis(pause_ms);
            live(talk::run(&origin, &name(one)?, &name(other)?, lines, pause))
        }
        Command::Write { origin, owner_link, writers, seconds, record } => {
            let (origin, owner_link, record) = (&origin, &owner_link, &record);
            live(load::write::run(&load::write::Plan { origin, owner_link, writers, seconds, record }))
        }
        Command::Caseload { origin, owner_link, spaces, long, short } => {
            live(load::caseload::run(&origin, &owner_link, spaces, &long, short))
        }
        Command::Verify { origin, record } => live(load::verify::run(&origin, &record)),
        Command::SfuHost => media::bench::host::run(),
    }
}

/// Runs on one thread: sessions are not `Send`, and need not be.
fn live<T>(what: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, what)
}

/// `handle=passphrase`.
fn name(text: &str) -> Result<Name> {
    let (handle, passphrase) = text.split_once('=').context("a person is handle=passphrase")?;
    Ok(Name::new(handle, handle, passphrase))
}
