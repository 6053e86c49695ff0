//! A throw-away Radicale: a real CalDAV server with one user, on a port of loopback.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::process::Command;

use anyhow::Result;

use crate::postfix::free_port;
use crate::supervised::{Signal, Supervised};
use crate::{python, wait};

/// Its one user, and their password.
pub const USER: (&str, &str) = ("noor", "seven quiet calendars");

/// A running Radicale. It ends, and what it keeps goes, with this value.
#[derive(Debug)]
pub struct Radicale {
    port: u16,
    _program: Supervised,
}

impl Radicale {
    /// Starts one that knows no calendars yet.
    ///
    /// # Errors
    /// It is not installed, or does not start.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("rapport-radicale-").tempdir()?.keep();
        let port = free_port()?;
        let at = folder.display();
        fs::write(folder.join("users"), format!("{}:{}\n", USER.0, USER.1))?;
        let config = format!(
            "[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {at}/users\n\
             htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {at}/collections\n"
        );
        fs::write(folder.join("config"), config)?;
        let mut command = Command::new(python::interpreter()?);
        command.args(["-m", "radicale", "--config"]).arg(folder.join("config"));
        let program = Supervised::start(&command, Signal::Term, Some(&folder)).await?;
        wait::until("Radicale to listen", async || {
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok().then_some(()))
        })
        .await?;
        Ok(Self { port, _program: program })
    }

    /// `127.0.0.1:40123`.
    pub fn server(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Where it answers, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}/", self.server())
    }
}
