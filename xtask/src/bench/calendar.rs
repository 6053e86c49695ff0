//! Finding free time and booking it: how long it takes, and how it grows.

use anyhow::Result;

use super::report::Measured;
use crate::cargo;

/// The search by itself, then with a million appointments behind it, and how many bookings a second there is
/// room for on either database.
pub(super) fn measure(_: &str) -> Result<Measured> {
    let mut measured = example("rapport-calendar", "slots")?;
    measured.figures.extend(example("rapport-store", "bookings")?.figures);
    Ok(measured)
}

/// What `crates/PACKAGE/examples/NAME.rs` measures.
fn example(package: &str, name: &str) -> Result<Measured> {
    let mut cargo = cargo::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", package, "--example", name, "--"]);
    super::measured_by(&mut cargo)
}
