//! Programs that end with the process that started them, however that ends.
//!
//! A test may be killed, and the test harness leaves without running destructors; a database or a
//! browser must not outlive it. So each program has a small shell as its parent, which holds the
//! other end of a pipe: when the pipe closes, the shell ends the program and everything in its
//! session, and removes its folder.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use tokio::sync::watch;

/// `$1`: signal that ends the program well. `$2`: folder to remove, or nothing. Then the program.
/// Lines on standard input are names of signals to pass on; its end is the end of the program.
const SUPERVISOR: &str = r#"
signal=$1 folder=$2; shift 2
trap : INT TERM
exec 3<&0
setsid "$@" </dev/null 3<&- & pid=$!
echo "supervised: $pid"
( while read -r name; do kill -"$name" "$pid"; done; kill -"$signal" "$pid" ) <&3 >/dev/null 2>&1 & watcher=$!
exec 3<&-
while :; do wait "$pid"; status=$?; kill -0 "$pid" 2>/dev/null || break; done
kill "$watcher" 2>/dev/null
for left in $(ps -o pid= -s "$pid"); do kill -KILL "$left" 2>/dev/null; done
[ -z "$folder" ] || rm -rf "$folder"
exit "$status"
"#;

const PID_LINE: &str = "supervised: ";

/// A signal, by the name `kill` knows it under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Please end.
    Term,
    /// As Ctrl-C.
    Int,
    /// End at once, without a chance to do anything: a crash.
    Kill,
    /// PostgreSQL: end at once, without tidying.
    Quit,
    /// Stand still, keep everything.
    Stop,
    /// Go on.
    Cont,
}

impl Signal {
    const fn name(self) -> &'static str {
        match self {
            Self::Term => "TERM",
            Self::Int => "INT",
            Self::Kill => "KILL",
            Self::Quit => "QUIT",
            Self::Stop => "STOP",
            Self::Cont => "CONT",
        }
    }
}

/// What a program has printed so far.
#[derive(Debug, Clone, Default)]
struct Printed {
    lines: Vec<String>,
    ended: bool,
}

/// A program that ends with this value, or with this process.
#[derive(Debug)]
pub struct Supervised {
    name: String,
    pid: u32,
    printed: watch::Receiver<Printed>,
    shell: Mutex<Shell>,
}

#[derive(Debug)]
struct Shell {
    child: Child,
    // Dropping it ends the program.
    pipe: Option<ChildStdin>,
}

impl Supervised {
    /// Starts a program. `end` is how it likes to be ended; `folder` is removed after it has.
    ///
    /// # Errors
    /// It cannot be started.
    pub async fn start(command: &Command, end: Signal, folder: Option<&Path>) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut shell = Command::new("sh");
        shell.args(["-c", SUPERVISOR, "sh", end.name()]).arg(folder.unwrap_or(Path::new("")));
        shell.arg(command.get_program()).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(key, value),
                None => shell.env_remove(key),
            };
        }
        if let Some(dir) = command.get_current_dir() {
            shell.current_dir(dir);
        }
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = shell.spawn().with_context(|| format!("cannot start {name}"))?;
        let printed = read(&mut child);
        let pipe = child.stdin.take();
        let mut program = Self { name, pid: 0, printed, shell: Mutex::new(Shell { child, pipe }) };
        program.pid = program.line_after(PID_LINE).await?.parse().context("a process has a number")?;
        Ok(program)
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Everything it has printed so far, on both its outputs.
    pub fn log(&self) -> String {
        self.printed.borrow().lines.join("\n")
    }

    /// The rest of the first line that begins so, as soon as it is printed.
    ///
    /// # Errors
    /// The program ended, or did not say so in time.
    pub async fn line_after(&self, beginning: &str) -> Result<String> {
        let find = |printed: &Printed| {
            printed.lines.iter().find_map(|line| line.strip_prefix(beginning).map(str::to_owned))
        };
        let mut printed = self.printed.clone();
        let said = printed.wait_for(|printed| printed.ended || find(printed).is_some());
        let found = match tokio::time::timeout(crate::wait::PATIENCE, said).await {
            Ok(Ok(printed)) => find(&printed),
            Ok(Err(_)) => find(&self.printed.borrow()),
            Err(_) => bail!("{} did not say {beginning:?} in time; it said:\n{}", self.name, self.log()),
        };
        found.ok_or_else(|| {
            anyhow!("{} ended without saying {beginning:?}; it said:\n{}", self.name, self.log())
        })
    }

    /// Sends a signal.
    ///
    /// # Errors
    /// The program has ended.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let mut shell = self.shell.lock().unwrap_or_else(PoisonError::into_inner);
        let pipe = shell.pipe.as_mut().context("the program has been ended")?;
        writeln!(pipe, "{}", signal.name()).with_context(|| format!("{} has ended", self.name))
    }

    /// Waits until it has ended.
    ///
    /// # Errors
    /// It goes on for longer than anything may take.
    pub async fn ended(&self) -> Result<()> {
        let mut printed = self.printed.clone();
        let limit = crate::wait::PATIENCE;
        match tokio::time::timeout(limit, printed.wait_for(|printed| printed.ended)).await {
            Ok(_) => Ok(()),
            Err(_) => bail!("{} did not end within {} s", self.name, limit.as_secs()),
        }
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        let shell = self.shell.get_mut().unwrap_or_else(PoisonError::into_inner);
        shell.pipe = None;
        // The shell waits for the program, which has been told to end; one that will not is killed
        // together with everything it started.
        let begun = std::time::Instant::now();
        let (send, done) = std::sync::mpsc::channel::<()>();
        while matches!(shell.child.try_wait(), Ok(None)) {
            if begun.elapsed() > END_LIMIT {
                let _ = Command::new("kill").args(["-KILL", &self.pid.to_string()]).status();
            }
            let _ = done.recv_timeout(Duration::from_millis(10));
        }
        drop(send);
    }
}

/// How long a program may take to end when told to.
const END_LIMIT: Duration = Duration::from_secs(10);

/// Collects both outputs. They are closed when the program and its shell have ended.
fn read(child: &mut Child) -> watch::Receiver<Printed> {
    let (send, printed) = watch::channel(Printed::default());
    let out = child.stdout.take();
    let err = child.stderr.take();
    let also = send.clone();
    thread::spawn(move || {
        if let Some(pipe) = err {
            collect(pipe, &also);
        }
    });
    thread::spawn(move || {
        if let Some(pipe) = out {
            collect(pipe, &send);
        }
        send.send_modify(|printed| printed.ended = true);
    });
    printed
}

fn collect(pipe: impl std::io::Read, into: &watch::Sender<Printed>) {
    for line in BufReader::new(pipe).lines().map_while(Result::ok) {
        into.send_modify(|printed| printed.lines.push(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wait;

    fn script(text: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", text]);
        command
    }

    async fn gone(pid: u32) {
        let path = format!("/proc/{pid}");
        wait::until("the process to be gone", async || Ok((!Path::new(&path).exists()).then_some(())))
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn what_it_prints_can_be_waited_for() {
        let program =
            Supervised::start(&script("echo port: 12; exec cat"), Signal::Term, None).await.unwrap();
        assert_eq!(program.line_after("port: ").await.unwrap(), "12");
        let error = program.line_after("never: ").await.unwrap_err().to_string();
        assert!(error.contains("ended without saying"), "cat reads nothing, so it ends: {error}");
    }

    #[tokio::test]
    async fn it_ends_with_its_value_and_takes_its_children_and_folder_along() {
        let folder = tempfile::tempdir().unwrap().keep();
        let text = "tail -f /dev/null & echo child: $!; wait";
        let program = Supervised::start(&script(text), Signal::Term, Some(&folder)).await.unwrap();
        let child = program.line_after("child: ").await.unwrap().parse().unwrap();
        let pid = program.pid();
        drop(program);
        gone(pid).await;
        gone(child).await;
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn it_can_be_killed() {
        let program = Supervised::start(&script("exec tail -f /dev/null"), Signal::Term, None).await.unwrap();
        program.signal(Signal::Kill).unwrap();
        program.ended().await.unwrap();
        gone(program.pid()).await;
    }

    #[tokio::test]
    async fn one_that_cannot_start_says_so() {
        let program = Supervised::start(&Command::new("/no/such/program"), Signal::Term, None).await.unwrap();
        assert!(program.line_after("x").await.unwrap_err().to_string().contains("/no/such/program"));
    }
}
