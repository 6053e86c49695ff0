//! The network a person has.

use anyhow::Result;
use serde_json::json;

use super::Browser;

/// A network connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// No network at all.
    pub offline: bool,
    /// Added to each round trip, milliseconds.
    pub latency_ms: u32,
    /// Bits a second each way; none: as fast as the machine.
    pub bits_per_second: Option<u32>,
}

impl Line {
    /// As fast as the machine.
    pub const GOOD: Self = Self { offline: false, latency_ms: 0, bits_per_second: None };

    /// No network.
    pub const NONE: Self = Self { offline: true, latency_ms: 0, bits_per_second: None };

    /// A phone on 3G: 400 ms round trip, 1.6 Mbit/s.
    pub const SLOW_3G: Self = Self { offline: false, latency_ms: 400, bits_per_second: Some(1_600_000) };
}

impl Browser {
    /// Gives the page this network. It holds for what the page itself asks for; to cut a WebSocket
    /// that is open already, stop the server.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn set_line(&self, line: Line) -> Result<()> {
        let throughput = line.bits_per_second.map_or(-1.0, |bits| f64::from(bits) / 8.0);
        self.devtools("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": line.offline, "latency": line.latency_ms,
            "downloadThroughput": throughput, "uploadThroughput": throughput,
        });
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Cuts the page's open sockets, as a network that goes away does. [`Line::NONE`] alone leaves them open.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn drop_sockets(&self) -> Result<()> {
        let cut = "for (const socket of globalThis.__sockets ?? []) socket.close(); return null";
        self.script::<Option<()>>(cut, Vec::new()).await.map(drop)
    }

    /// Makes the processor this many times slower; 1 is as it is.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn slow_down(&self, times: f64) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await.map(|_| ())
    }
}
