//! How the SFU presents itself, and the connection settings that follow from it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use str0m::bwe::Bitrate;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::net::TcpType;
use str0m::rtp::Extension;
use str0m::{Candidate, Rtc, RtcConfig};

use crate::error::SfuError;
use crate::io::Transport;
use crate::limits::{ESTIMATE_START_BPS, RESEND_PACKETS_MAX};

/// What a node's SFU needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// Addresses browsers are told to reach by UDP.
    pub udp: Vec<SocketAddr>,
    /// Addresses browsers are told to reach by TCP. Chromium refuses ports below
    /// 1024 other than 80 and 443.
    pub tcp: Vec<SocketAddr>,
    /// The DTLS identity of this node, made by the caller: chance is not ours.
    pub certificate: DtlsCert,
    /// The implementation of DTLS and SRTP.
    pub crypto: Arc<CryptoProvider>,
}

impl Config {
    /// A connection that has not heard an offer yet.
    pub(crate) fn connection(&self, now: Instant) -> Result<Rtc, SfuError> {
        let mut rtc = self.settings().build(now);
        for candidate in self.candidates()? {
            rtc.add_local_candidate(candidate);
        }
        Ok(rtc)
    }

    /// The advertised address a datagram from `source` was sent to, as far as ICE cares:
    /// the first one of its family (behind NAT the socket cannot know better).
    pub(crate) fn local_address(&self, transport: Transport, source: SocketAddr) -> Option<SocketAddr> {
        let advertised = match transport {
            Transport::Udp => &self.udp,
            Transport::Tcp => &self.tcp,
        };
        advertised.iter().copied().find(|local| local.is_ipv4() == source.is_ipv4())
    }

    /// RTP as it comes: payloads are sealed, and taking frames apart would be taking
    /// ciphertext apart. Only Opus and VP8, because only they are sealed by browsers here.
    fn settings(&self) -> RtcConfig {
        RtcConfig::new()
            .set_crypto_provider(self.crypto.clone())
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .clear_extension_map()
            .set_extension(3, Extension::TransportSequenceNumber)
            .set_extension(4, Extension::RtpMid)
            .set_extension(13, Extension::VideoOrientation)
            .set_send_buffer_video(RESEND_PACKETS_MAX)
            .enable_bwe(Some(Bitrate::bps(ESTIMATE_START_BPS)))
    }

    fn candidates(&self) -> Result<Vec<Candidate>, SfuError> {
        let udp = self.udp.iter().map(|address| Candidate::builder().udp().host(*address).build());
        let tcp = self
            .tcp
            .iter()
            .map(|address| Candidate::builder().tcp().host(*address).tcptype(TcpType::Passive).build());
        udp.chain(tcp)
            .collect::<Result<_, _>>()
            .map_err(|error| SfuError::SdpRefused(format!("an advertised address is unusable: {error}")))
    }
}
