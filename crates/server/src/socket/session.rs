//! The reading task of a socket: Hello, then frames until it ends.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, close_code};
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use rapport_store::EntryWriter;
use rapport_wire::limits::{FRAMES_PER_SECOND_MAX, SOCKET_HELLO_SECONDS_MAX, SOCKET_IDLE_SECONDS_MAX};
use rapport_wire::socket::{CLOSE_MALFORMED, CLOSE_VERSION, Down, Up, VERSION, decode};
use tokio::time::{Instant, sleep_until, timeout};

use super::line::Line;
use super::publish::Sender;
use super::pump::pump;
use super::{CLOSE_GOING_AWAY, up};
use crate::app::App;
use crate::http::Reply;

/// A socket's place in the hub, given back however the socket ends.
pub(super) struct Place {
    pub(super) app: App,
    pub(super) line: Arc<Line>,
}

impl Place {
    pub(super) const fn new(app: App, line: Arc<Line>) -> Self {
        Self { app, line }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.app.calls.socket_ended(self.line.id, self.app.now());
        self.app.hub.ended(self.line.id);
    }
}

/// Why a session ends: with a close code, or because the other side is gone.
pub(super) enum End {
    /// We close.
    Close(u16),
    /// They are gone.
    Gone,
}

/// Runs a socket from its upgrade to its end.
pub(super) async fn session(place: Place, socket: WebSocket) {
    let (sink, stream) = socket.split();
    let (app, line) = (place.app.clone(), Arc::clone(&place.line));
    let mut sending = tokio::spawn(pump(app.clone(), Arc::clone(&line), sink));
    let Some(writer) = app.writer() else {
        line.close(CLOSE_GOING_AWAY);
        let _ = sending.await;
        return;
    };
    let end = tokio::select! {
        end = read(&app, &line, &writer, stream) => end,
        // The sending side found out first: the other side is gone, or was closed.
        _ = &mut sending => return,
    };
    match end {
        End::Close(code) => {
            line.close(code);
            let _ = sending.await;
        }
        End::Gone => sending.abort(),
    }
}

async fn read(
    app: &App,
    line: &Arc<Line>,
    writer: &EntryWriter<Sender>,
    mut stream: SplitStream<WebSocket>,
) -> End {
    let hello = next(&mut stream, Duration::from_secs(SOCKET_HELLO_SECONDS_MAX)).await;
    match hello {
        Ok(Up::Hello { version: VERSION }) => {}
        Ok(Up::Hello { .. }) => return End::Close(CLOSE_VERSION),
        Ok(_) => return End::Close(CLOSE_MALFORMED),
        Err(end) => return end,
    }
    if let Err(refusal) = welcome(app, line).await {
        tracing::error!(?refusal, "a socket could not be welcomed");
        return End::Close(close_code::ERROR);
    }
    let mut pace = Pace::default();
    loop {
        let frame = match next(&mut stream, Duration::from_secs(SOCKET_IDLE_SECONDS_MAX)).await {
            Ok(frame) => frame,
            Err(end) => return end,
        };
        pace.keep().await;
        if let Err(end) = up::carry_out(app, line, writer, frame).await {
            return end;
        }
    }
}

/// The next frame; pongs count as signs of life and are read over.
async fn next(stream: &mut SplitStream<WebSocket>, patience: Duration) -> Result<Up, End> {
    loop {
        let Ok(message) = timeout(patience, stream.next()).await else { return Err(End::Gone) };
        match message {
            Some(Ok(Message::Binary(bytes))) => {
                return decode(&bytes).map_err(|_| End::Close(CLOSE_MALFORMED));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            // Text is not spoken here; a frame over the limit is an error of the stream.
            Some(Ok(Message::Text(_)) | Err(_)) => return Err(End::Close(CLOSE_MALFORMED)),
            // Answered in kind (RFC 6455 5.5.1): closing from here sends that answer.
            Some(Ok(Message::Close(_))) => return Err(End::Close(close_code::NORMAL)),
            None => return Err(End::Gone),
        }
    }
}

async fn welcome(app: &App, line: &Line) -> Reply<()> {
    let spaces = app.store.spaces_of(line.account).await?;
    line.tell(&Down::Welcome { account: line.account, now: app.now(), spaces });
    Ok(())
}

/// Keeps a client to [`FRAMES_PER_SECOND_MAX`] by reading no faster.
struct Pace {
    since: Instant,
    frames: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { since: Instant::now(), frames: 0 }
    }
}

impl Pace {
    async fn keep(&mut self) {
        self.frames += 1;
        if self.frames < FRAMES_PER_SECOND_MAX {
            return;
        }
        sleep_until(self.since + Duration::from_secs(1)).await;
        *self = Self::default();
    }
}
