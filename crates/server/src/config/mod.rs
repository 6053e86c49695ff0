//! What an operator decides: one TOML file, overridden by the environment, every key described in [`keys`].
//!
//! Invariant: a value that would make the server unsafe stops it before it listens, with one sentence that
//! says what to change ([`rules::check`]).

pub mod keys;
mod load;
pub mod mail;
pub mod network;
pub mod rules;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use rapport_wire::limits;
use serde::{Deserialize, Serialize};

pub use load::{LoadError, load};
pub use mail::{Mail, MailTls};
pub use network::Network;

/// Name of the SQLite file in the data folder.
pub const DATABASE_FILE: &str = "rapport.db";

/// There is nothing to look at or to copy yet, or it is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no database at {0}: nothing was started with this configuration yet. Run this in the folder that the \
     server runs in, or name its configuration file with --config"
)]
pub struct NoDatabase(PathBuf);

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the database, the attachments and the keys of this server.
    pub data_dir: PathBuf,
    /// Address and port of the one listener. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// Addresses under which browsers reach this server, `https://practice.example`.
    pub origins: Vec<String>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Public name of the practice.
    pub practice_name: String,
    /// How many years a care space is kept after its last client has left for good.
    pub records_years: u16,
    /// Worker threads; 0 for one a core.
    pub threads: usize,
    /// Serve the browser client from this folder instead of from the binary.
    pub assets_dir: Option<PathBuf>,
    /// Where rows live.
    pub database: Database,
    /// Certificate files.
    pub tls: Tls,
    /// Sound and pictures.
    pub media: Media,
    /// Mail out.
    pub mail: Mail,
    /// Calendars elsewhere.
    pub calendar: Calendar,
    /// Room on the disk.
    pub disk: Disk,
    /// How often doors may be knocked at.
    pub limits: Limits,
    /// What can be measured.
    pub metrics: Metrics,
    /// What is written down.
    pub log: Log,
}

/// Where rows live.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`; a SQLite file in the data folder when absent.
    pub url: Option<String>,
}

/// Certificate files; both or neither.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// PEM file with the certificate and its chain.
    pub cert: Option<PathBuf>,
    /// PEM file with the private key.
    pub key: Option<PathBuf>,
}

/// How media reaches this server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Media {
    /// Address and port for UDP; the listener's own when absent.
    pub udp: Option<SocketAddr>,
    /// Addresses told to browsers; the UDP address itself when empty.
    pub addresses: Vec<IpAddr>,
}

/// Calendars elsewhere that busy times are read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// `host:port` of servers that may be read although they are in a private network, over plain HTTP too.
    pub allow: Vec<String>,
}

/// Room on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Disk {
    /// Free bytes below which new words are refused.
    pub free_bytes_min: u64,
}

/// How often doors may be knocked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Sign-ins, recoveries and looks at invitations from one address in a minute.
    pub knocks_per_minute: u32,
    /// Sign-ins and recoveries of one account in a minute.
    pub sign_ins_per_minute: u32,
}

/// What can be measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// Bearer token that opens /metrics from elsewhere than loopback.
    pub token: Option<String>,
}

/// What is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// Which events, as `tracing` filters.
    pub filter: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "data".into(),
            listen: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 8080),
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            practice_name: "Our practice".to_owned(),
            records_years: 10,
            threads: 0,
            assets_dir: None,
            database: Database::default(),
            tls: Tls::default(),
            media: Media::default(),
            mail: Mail::default(),
            calendar: Calendar::default(),
            disk: Disk::default(),
            limits: Limits::default(),
            metrics: Metrics::default(),
            log: Log::default(),
        }
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self { free_bytes_min: limits::DISK_FREE_BYTES_MIN }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            knocks_per_minute: limits::KNOCKS_PER_ADDRESS_PER_MINUTE,
            sign_ins_per_minute: limits::SIGN_IN_PER_MINUTE,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        // str0m warns of what people's networks do all day.
        Self { filter: "info,sqlx=warn,sea_orm_migration=warn,str0m=error".to_owned(), json: false }
    }
}

impl Config {
    /// Where the database is.
    pub fn database_url(&self) -> String {
        match &self.database.url {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.data_dir.join(DATABASE_FILE).display()),
        }
    }

    /// Whether the file that rows are in has been made. A database elsewhere is not asked.
    ///
    /// # Errors
    /// [`NoDatabase`], before the first start.
    pub fn check_database_file(&self) -> Result<(), NoDatabase> {
        let file = match &self.database.url {
            None => self.data_dir.join(DATABASE_FILE),
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => path.strip_prefix("//").unwrap_or(path).into(),
                None => return Ok(()),
            },
        };
        if file.exists() { Ok(()) } else { Err(NoDatabase(file)) }
    }

    /// Where attachments are.
    pub fn blobs_dir(&self) -> PathBuf {
        self.data_dir.join("blobs")
    }

    /// Whether this server speaks TLS itself.
    pub const fn has_tls(&self) -> bool {
        self.tls.cert.is_some()
    }

    /// Where media datagrams arrive, once the listener's own address is known.
    pub fn media_udp(&self, listening: SocketAddr) -> SocketAddr {
        self.media.udp.unwrap_or(listening)
    }

    /// The origins browsers may come from, once the listener's own address is known.
    pub fn origins(&self, listening: SocketAddr) -> Vec<String> {
        if !self.origins.is_empty() {
            return self.origins.clone();
        }
        let scheme = if self.has_tls() { "https" } else { "http" };
        let port = listening.port();
        let mut origins = vec![format!("{scheme}://{listening}")];
        if listening.ip().is_loopback() {
            origins.push(format!("{scheme}://localhost:{port}"));
        }
        origins
    }
}
