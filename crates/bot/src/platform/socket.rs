//! The WebSocket: a task reads and another writes, so that neither half waits for the other.

use std::cell::Cell;

use anyhow::Result;
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use rapport_client::platform::{Closed, Offline, Socket};
use rapport_wire::limits::{SOCKET_IDLE_SECONDS_MAX, SOCKET_QUEUE_FRAMES_MAX};
use rapport_wire::socket::PATH;
use reqwest::Url;
use reqwest::cookie::{CookieStore as _, Jar};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::{Duration, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Wire = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Sink = futures_util::stream::SplitSink<Wire, Message>;

/// An open socket.
pub(super) struct Line {
    sink: Mutex<Sink>,
    frames: Mutex<mpsc::Receiver<Result<Vec<u8>, Closed>>>,
    ended: Cell<Option<Closed>>,
    reader: tokio::task::JoinHandle<()>,
    reachable: watch::Receiver<bool>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl Line {
    pub(super) async fn open(origin: &Url, cookies: &Jar, reachable: watch::Receiver<bool>) -> Result<Self> {
        let mut url = origin.clone();
        url.set_path(PATH);
        let scheme = if origin.scheme() == "https" { "wss" } else { "ws" };
        // `set_scheme` refuses to turn http into ws (they differ in kind), so the text is changed.
        let address = url.as_str().replacen(origin.scheme(), scheme, 1);
        let mut request = address.into_client_request()?;
        if let Some(cookie) = cookies.cookies(origin) {
            request.headers_mut().insert("cookie", cookie);
        }
        let (wire, _) = connect_async(request).await?;
        let (sink, stream) = wire.split();
        let (to, frames) = mpsc::channel(SOCKET_QUEUE_FRAMES_MAX);
        let reader = tokio::spawn(read(stream, to));
        let (sink, frames) = (Mutex::new(sink), Mutex::new(frames));
        Ok(Self { sink, frames, ended: Cell::new(None), reader, reachable })
    }
}

async fn read(
    mut stream: futures_util::stream::SplitStream<Wire>,
    to: mpsc::Sender<Result<Vec<u8>, Closed>>,
) {
    let patience = Duration::from_secs(SOCKET_IDLE_SECONDS_MAX);
    loop {
        let frame = match timeout(patience, stream.next()).await {
            Ok(Some(Ok(Message::Binary(bytes)))) => Ok(bytes.to_vec()),
            Ok(Some(Ok(Message::Close(close)))) => Err(Closed { code: close.map(|c| c.code.into()) }),
            Ok(Some(Ok(_))) => continue,
            Ok(Some(Err(_)) | None) | Err(_) => Err(Closed { code: None }),
        };
        let last = frame.is_err();
        if to.send(frame).await.is_err() || last {
            return;
        }
    }
}

impl Socket for Line {
    fn send(&self, frame: Vec<u8>) -> LocalBoxFuture<'_, Result<(), Offline>> {
        async move {
            if !*self.reachable.borrow() {
                return Err(Offline);
            }
            let sent: Result<(), Error> = self.sink.lock().await.send(Message::Binary(frame.into())).await;
            sent.map_err(|_| Offline)
        }
        .boxed_local()
    }

    fn recv(&self) -> LocalBoxFuture<'_, Result<Vec<u8>, Closed>> {
        async move {
            if let Some(closed) = self.ended.get() {
                return Err(closed);
            }
            let mut reachable = self.reachable.clone();
            let arrives = async { self.frames.lock().await.recv().await };
            let frame = tokio::select! {
                frame = arrives => frame.unwrap_or(Err(Closed { code: None })),
                _ = reachable.wait_for(|there| !there) => Err(Closed { code: None }),
            };
            if let Err(closed) = &frame {
                self.ended.set(Some(*closed));
            }
            frame
        }
        .boxed_local()
    }
}
