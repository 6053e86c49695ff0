//! The SFU's driver: sockets, a clock and one thread around [`rapport_sfu`].
//!
//! All decisions are the SFU's; here datagrams are read, handed to it, and what it
//! answers is sent at once. Signalling reaches the thread over a bounded channel and
//! hears from it over another.
//!
//! Architecture invariant: nothing waits for a batch. A datagram's consequences are
//! on the wire before the next datagram is looked at, a slow TCP reader loses
//! datagrams of its own and delays nobody, and no executor runs in the loop.
//!
//! ```
//! use rapport_media::{MediaConfig, start};
//!
//! let (media, _events) = start(&MediaConfig {
//!     bind: "127.0.0.1:0".parse().unwrap(),
//!     advertised: vec!["127.0.0.1".parse().unwrap()],
//!     advertised_tcp: vec![],
//! })
//! .unwrap();
//! assert_ne!(media.udp_port(), 0);
//! ```

mod driver;
mod handle;
mod tcp;
mod udp;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use rapport_sfu::{Config, Sfu, limits};

pub use rapport_sfu as sfu;

pub use handle::{MediaEvent, MediaHandle, MediaUnavailable};

/// Where media comes in, and where browsers are told to send it.
#[derive(Clone, Debug)]
pub struct MediaConfig {
    /// The UDP socket; port 0 takes any free one.
    pub bind: SocketAddr,
    /// The addresses under which browsers reach the UDP socket, on the port it is bound to.
    pub advertised: Vec<IpAddr>,
    /// The addresses under which browsers reach the TCP port whose accept loop hands
    /// over what [`rapport_sfu::framing::looks_like_ice`]. Empty for none.
    pub advertised_tcp: Vec<SocketAddr>,
}

/// Why media cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The UDP socket cannot be had.
    #[error("the media socket {address} cannot be opened: {error}; choose another port, or see who uses it")]
    Socket {
        /// Which.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The operating system refuses a thread or a queue of events.
    #[error("the media thread cannot start: {0}")]
    Thread(#[from] io::Error),
    /// No certificate can be made.
    #[error("no certificate for media can be made: {0}")]
    Certificate(String),
}

/// Starts the media thread. It ends when every handle is gone.
pub fn start(
    config: &MediaConfig,
) -> Result<(MediaHandle, tokio::sync::mpsc::Receiver<MediaEvent>), StartError> {
    let socket =
        udp::Socket::bind(config.bind).map_err(|error| StartError::Socket { address: config.bind, error })?;
    let udp_port = socket.port()?;
    let crypto = Arc::new(str0m::crypto::from_feature_flags());
    let certificate = crypto
        .dtls_provider
        .generate_certificate()
        .ok_or_else(|| StartError::Certificate("the crypto library has no generator".to_owned()))?;
    let sfu_config = Config {
        udp: config.advertised.iter().map(|ip| SocketAddr::new(*ip, udp_port)).collect(),
        tcp: config.advertised_tcp.clone(),
        certificate,
        crypto,
    };
    let sfu = Sfu::new(sfu_config, Instant::now());
    let (commands, receiver) = std::sync::mpsc::sync_channel(limits::COMMANDS_MAX);
    let (sender, events) = tokio::sync::mpsc::channel(limits::EVENTS_MAX);
    let driver = driver::Driver::new(sfu, socket, receiver, sender)?;
    let handle = MediaHandle::new(commands, driver.waker(), driver.counters(), udp_port);
    std::thread::Builder::new().name("media".to_owned()).spawn(move || driver.run())?;
    Ok((handle, events))
}
