//! A throw-away Postfix: a real mail server on a port of loopback, with folders of its own, that delivers
//! everything for `post.test` into one maildir and nothing anywhere else. On two further ports it takes mail only
//! from whoever signs in: after STARTTLS, and over TLS from the first byte.

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::supervised::{Signal, Supervised};
use crate::wait;

/// Where Debian keeps Postfix's own programs.
const DAEMONS: &str = "/usr/lib/postfix/sbin";
/// Owns what was delivered: nobody.
const NOBODY: u32 = 65_534;

/// The domain it takes mail for.
pub const DOMAIN: &str = "post.test";
/// Name and password to sign in with.
pub const LOGIN: (&str, &str) = ("sender", "a pass phrase for the post");

/// Where it listens on 127.0.0.1.
#[derive(Debug, Clone, Copy)]
struct Ports {
    open: u16,
    submission: u16,
    submissions: u16,
}

/// A running Postfix.
#[derive(Debug)]
pub struct Postfix {
    ports: Ports,
    folder: PathBuf,
    _program: Supervised,
}

impl Postfix {
    /// Starts one that speaks only under TLS, with this certificate and key (PEM).
    ///
    /// # Errors
    /// Postfix is not installed, or this is not root: it changes between users of its own.
    pub async fn start(certificate: &str, key: &str) -> Result<Self> {
        if !Path::new(DAEMONS).join("master").exists() {
            bail!("Postfix is not installed: install the package postfix");
        }
        if fs::metadata("/proc/self")?.uid() != 0 {
            bail!("Postfix starts only as root: run this test as root, in a container perhaps");
        }
        let folder = tempfile::Builder::new().prefix("rapport-postfix-").tempdir()?.keep();
        let ports = Ports { open: free_port()?, submission: free_port()?, submissions: free_port()? };
        lay_out(&folder, ports, certificate, key)?;
        let etc = folder.join("etc");
        let check = Command::new("postfix").arg("-c").arg(&etc).arg("check").output();
        let check = check.context("Postfix is not installed: install the package postfix")?;
        if !check.status.success() {
            bail!("Postfix says: {}", String::from_utf8_lossy(&check.stderr));
        }
        let mut master = Command::new(Path::new(DAEMONS).join("master"));
        master.arg("-c").arg(&etc).arg("-d");
        let program = Supervised::start(&master, Signal::Term, Some(&folder)).await?;
        let answers = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        wait::until("Postfix to listen", async || {
            let all = answers(ports.open) && answers(ports.submission) && answers(ports.submissions);
            Ok(all.then_some(()))
        })
        .await?;
        Ok(Self { ports, folder, _program: program })
    }

    /// Its port on 127.0.0.1 for whoever comes: STARTTLS.
    pub const fn port(&self) -> u16 {
        self.ports.open
    }

    /// Its port for whoever signs in with [`LOGIN`] after STARTTLS (587 elsewhere), by PLAIN.
    pub const fn submission_port(&self) -> u16 {
        self.ports.submission
    }

    /// Its port for whoever signs in with [`LOGIN`] over TLS from the first byte (465 elsewhere), by LOGIN.
    pub const fn submissions_port(&self) -> u16 {
        self.ports.submissions
    }

    /// Waits until so many mails were delivered; all of them, oldest first.
    ///
    /// # Errors
    /// They did not come; its log is told.
    pub async fn delivered(&self, count: usize) -> Result<Vec<String>> {
        let arrived = wait::until("mail to be delivered", async || {
            let mails = self.mails()?;
            Ok((mails.len() >= count).then_some(mails))
        });
        arrived.await.with_context(|| fs::read_to_string(self.folder.join("log")).unwrap_or_default())
    }

    fn mails(&self) -> Result<Vec<String>> {
        // Not there before the first mail.
        let Ok(new) = fs::read_dir(self.folder.join("mail/box/new")) else { return Ok(Vec::new()) };
        let mut files: Vec<PathBuf> = new.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
        // Seconds, inode and microseconds of the delivery are in the name; the file's own time is finer.
        files.sort_by_key(|file| fs::metadata(file).map(|found| (found.mtime(), found.mtime_nsec())).ok());
        files.iter().map(|file| Ok(String::from_utf8(fs::read(file)?)?)).collect()
    }
}

/// A port of loopback that nobody has at this moment.
///
/// # Errors
/// There is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn lay_out(folder: &Path, ports: Ports, certificate: &str, key: &str) -> Result<()> {
    // Its users must be able to come in.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    let make = |name: &str| {
        let path = folder.join(name);
        fs::create_dir_all(&path).map(|()| path)
    };
    let (etc, _, data) = (make("etc")?, make("spool")?, make("data")?);
    let mailbox = make("mail/box")?;
    chown(&data, Some(user("postfix")?), None)?;
    chown(&mailbox, Some(NOBODY), Some(NOBODY))?;
    fs::write(etc.join("cert.pem"), certificate)?;
    fs::write(etc.join("key.pem"), key)?;
    fs::write(etc.join("main.cf"), main_cf(&folder.display().to_string()))?;
    fs::write(etc.join("master.cf"), master_cf(ports))?;
    passwords(&make("etc/sasl")?)
}

/// Who may sign in, as Cyrus SASL reads it: Debian's looks into this folder below the configuration.
fn passwords(sasl: &Path) -> Result<()> {
    let file = sasl.join("sasldb2");
    let (name, password) = LOGIN;
    let mut make = Command::new("saslpasswd2");
    make.args(["-p", "-c", "-u", DOMAIN, "-f"]).arg(&file).arg(name);
    let mut make = make.stdin(Stdio::piped()).spawn().context("install the package sasl2-bin")?;
    make.stdin.take().context("no way to tell the password")?.write_all(password.as_bytes())?;
    if !make.wait()?.success() {
        bail!("saslpasswd2 did not take the password");
    }
    chown(&file, Some(user("postfix")?), None)?;
    let path = file.display();
    let plugin = format!("pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {path}\n");
    fs::write(sasl.join("smtpd.conf"), format!("{plugin}mech_list: PLAIN LOGIN\n"))?;
    Ok(())
}

fn user(name: &str) -> Result<u32> {
    let passwd = fs::read_to_string("/etc/passwd")?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name));
    let id = line.and_then(|line| line.split(':').nth(2)?.parse().ok());
    id.with_context(|| format!("there is no user {name}"))
}

fn main_cf(folder: &str) -> String {
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {DAEMONS}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.test
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
virtual_minimum_uid = 1
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {folder}/etc/cert.pem
smtpd_tls_key_file = {folder}/etc/key.pem
smtpd_sasl_local_domain = {DOMAIN}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"
    )
}

fn master_cf(ports: Ports) -> String {
    let Ports { open, submission, submissions } = ports;
    let signed_in = "-o smtpd_sasl_auth_enable=yes \
                     -o smtpd_relay_restrictions=permit_sasl_authenticated,reject -o smtpd_sasl_mechanism_filter";
    format!(
        "127.0.0.1:{open} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd {signed_in}=plain
127.0.0.1:{submissions} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {signed_in}=login
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"
    )
}
