//! What WebRTC says of itself: whether sound and pictures really arrive.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Browser;
use crate::wait;

/// Runs before the page's own scripts, and remembers every connection and socket that the page makes.
pub(super) const WATCH: &str = "
globalThis.__connections = [];
if (globalThis.RTCPeerConnection) {
  globalThis.RTCPeerConnection = class RTCPeerConnection extends globalThis.RTCPeerConnection {
    constructor(...rest) { super(...rest); globalThis.__connections.push(this); }
  };
}
// And every socket, so that a line can be cut under a page.
globalThis.__sockets = [];
globalThis.WebSocket = class WebSocket extends globalThis.WebSocket {
  constructor(...rest) { super(...rest); globalThis.__sockets.push(this); }
};";

const STATS: &str = "
const sum = { frames_decoded: 0, frames_sent: 0, samples_received: 0, samples_concealed: 0, packets_received: 0, packets_sent: 0, connected: false };
for (const connection of globalThis.__connections ?? []) {
  if (connection.connectionState === 'connected') sum.connected = true;
  if (connection.connectionState === 'closed') continue;
  for (const one of (await connection.getStats()).values()) {
    if (one.type === 'inbound-rtp') {
      sum.frames_decoded += one.framesDecoded ?? 0;
      sum.samples_received += one.totalSamplesReceived ?? 0;
      sum.samples_concealed += one.concealedSamples ?? 0;
      sum.packets_received += one.packetsReceived ?? 0;
    }
    if (one.type === 'outbound-rtp') {
      sum.frames_sent += one.framesSent ?? 0;
      sum.packets_sent += one.packetsSent ?? 0;
    }
  }
}
return sum;";

/// Sums over every connection of the page that is not closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct MediaStats {
    /// Whether any connection is up.
    pub connected: bool,
    /// Pictures that were opened and decoded.
    pub frames_decoded: u64,
    /// Pictures sent.
    pub frames_sent: u64,
    /// Samples of sound played, invented ones included.
    pub samples_received: u64,
    /// Samples invented because nothing usable arrived.
    pub samples_concealed: u64,
    /// RTP packets in.
    pub packets_received: u64,
    /// RTP packets out.
    pub packets_sent: u64,
}

impl MediaStats {
    /// Samples that somebody really said.
    pub fn samples_heard(&self) -> u64 {
        self.samples_received.saturating_sub(self.samples_concealed)
    }
}

impl Browser {
    /// The figures now.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn media(&self) -> Result<MediaStats> {
        self.script_async(STATS, Vec::new()).await.context("WebRTC gives no figures")
    }

    /// Waits until pictures and sound arrive and go on arriving: both figures rise, from whatever
    /// they were. Without `pictures`, sound alone.
    ///
    /// # Errors
    /// They do not rise in time.
    pub async fn media_rises(&self, pictures: bool) -> Result<MediaStats> {
        let before = self.media().await?;
        let rises = wait::until_within(Duration::from_mins(1), "sound and pictures to arrive", async || {
            let now = self.media().await?;
            // A second of sound at 48 kHz, and ten pictures: more than what was on its way.
            let heard = now.samples_heard() > before.samples_heard() + 48_000;
            let seen = now.frames_decoded > before.frames_decoded + 10;
            Ok((heard && (seen || !pictures)).then_some(now))
        });
        let outcome = rises.await;
        let outcome = match outcome {
            Err(error) => Err(error.context(format!("{:?}, before {before:?}", self.media().await?))),
            good => good,
        };
        self.explained(outcome).await
    }
}
