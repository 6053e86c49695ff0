//! One line a request in the log: verb, route and status. Never a path, which holds ids; never an address.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// Logs and counts a request under its route's template.
pub(crate) async fn trace_requests(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("asset", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = began.elapsed();
    tracing::debug!(%method, route, status, elapsed_us = elapsed.as_micros() as u64, "request");
    let labels = [("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!("rapport_http_requests_total", &labels).increment(1);
    metrics::histogram!("rapport_http_seconds", "route" => route.to_owned()).record(elapsed);
    response
}
