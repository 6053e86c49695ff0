//! Whether the server lives, whether it can work, and what it measures. No ids, no names, no addresses.

mod metrics;
mod ready;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use metrics::recorder;

/// Routes for machines that watch this one; not part of the API.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready::ready))
        .route("/metrics", get(metrics::metrics))
}
