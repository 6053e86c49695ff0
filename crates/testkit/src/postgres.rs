//! A throw-away PostgreSQL: one cluster a test process, one database a test.
//!
//! The cluster listens on a socket in its own temporary folder and nowhere else, and is gone when
//! the process is.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};
use tokio::sync::OnceCell;

use crate::supervised::{Signal, Supervised};
use crate::wait;

/// The user PostgreSQL insists on when started by root, and the owner of the databases.
const USER: &str = "postgres";

/// The cluster of this process without, and the one with, waiting for the disk.
static QUICK: OnceCell<Cluster> = OnceCell::const_new();
static DURABLE: OnceCell<Cluster> = OnceCell::const_new();

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// An empty database of its own.
#[derive(Debug)]
pub struct Postgres {
    url: String,
    name: String,
    cluster: &'static Cluster,
}

impl Postgres {
    /// An empty database in a cluster that does not wait for the disk: what most tests want.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start.
    pub async fn start() -> Result<Self> {
        Self::in_cluster(QUICK.get_or_try_init(|| Cluster::start(false)).await?).await
    }

    /// An empty database in a cluster as an operator would run it: what is acknowledged is on the disk.
    ///
    /// # Errors
    /// As [`Postgres::start`].
    pub async fn start_durable() -> Result<Self> {
        Self::in_cluster(DURABLE.get_or_try_init(|| Cluster::start(true)).await?).await
    }

    /// `postgres://…`, for the server's configuration or a client.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Everything in it, as text: what a backup would hold. Binary columns are in hexadecimal.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn dump(&self) -> Result<Vec<u8>> {
        let mut dump = self.cluster.client("pg_dump");
        dump.arg(&self.name);
        finished(dump).await
    }

    async fn in_cluster(cluster: &'static Cluster) -> Result<Self> {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut create = cluster.client("createdb");
        create.arg(&name);
        finished(create).await.with_context(|| format!("PostgreSQL says:\n{}", cluster.program.log()))?;
        let url = format!("postgres://{USER}@localhost/{name}?host={}", cluster.folder.display());
        Ok(Self { url, name, cluster })
    }
}

#[derive(Debug)]
struct Cluster {
    program: Supervised,
    bin: PathBuf,
    folder: PathBuf,
}

impl Cluster {
    async fn start(durable: bool) -> Result<Self> {
        let bin = binaries()?;
        let folder = tempfile::Builder::new().prefix("rapport-pg-").tempdir()?.keep();
        let data = folder.join("data");
        if let Some((uid, gid)) = other_user()? {
            chown(&folder, Some(uid), Some(gid))?;
        }
        let mut init = as_user(&bin.join("initdb"))?;
        init.args([
            "--username",
            USER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--no-locale",
            "--no-sync",
            "--pgdata",
        ]);
        init.arg(&data);
        finished(init).await.context("PostgreSQL could not make a cluster")?;
        let mut serve = as_user(&bin.join("postgres"))?;
        serve.arg("-D").arg(&data).arg("-k").arg(&folder);
        serve.args(["-c", "listen_addresses=", "-c", "max_connections=200"]);
        if !durable {
            serve.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }
        // QUIT: nothing is worth tidying in a folder that is about to go.
        let program = Supervised::start(&serve, Signal::Quit, Some(&folder)).await?;
        let cluster = Self { program, bin, folder };
        cluster.ready().await?;
        Ok(cluster)
    }

    async fn ready(&self) -> Result<()> {
        let socket = self.folder.join(".s.PGSQL.5432");
        let up = wait::until("PostgreSQL to accept connections", async || {
            let mut ask = self.client("pg_isready");
            ask.arg("--quiet");
            Ok((socket.exists() && finished(ask).await.is_ok()).then_some(()))
        });
        up.await.with_context(|| format!("PostgreSQL says:\n{}", self.program.log()))
    }

    /// A client program, told where the cluster is.
    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.arg("--host").arg(&self.folder).args(["--username", USER]).current_dir("/");
        command
    }
}

/// Where PostgreSQL's programs are: where Debian keeps the newest version, or on the PATH.
fn binaries() -> Result<PathBuf> {
    let whole = |bin: &PathBuf| {
        ["initdb", "postgres", "pg_isready", "createdb"].iter().all(|name| bin.join(name).exists())
    };
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .map(|version| version.path().join("bin"))
        .filter(whole)
        .max_by_key(|bin| bin.parent().and_then(|dir| dir.file_name()?.to_str()?.parse::<u32>().ok()));
    let path = env::var_os("PATH").unwrap_or_default();
    newest.or_else(|| env::split_paths(&path).find(whole)).context(
        "PostgreSQL is not installed: install the package postgresql (its server, not only its client)",
    )
}

/// PostgreSQL refuses to run as root; then its own user runs it. None: we are somebody already.
fn other_user() -> Result<Option<(u32, u32)>> {
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let passwd = fs::read_to_string("/etc/passwd")?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(USER));
    let mut fields = line.with_context(|| format!("there is no user {USER}"))?.split(':').skip(2);
    let mut id = || fields.next().and_then(|id| id.parse().ok()).context("a user has a number");
    Ok(Some((id()?, id()?)))
}

fn as_user(program: &Path) -> Result<Command> {
    let mut command = match other_user()? {
        None => Command::new(program),
        Some((uid, gid)) => {
            let mut command = Command::new("setpriv");
            command
                .args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()])
                .arg(program);
            command
        }
    };
    command.current_dir("/"); // the other user may not enter ours
    Ok(command)
}

/// Runs to the end; what it printed.
async fn finished(command: Command) -> Result<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = tokio::process::Command::from(command)
        .output()
        .await
        .with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sql(database: &Postgres, text: &str) -> String {
        let mut psql = database.cluster.client("psql");
        psql.args(["--no-align", "--tuples-only", "--command", text, &database.name]);
        String::from_utf8(finished(psql).await.unwrap()).unwrap()
    }

    #[tokio::test]
    async fn each_test_has_an_empty_database() {
        let (one, two) = (Postgres::start().await.unwrap(), Postgres::start().await.unwrap());
        sql(&one, "create table words (word bytea); insert into words values ('sealed')").await;
        assert_eq!(sql(&one, "select count(*) from words").await.trim(), "1");
        assert_eq!(sql(&two, "select to_regclass('words') is null").await.trim(), "t");
        assert!(String::from_utf8(one.dump().await.unwrap()).unwrap().contains(&hex::encode("sealed")));
    }

    #[tokio::test]
    async fn a_durable_one_waits_for_the_disk() {
        let database = Postgres::start_durable().await.unwrap();
        assert_eq!(sql(&database, "show fsync").await.trim(), "on");
        assert_eq!(sql(&Postgres::start().await.unwrap(), "show fsync").await.trim(), "off");
    }
}
