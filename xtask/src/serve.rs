//! Starting the server as an operator would, and reading what it says about itself.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A server that is not up by now will not come up.
const READY_LIMIT: Duration = Duration::from_secs(30);

/// A server, ended with this value.
pub(crate) struct Server {
    child: Child,
    /// Where it answers: `http://127.0.0.1:8080`.
    pub(crate) origin: String,
    /// The one-time link of a first start.
    pub(crate) owner_link: Option<String>,
    /// From the start of the process to the line that says it listens.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts `rapport serve` on a data folder. `listen` is an address; port 0 lets it choose.
    pub(crate) fn start(program: &Path, data: &Path, listen: &str) -> Result<Self> {
        let begun = Instant::now();
        let mut child = command(program, data, listen)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let lines = read_lines(BufReader::new(child.stdout.take().context("no output to read")?));
        let mut owner_link = None;
        while let Ok(line) = lines.recv_timeout(READY_LIMIT.saturating_sub(begun.elapsed())) {
            if let Some(link) = line.strip_prefix("owner link: ") {
                owner_link = Some(link.to_owned());
            } else if let Some(origin) = line.strip_prefix("listening on ") {
                let origin = origin.trim_end_matches('/').to_owned();
                let ready_after = begun.elapsed();
                owner_link = owner_link.or_else(|| link_after(&lines));
                pass_on(lines);
                return Ok(Self { child, origin, owner_link, ready_after });
            } else {
                println!("{line}");
            }
        }
        let _ = child.kill();
        let status = child.wait()?;
        bail!("the server did not start ({status}); what it says is above")
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself, as it does on Ctrl-C.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `rapport serve`, quiet but for what it must say.
pub(crate) fn command(program: &Path, data: &Path, listen: &str) -> Command {
    let mut command = Command::new(program);
    command.arg("serve").env("RAPPORT_DATA_DIR", data).env("RAPPORT_LISTEN", listen);
    command
}

fn read_lines(pipe: impl BufRead + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in pipe.lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// The link stands right beside the address, before or after it.
fn link_after(lines: &Receiver<String>) -> Option<String> {
    let line = lines.recv_timeout(Duration::from_millis(200)).ok()?;
    line.strip_prefix("owner link: ").map(str::to_owned)
}

fn pass_on(lines: Receiver<String>) {
    thread::spawn(move || {
        for line in lines {
            println!("{line}");
        }
    });
}
