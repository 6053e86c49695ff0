//! `GET /metrics`: Prometheus, for loopback or whoever holds the token.

use std::sync::OnceLock;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::http::ClientAddress;

/// The recorder of this process: there is one, however many servers a test starts.
pub(crate) fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

pub(super) async fn metrics(State(app): State<App>, from: ClientAddress, headers: HeaderMap) -> Response {
    if !from.0.is_loopback() && !has_token(&headers, app.config.metrics.token.as_deref()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Some(recorder) = recorder() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    recorder.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], recorder.render()).into_response()
}

fn has_token(headers: &HeaderMap, token: Option<&str>) -> bool {
    let Some(token) = token.filter(|token| !token.is_empty()) else { return false };
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_when_it_is_the_one() {
        let mut headers = HeaderMap::new();
        assert!(!has_token(&headers, Some("secret")));
        headers.insert(header::AUTHORIZATION, "Bearer secret".parse().unwrap());
        assert!(has_token(&headers, Some("secret")));
        assert!(!has_token(&headers, Some("other")));
        assert!(!has_token(&headers, None));
        headers.insert(header::AUTHORIZATION, "Bearer ".parse().unwrap());
        assert!(!has_token(&headers, Some("")));
    }
}
