//! Whether the ports can be had.

use std::net::{SocketAddr, TcpListener, UdpSocket};

use super::Finding;
use crate::config::Config;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![match TcpListener::bind(config.listen) {
        Ok(_) => Finding::good("port", format!("{} can be listened on", config.listen)),
        Err(error) => Finding::bad("port", taken(config.listen, &error)),
    }];
    let udp = config.media_udp(config.listen);
    findings.push(match UdpSocket::bind(udp) {
        Ok(_) => Finding::good("media port", format!("{udp} can be used for UDP")),
        Err(error) => Finding::bad("media port", taken(udp, &error)),
    });
    findings
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
