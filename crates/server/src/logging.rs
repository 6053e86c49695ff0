//! Logs on standard error: what happened, never to whom.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::config::Log;

/// Starts logging. Called once, by `main`.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_writer(BoxMakeWriter::new(std::io::stderr));
    // A second start in one process changes nothing.
    let _ = if log.json { builder.json().try_init() } else { builder.with_ansi(false).try_init() };
}
