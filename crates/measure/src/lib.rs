//! What sealing costs, an operation at a time: the same code timed natively by `rapport-bot bench seal`, and
//! in a browser as a wasm module of its own, built like the one people get and served to nobody.
//!
//! The clock is an argument, since a browser's is not the system's.
//!
//! ```
//! let mut ticks = 0.0;
//! let clock = move || { ticks += 300.0; ticks };
//! let rows = rapport_measure::seal(clock, 0.5).unwrap();
//! assert!(rows.iter().any(|row| row.operation == "frame_open" && row.micros > 0.0));
//! ```

#[cfg(target_arch = "wasm32")]
mod browser;
mod sealing;
mod stopwatch;

pub use sealing::seal;

/// One operation and what it took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// What was done.
    pub operation: &'static str,
    /// Mean microseconds of one run.
    pub micros: f64,
}

/// Why nothing was measured: an operation refused, which is a fault of its own.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;
