//! The accept loop: takes connections while there is room, and stops when told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use rapport_wire::limits::{CONNECTION_GREETING_SECONDS_MAX, CONNECTIONS_MAX};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connection::serve_http;
use super::greeting::{Greeting, greet};
use crate::call::MediaDoor;

/// How long to wait after the system refused a connection, for want of file handles perhaps.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// What a connection may lead to.
pub(crate) struct Edge {
    /// Pages, API and socket.
    pub(crate) router: Router,
    /// TLS, when this server speaks it.
    pub(crate) tls: Option<TlsAcceptor>,
    /// Whether plain HTTP is served: on loopback, or from a declared proxy.
    pub(crate) plain_from: Box<dyn Fn(SocketAddr) -> bool + Send + Sync>,
    /// Where media over TCP goes.
    pub(crate) media: MediaDoor,
    /// Says when to stop.
    pub(crate) stop: CancellationToken,
    /// Counts the connections that are still open.
    pub(crate) open: TaskTracker,
}

/// Accepts until `edge.stop`; connections already open finish on their own, counted in `edge.open`.
pub(crate) async fn accept_until_stopped(listener: TcpListener, edge: Edge) {
    let edge = Arc::new(edge);
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = edge.stop.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                let shared = Arc::clone(&edge);
                edge.open.spawn(async move {
                    welcome(&shared, stream, peer).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REFUSED_PAUSE).await;
            }
        }
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    // The semaphore is never closed; were it, this would read as "no room".
    let place = Arc::clone(room).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

/// Finds out what a connection speaks, within a time, and hands it on.
async fn welcome(edge: &Edge, stream: TcpStream, peer: SocketAddr) {
    let patience = Duration::from_secs(CONNECTION_GREETING_SECONDS_MAX);
    let _ = stream.set_nodelay(true);
    let Ok(Ok(greeting)) = timeout(patience, greet(&stream)).await else { return };
    match greeting {
        Greeting::Tls => {
            let Some(tls) = &edge.tls else { return };
            if let Ok(Ok(stream)) = timeout(patience, tls.accept(stream)).await {
                serve_http(stream, peer, &edge.router, &edge.stop).await;
            }
        }
        Greeting::Http if (edge.plain_from)(peer) => serve_http(stream, peer, &edge.router, &edge.stop).await,
        Greeting::Media => edge.media.enter(stream),
        Greeting::Http => {}
    }
}
