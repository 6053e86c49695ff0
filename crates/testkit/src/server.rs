//! The real server: the built binary, on a data folder of its own, on a port it chose.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::supervised::{Signal, Supervised};

/// What it says when it answers, and on its first start.
const LISTENING: &str = "listening on ";
const OWNER_LINK: &str = "owner link: ";

/// How a server is to be started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `postgres://…`; SQLite in the data folder when absent.
    pub database_url: Option<String>,
    /// More of its configuration: `("RAPPORT_LOG__FILTER", "debug")`.
    pub settings: Vec<(String, String)>,
}

/// A running server. It ends, and its data folder goes, with this value.
#[derive(Debug)]
pub struct Server {
    options: Options,
    data: tempfile::TempDir,
    origin: String,
    owner_link: Option<String>,
    program: Option<Supervised>,
    // What earlier lives of it printed.
    earlier: String,
}

impl Server {
    /// A server on SQLite.
    ///
    /// # Errors
    /// The binary has not been built, or does not start.
    pub async fn start() -> Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// A server with these options.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_with(options: Options) -> Result<Self> {
        let data = tempfile::Builder::new().prefix("rapport-data-").tempdir()?;
        let mut server = Self {
            options,
            data,
            origin: String::new(),
            owner_link: None,
            program: None,
            earlier: String::new(),
        };
        server.launch("127.0.0.1:0").await?;
        let program = server.program()?;
        server.owner_link =
            Some(program.line_after(OWNER_LINK).await.context("a first start makes an owner link")?);
        Ok(server)
    }

    /// Where it answers: `http://127.0.0.1:40123`. The same after a restart.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The one-time link of the first start.
    pub fn owner_link(&self) -> &str {
        self.owner_link.as_deref().unwrap_or_default()
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.program.as_ref().map(Supervised::pid)
    }

    /// Everything it has printed, in all its lives.
    pub fn log(&self) -> String {
        let now = self.program.as_ref().map(Supervised::log).unwrap_or_default();
        format!("{}{now}", self.earlier)
    }

    /// Ends it as a power cut would: `kill -9`.
    ///
    /// # Errors
    /// It was not running.
    pub async fn kill(&mut self) -> Result<()> {
        self.end(Signal::Kill).await
    }

    /// Ends it as an operator would, and waits until it has put everything away.
    ///
    /// # Errors
    /// It was not running, or did not end.
    pub async fn stop(&mut self) -> Result<()> {
        self.end(Signal::Term).await
    }

    /// Starts it again after [`Server::kill`] or [`Server::stop`], on the same data and port.
    ///
    /// # Errors
    /// It is still running, or does not start.
    pub async fn start_again(&mut self) -> Result<()> {
        ensure!(self.program.is_none(), "the server is still running");
        let listen = self.origin.split("//").nth(1).context("the server has never run")?.to_owned();
        self.launch(&listen).await
    }

    /// A command on the same data, such as `backup`.
    pub fn command(&self, verb: &str) -> Result<Command> {
        let mut command = Command::new(binary()?);
        command.arg(verb);
        self.configure(&mut command);
        Ok(command)
    }

    async fn launch(&mut self, listen: &str) -> Result<()> {
        let mut command = self.command("serve")?;
        command.env("RAPPORT_LISTEN", listen);
        let program = Supervised::start(&command, Signal::Term, None).await?;
        let said = program.line_after(LISTENING).await?;
        said.trim_end_matches('/').clone_into(&mut self.origin);
        self.program = Some(program);
        Ok(())
    }

    async fn end(&mut self, signal: Signal) -> Result<()> {
        let program = self.program()?;
        program.signal(signal)?;
        program.ended().await?;
        self.earlier = format!("{}\n", self.log());
        self.program = None;
        Ok(())
    }

    fn program(&self) -> Result<&Supervised> {
        self.program.as_ref().context("the server is not running")
    }

    fn configure(&self, command: &mut Command) {
        command.env("RAPPORT_DATA_DIR", self.data.path());
        if let Some(url) = &self.options.database_url {
            command.env("RAPPORT_DATABASE__URL", url);
        }
        command.envs(self.options.settings.iter().cloned());
    }
}

/// The built `rapport`: `TESTKIT_SERVER`, or beside the program that is running.
///
/// # Errors
/// It is not there.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = env::var_os("TESTKIT_SERVER") {
        return Ok(PathBuf::from(path));
    }
    let here = env::current_exe()?;
    // Tests are in `deps`, one folder further down than binaries.
    let found = here.ancestors().skip(1).take(2).map(|dir| dir.join("rapport")).find(|path| path.is_file());
    found.context("the server has not been built: `cargo build -p rapport-server`, or `cargo xtask test` for everything")
}
