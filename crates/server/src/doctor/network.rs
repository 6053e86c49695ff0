//! Whether the ports can be had, or are in use by this very server: by whoever has the data folder.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use super::Finding;
use crate::config::Config;
use crate::lock;

/// A server on this machine answers at once.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// What any Rapport answers with its name, its space and its version.
const ASK: &[u8] = b"GET /api/practice HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
/// As much of an answer as is looked at, in bytes.
const ANSWER_BYTES: usize = 4 * 1024;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let served = lock::is_served(&config.data_dir);
    let (ours, port) = match TcpListener::bind(config.listen) {
        // With port 0 the one that runs has another than we were given here.
        Ok(_) if served && config.listen.port() != 0 => (false, Finding::bad("port", elsewhere(config))),
        Ok(_) => (false, Finding::good("port", format!("{} can be listened on", config.listen))),
        Err(error) => holder(config, served, &error),
    };
    let mut findings = vec![port];
    let udp = config.media_udp(config.listen);
    findings.push(match UdpSocket::bind(udp) {
        Ok(_) => Finding::good("media port", format!("{udp} can be used for UDP")),
        Err(error) if ours && error.kind() == std::io::ErrorKind::AddrInUse => {
            Finding::good("media port", format!("in use on {udp}, as it is while Rapport is running"))
        }
        Err(error) => Finding::bad("media port", taken(udp, &error)),
    });
    findings
}

/// Who has the port that cannot be had, and whether that is the server of this data folder.
fn holder(config: &Config, served: bool, error: &std::io::Error) -> (bool, Finding) {
    let listen = config.listen;
    let in_use = error.kind() == std::io::ErrorKind::AddrInUse;
    // Under TLS it cannot be asked, but the lock says that ours is running.
    if in_use && served && (config.has_tls() || is_rapport(listen)) {
        return (true, Finding::good("port", format!("Rapport is running on {listen}")));
    }
    let words = if in_use && is_rapport(listen) {
        format!(
            "another Rapport, with another data folder than {}, has {listen}: choose another port in listen, or \
             look whether data_dir is the folder you mean",
            config.data_dir.display()
        )
    } else {
        taken(listen, error)
    };
    (false, Finding::bad("port", words))
}

/// The folder has a server, the port has none.
fn elsewhere(config: &Config) -> String {
    format!(
        "a Rapport that listens elsewhere than on {} is serving the data folder {}: stop that one first, or give \
         this one a folder of its own in data_dir",
        config.listen,
        config.data_dir.display()
    )
}

/// Whether what listens there is a Rapport, as far as it can be told without TLS.
fn is_rapport(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect_timeout(&reachable(address), ANSWER_TIME)?;
        stream.set_read_timeout(Some(ANSWER_TIME))?;
        stream.set_write_timeout(Some(ANSWER_TIME))?;
        stream.write_all(ASK)?;
        let mut answer = Vec::new();
        // What came before a cut or a pause is enough.
        let _ = stream.take(ANSWER_BYTES as u64).read_to_end(&mut answer);
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&answer).into_owned())
    };
    let ours = |answer: String| ["\"name\"", "\"space\"", "\"version\""].iter().all(|it| answer.contains(it));
    ask().is_ok_and(ours)
}

/// A server that listens everywhere is reached on this machine.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(it) if it.ip().is_unspecified() => (std::net::Ipv4Addr::LOCALHOST, it.port()).into(),
        SocketAddr::V6(it) if it.ip().is_unspecified() => (std::net::Ipv6Addr::LOCALHOST, it.port()).into(),
        other => other,
    }
}

fn taken(address: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use: stop what listens there, this server perhaps, or choose another")
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("{address} is not allowed: ports below 1024 need CAP_NET_BIND_SERVICE")
        }
        _ => format!("{address}: {error}"),
    }
}
