//! `cargo xtask ci`: what has to pass before a change lands.

use std::process::Command;

use anyhow::{Context, Result};

use crate::web::{self, Profile};
use crate::{cargo, install, paths, shell, test, tidy, wasm_std};

/// Quick checks first, then exactly `cargo xtask test`.
pub(crate) fn run() -> Result<()> {
    shell::step("Format");
    shell::run(cargo::cargo().args(["fmt", "--all", "--check"]))?;
    tidy::run()?;
    shell::step("Licences, bans, sources");
    shell::run(
        Command::new(install::cargo_deny()?)
            .current_dir(paths::root())
            .args(["check", "licenses", "bans", "sources"]),
    )?;
    web::build(Profile::Dev)?; // the server embeds it
    shell::step("Clippy");
    shell::run(test::native(cargo::cargo().arg("clippy")).args([
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    shell::step("Clippy for the browser");
    browser_clippy()?;
    test::test()
}

fn browser_clippy() -> Result<()> {
    let mut options = vec!["--target", wasm_std::TARGET, "--profile", Profile::Dev.cargo_name()];
    for package in test::WASM_CRATES {
        options.extend(["--package", package]);
    }
    let target = web::target();
    options
        .extend(["--target-dir", target.to_str().context("the target folder has a name that is not text")?]);
    shell::run(&mut wasm_std::toolchain()?.clippy(&options)?)
}
