//! `cargo xtask demo`: a practice with life in it, from nothing.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use anyhow::{Context, Result};

use crate::serve::Server;
use crate::web::{self, Profile};
use crate::{cargo, paths, shell};

/// Where people expect it; others are tried when it is taken.
const PORT: u16 = 8080;

/// How many ports after [`PORT`] are tried before the system chooses one.
const PORTS: u16 = 20;

/// Builds the release, starts it on an empty folder, fills it, says who can sign in, and stays.
pub(crate) fn demo() -> Result<()> {
    web::build(Profile::Release)?;
    shell::step("Building the server and the people of the demo");
    cargo::build_release()?;
    let data = paths::artifacts().join("demo");
    if data.exists() {
        fs::remove_dir_all(&data)?; // the same practice every time, whatever was tried in the last one
    }
    fs::create_dir_all(&data)?;
    shell::step("Opening the practice");
    let server =
        Server::start(&paths::binary("rapport", true), &data, &format!("127.0.0.1:{}", free_port()))?;
    let link = server.owner_link.as_deref().context("the server printed no owner link on its first start")?;
    shell::run(Command::new(paths::binary("rapport-bot", true)).args([
        "demo",
        "--origin",
        &server.origin,
        "--owner-link",
        link,
    ]))?;
    println!(
        "\nRapport is at {}\nSign in as two of the people above in two browsers (or one, and a private window).",
        server.origin
    );
    println!("Ctrl-C ends it; the next demo begins anew.");
    server.wait()
}

fn free_port() -> u16 {
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (PORT..PORT + PORTS).find(free).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_passed_over() {
        // Taken by us or by somebody else: either way it is in use.
        let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, PORT));
        assert_ne!(free_port(), PORT);
    }
}
