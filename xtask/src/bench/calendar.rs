//! Finding free time: how long it takes, and how it grows.

use anyhow::Result;

use super::report::Measured;
use crate::cargo;

/// The search by itself, without a database: `crates/calendar/examples/slots.rs`.
pub(super) fn measure(_: &str) -> Result<Measured> {
    let mut cargo = cargo::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", "rapport-calendar", "--example", "slots", "--"]);
    super::measured_by(&mut cargo)
}
