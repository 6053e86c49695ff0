//! `cargo xtask story`: real browsers against a real server.

use std::process::Command;

use anyhow::{Result, bail};

use crate::tally::{self, Tally};
use crate::web::{self, Profile};
use crate::{cargo, install, paths, shell};

/// Names every story.
pub(crate) fn list() -> Result<()> {
    shell::run(cargo::cargo().args(["build", "--quiet", "--package", "rapport-stories"]))?;
    shell::run(stories(false).arg("--list"))
}

/// Builds what a story needs, and runs one or all.
pub(crate) fn run_named(name: Option<&str>, release: bool) -> Result<()> {
    install::for_tests()?;
    web::build(Profile::of(release))?;
    shell::step("Building the server and the stories");
    shell::run(cargo::cargo().args(["build", "--package", "rapport-stories"]))?;
    let mut server = cargo::cargo();
    server.args(["build", "--package", "rapport-server"]);
    shell::run(if release { server.arg("--release") } else { &mut server })?;
    let told = tell(name, release)?;
    if told.failed > 0 {
        bail!("{} of {} stories failed", told.failed, told.passed + told.failed);
    }
    Ok(())
}

/// Runs stories that are built already.
pub(crate) fn tell(name: Option<&str>, release: bool) -> Result<Tally> {
    shell::step("Stories");
    Tally::of(stories(release).args(name), tally::story_line)
}

/// The runner, told which server to start and where to leave its pictures.
pub(crate) fn stories(release: bool) -> Command {
    let mut command = Command::new(paths::binary("rapport-stories", false));
    command.current_dir(paths::root());
    command.env("TESTKIT_SERVER", paths::binary("rapport", release));
    command.env("TESTKIT_STORIES", paths::artifacts().join("stories"));
    // A debug server carries no client; a release has it inside.
    if !release {
        command.env("RAPPORT_ASSETS_DIR", paths::root().join("dist"));
    }
    command
}
