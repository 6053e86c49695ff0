//! The server that is measured: a process of its own, on an empty folder and a core of its own.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::media::bench::machine;

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
const LISTENING: &str = "listening on ";
const OWNER_LINK: &str = "owner link: ";

/// A running server. It ends, and its folder goes, with this value.
pub(super) struct Host {
    pub(super) origin: String,
    pub(super) owner_link: String,
    pid: u32,
    data: PathBuf,
    _child: Child,
}

impl Host {
    /// Starts the release build named by `TESTKIT_SERVER`.
    pub(super) async fn start() -> Result<Self> {
        let program = env::var_os("TESTKIT_SERVER").context("TESTKIT_SERVER names the server to measure")?;
        let data = env::temp_dir().join(format!("rapport-bench-{}", std::process::id()));
        let _ = fs::remove_dir_all(&data);
        fs::create_dir_all(&data)?;
        let mut child = pinned(&program)
            .arg("serve")
            // It refuses keys that it does not know.
            .env_remove("TESTKIT_SERVER")
            .env("RAPPORT_DATA_DIR", &data)
            .env("RAPPORT_LISTEN", "127.0.0.1:0")
            // Everybody knocks from one address here.
            .env("RAPPORT_LIMITS__KNOCKS_PER_MINUTE", "100000")
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().context("the server has ended")?;
        let said = child.stdout.take().context("the server's output")?;
        let (origin, owner_link) = timeout(PATIENCE, greeting(said)).await??;
        Ok(Self { origin, owner_link, pid, data, _child: child })
    }

    /// CPU time used so far.
    pub(super) fn cpu_time(&self) -> Result<Duration> {
        machine::cpu_time(self.pid)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// On core 0, where `taskset` exists; anywhere else where it does not.
fn pinned(program: &std::ffi::OsStr) -> Command {
    let has_taskset = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|dir| dir.join("taskset").is_file()));
    if !has_taskset {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(program);
    command
}

async fn greeting(said: tokio::process::ChildStdout) -> Result<(String, String)> {
    let mut lines = BufReader::new(said).lines();
    let (mut origin, mut link) = (None, None);
    while let Some(line) = lines.next_line().await? {
        if let Some((_, rest)) = line.split_once(LISTENING) {
            origin = Some(rest.trim().trim_end_matches('/').to_owned());
        }
        if let Some((_, rest)) = line.split_once(OWNER_LINK) {
            link = Some(rest.trim().to_owned());
        }
        if let (Some(origin), Some(link)) = (&origin, &link) {
            let found = (origin.clone(), link.clone());
            // Read on, or the server would wait for a full pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(found);
        }
    }
    anyhow::bail!("the server ended before it said where it listens")
}
