//! `cargo xtask test`: every test, counted.

use anyhow::Result;

use crate::tally::{self, Tally};
use crate::web::{self, Profile};
use crate::{cargo, install, shell, story};

/// Built for the browser alone, with a compiler of their own.
pub(crate) const WASM_CRATES: [&str; 2] = ["rapport-web", "rapport-strength"];

/// Crates, both databases, stories. The last line says how many passed and failed.
pub(crate) fn test() -> Result<()> {
    install::for_tests()?;
    web::build(Profile::Dev)?;
    shell::step("Building");
    // The same set as the tests below, so that nothing is built twice; `build` makes the binaries
    // that tests and stories start.
    shell::run(native(cargo::cargo().arg("build")).arg("--all-targets"))?;
    shell::step("Tests");
    let mut tally = Tally::of(native(cargo::cargo().arg("test")).arg("--no-fail-fast"), tally::cargo_line)?;
    shell::step("Tests of the screens, without a browser");
    let mut screens = cargo::cargo();
    screens.args(["test", "--no-fail-fast"]);
    for package in WASM_CRATES {
        screens.args(["--package", package]);
    }
    tally.add(Tally::of(&mut screens, tally::cargo_line)?);
    tally.add(story::tell(None, false)?);
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        std::process::exit(1); // the line above is the last one, and says it all
    }
    Ok(())
}

/// Every crate that is not for the browser alone.
pub(crate) fn native(cargo: &mut std::process::Command) -> &mut std::process::Command {
    cargo.arg("--workspace");
    for package in WASM_CRATES {
        cargo.args(["--exclude", package]);
    }
    cargo
}
