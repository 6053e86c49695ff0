//! A socket as the client speaks it.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rapport_seal::entry::SealedEntry;
use rapport_wire::SpaceId;
use rapport_wire::socket::{Down, PATH, Up, VERSION, decode, encode};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::server::Server;

/// Longer than anything here takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a socket and says nothing. The error is the status of a refused upgrade.
    pub(crate) async fn open(server: &Server, cookie: &str, origin: Option<&str>) -> Result<Self, u16> {
        let url = format!("{}{PATH}", server.origin.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    /// Opens a socket, says Hello and reads the Welcome.
    pub(crate) async fn hello(server: &Server, cookie: &str) -> (Self, Down) {
        let mut socket = Self::open(server, cookie, None).await.unwrap();
        socket.say(&Up::Hello { version: VERSION }).await;
        let welcome = socket.hear().await;
        assert!(matches!(welcome, Down::Welcome { .. }), "{welcome:?}");
        (socket, welcome)
    }

    pub(crate) async fn say(&mut self, up: &Up) {
        self.0.send(Message::Binary(encode(up).into())).await.unwrap();
    }

    pub(crate) async fn send(&mut self, reference: u32, space: SpaceId, entry: &SealedEntry) {
        let (head, body) = (entry.head.clone().into(), entry.body.clone().into());
        self.say(&Up::Send { reference, space, head, body }).await;
    }

    pub(crate) async fn follow(&mut self, space: SpaceId, log_from: u64, after: u64) {
        self.say(&Up::Follow { space, log_from, after }).await;
    }

    /// The next frame.
    pub(crate) async fn hear(&mut self) -> Down {
        match self.next().await {
            Ok(down) => down,
            Err(code) => panic!("closed with {code}"),
        }
    }

    /// The next frame, or the code the server closed with (1006 when it gave none).
    pub(crate) async fn next(&mut self) -> Result<Down, u16> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("the server says nothing") {
                Some(Ok(Message::Binary(bytes))) => return Ok(decode(&bytes).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(1006, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// Frames up to the first that fits; those before are passed over.
    pub(crate) async fn until<T>(&mut self, mut fits: impl FnMut(Down) -> Option<T>) -> T {
        loop {
            if let Some(found) = fits(self.hear().await) {
                return found;
            }
        }
    }

    /// The code the server closes with.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}
