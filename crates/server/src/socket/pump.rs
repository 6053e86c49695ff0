//! The sending task of a socket: what is queued goes out in one write; a socket that takes too long is dropped.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use rapport_wire::limits::{SOCKET_PING_SECONDS, SOCKET_WRITE_SECONDS_MAX};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::line::{Line, Next};
use crate::app::App;
use crate::socket::catch_up::catch_up;

/// The half of a socket that sends.
type Sink = SplitSink<WebSocket, Message>;

/// The other side has gone, or does not read.
struct Gone;

/// Sends until the socket ends.
pub(super) async fn pump(app: App, line: Arc<Line>, mut sink: Sink) {
    let every = Duration::from_secs(SOCKET_PING_SECONDS);
    let mut pings = interval_at(Instant::now() + every, every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut frames = Vec::new();
    loop {
        let next = tokio::select! {
            biased;
            next = line.next(&mut frames) => next,
            _ = pings.tick() => {
                if patiently(sink.send(Message::Ping(Bytes::new()))).await.is_err() { return }
                continue;
            }
        };
        let went = match next {
            Next::Send => send_all(&mut sink, &mut frames).await,
            Next::CatchUp(space) => {
                if let Err(refusal) = catch_up(&app, &line, space).await {
                    tracing::error!(?refusal, "a page could not be read");
                    line.close(axum::extract::ws::close_code::ERROR);
                }
                Ok(())
            }
            Next::Close(code) => {
                let _ = send_all(&mut sink, &mut frames).await;
                let close = CloseFrame { code, reason: "".into() };
                let _ = patiently(sink.send(Message::Close(Some(close)))).await;
                return;
            }
        };
        if went.is_err() {
            return;
        }
    }
}

/// Many frames, one flush: at full load this is one system call for a whole commit.
async fn send_all(sink: &mut Sink, frames: &mut Vec<Bytes>) -> Result<(), Gone> {
    let write = async {
        for frame in frames.drain(..) {
            sink.feed(Message::Binary(frame)).await?;
        }
        sink.flush().await
    };
    patiently(write).await
}

async fn patiently(write: impl Future<Output = Result<(), axum::Error>>) -> Result<(), Gone> {
    let patience = Duration::from_secs(SOCKET_WRITE_SECONDS_MAX);
    match timeout(patience, write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Gone),
        Err(_) => {
            metrics::counter!("rapport_sockets_slow_total").increment(1);
            Err(Gone)
        }
    }
}
