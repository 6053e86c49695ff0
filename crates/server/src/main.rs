//! The command line of `rapport`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use rapport_server::{Clock, Config, backup, config, doctor, logging, outbox, start};
use tokio::signal::unix::{SignalKind, signal};

/// Stack of a worker thread, in bytes. Nothing here recurses.
const STACK_BYTES: usize = 1024 * 1024;
/// Threads for file work at most.
const FILE_THREADS_MAX: usize = 16;

/// Online therapy that a practice runs itself. The server never learns what anyone says.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Configuration file; rapport.toml in the current folder when there is one.
    #[arg(long, global = true, env = "RAPPORT_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the server.
    Serve,
    /// Print every key of the configuration with its default.
    Config,
    /// Check configuration, ports, disk, clock, database and mail server, and say what to mend.
    Doctor {
        /// Send one mail to this address instead, to see whether mail arrives.
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,
    },
    /// Show what waits to be sent and what could not be: kinds, times and errors, no addresses.
    Outbox {
        #[command(subcommand)]
        action: Option<OutboxAction>,
    },
    /// Write everything to one file, while the server runs.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a backup back into an empty data folder and database.
    Restore {
        /// The file to read.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum OutboxAction {
    /// Put something dead back, due now.
    Requeue {
        /// Its id, as `rapport outbox` shows it.
        id: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("rapport: {}", once(&error));
            ExitCode::FAILURE
        }
    }
}

/// The causes of an error in one line, each said once: some texts hold their cause already.
fn once(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if matches!(arguments.verb, Verb::Config) {
        print!("{}", config::keys::toml());
        return Ok(ExitCode::SUCCESS);
    }
    let config = config::load(arguments.config.as_deref())?;
    logging::start(&config.log);
    let runtime = runtime(config.threads)?;
    let outcome = runtime.block_on(async {
        match &arguments.verb {
            Verb::Serve | Verb::Config => serve(config).await.map(|()| ExitCode::SUCCESS),
            Verb::Doctor { mail: None } => Ok(examine(&config).await),
            Verb::Doctor { mail: Some(address) } => {
                println!("{}", doctor::trial(&config, address, Clock::default().now()).await?);
                Ok(ExitCode::SUCCESS)
            }
            Verb::Outbox { action } => {
                let now = Clock::default().now();
                let said = match action {
                    None => outbox::list(&config, now).await?,
                    Some(OutboxAction::Requeue { id }) => outbox::requeue(&config, id, now).await?,
                };
                println!("{said}");
                Ok(ExitCode::SUCCESS)
            }
            Verb::Backup { file } => {
                let summary = backup::create(&config, file, Clock::default().now()).await?;
                println!("{summary}");
                Ok(ExitCode::SUCCESS)
            }
            Verb::Restore { file } => {
                let summary = backup::restore(&config, file, Clock::default().now()).await?;
                println!("{summary}");
                let folder = config.data_dir.display();
                println!(
                    "calendar.key is not in a backup: put your copy into {folder} before the first start"
                );
                Ok(ExitCode::SUCCESS)
            }
        }
    });
    // What still runs has been given its time.
    runtime.shutdown_background();
    outcome
}

fn runtime(threads: usize) -> anyhow::Result<tokio::runtime::Runtime> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if threads == 0 { cores() } else { threads };
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(FILE_THREADS_MAX)
        .thread_stack_size(STACK_BYTES)
        .enable_all()
        .build()
        .context("cannot start worker threads")
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = start(config, Clock::default()).await?;
    println!("listening on {}", running.url());
    if let Some(link) = running.owner_link() {
        println!("owner link: {link}");
    }
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    running.stop().await
}

async fn examine(config: &Config) -> ExitCode {
    let findings = doctor::examine(config, Clock::default().now()).await;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().any(doctor::Finding::is_bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
