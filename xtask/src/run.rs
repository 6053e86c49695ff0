//! `cargo xtask run`: everything built for development, served from `target/run`.

use std::fs;

use anyhow::Result;

use crate::web::{self, Profile};
use crate::{cargo, paths, serve, shell};

/// Builds client and server, and serves until Ctrl-C.
pub(crate) fn run() -> Result<()> {
    web::build(Profile::Dev)?;
    shell::step("Building the server");
    shell::run(cargo::cargo().args(["build", "--package", "rapport-server"]))?;
    let data = paths::artifacts().join("run");
    fs::create_dir_all(&data)?;
    shell::step("Serving from target/run");
    shell::run(&mut serve::command(&paths::binary("rapport", false), &data, "127.0.0.1:8080"))
}
