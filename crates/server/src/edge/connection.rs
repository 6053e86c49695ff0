//! HTTP/1.1 on one connection, with upgrades, until it ends or the server stops.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rapport_wire::limits::{CONNECTION_GREETING_SECONDS_MAX, STOP_SECONDS_MAX};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::http::Peer;

/// Bytes of one request's headers, all together.
const HEADER_BYTES_MAX: usize = 16 * 1024;

/// Serves requests until either side ends it. On a stop, the request under way is finished first.
pub(super) async fn serve_http<S>(stream: S, peer: SocketAddr, router: &Router, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(CONNECTION_GREETING_SECONDS_MAX))
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        // How a connection ends is its own affair: a closed laptop is not an event.
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    let _ = tokio::time::timeout(Duration::from_secs(STOP_SECONDS_MAX), connection).await;
}
