//! The few figures of `getStats()` that say how a line is.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RtcPeerConnection, RtcStatsReport};

/// What a connection has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Figures {
    /// Time for a packet to the server and back, in milliseconds, when known.
    pub(crate) round_trip_ms: Option<f64>,
    /// Packets that arrived.
    pub(crate) packets: f64,
    /// Packets that did not.
    pub(crate) lost: f64,
    /// Pictures shown.
    pub(crate) frames: f64,
}

/// Reads the figures.
pub(crate) async fn figures(connection: &RtcPeerConnection) -> Option<Figures> {
    let report: RtcStatsReport = JsFuture::from(connection.get_stats()).await.ok()?.unchecked_into();
    let mut figures = Figures::default();
    for stat in report.values() {
        add(&mut figures, &stat.ok()?);
    }
    Some(figures)
}

fn add(figures: &mut Figures, stat: &JsValue) {
    let number = |name: &str| Reflect::get(stat, &name.into()).ok().and_then(|it| it.as_f64());
    let text = |name: &str| Reflect::get(stat, &name.into()).ok().and_then(|it| it.as_string());
    match text("type").as_deref() {
        Some("candidate-pair") if text("state").as_deref() == Some("succeeded") => {
            if let Some(seconds) = number("currentRoundTripTime") {
                figures.round_trip_ms = Some(seconds * 1_000.0);
            }
        }
        Some("inbound-rtp") => {
            figures.packets += number("packetsReceived").unwrap_or(0.0);
            figures.lost += number("packetsLost").unwrap_or(0.0).max(0.0);
            figures.frames += number("framesDecoded").unwrap_or(0.0);
        }
        _ => {}
    }
}
