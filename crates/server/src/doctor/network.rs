//! Whether the ports can be had, or are in use by this very server.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use super::Finding;
use crate::config::Config;

/// A server on this machine answers at once.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// What any Rapport answers with its name, its space and its version.
const ASK: &[u8] = b"GET /api/practice HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
/// As much of an answer as is looked at, in bytes.
const ANSWER_BYTES: usize = 4 * 1024;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let mut ours = false;
    let mut findings = vec![match TcpListener::bind(config.listen) {
        Ok(_) => Finding::good("port", format!("{} can be listened on", config.listen)),
        Err(_) if is_rapport(config.listen) => {
            ours = true;
            Finding::good("port", format!("Rapport is running on {}", config.listen))
        }
        Err(error) => Finding::bad("port", taken(config.listen, &error)),
    }];
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
