//! Against requests that another site makes with somebody's cookie.
//!
//! Three fences, each enough alone: the cookie is SameSite=Strict; whatever changes state must carry a header
//! that a form cannot send; and `Sec-Fetch-Site` or `Origin`, when present, must be our own (the csrf layer).

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rapport_wire::Code;
use rapport_wire::endpoint::HEADER;

use super::refusal::Refusal;

/// Refuses whatever changes state without [`HEADER`].
pub(crate) async fn require_header(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let has = request.headers().get(HEADER.0).is_some_and(|value| value == HEADER.1);
    if reads || has { next.run(request).await } else { Refusal::from(Code::CrossSite).into_response() }
}

/// Whether a WebSocket was opened by one of our own pages. Browsers always send `Origin` there and apply no
/// same-origin policy (RFC 6455 10.2); programs that are not browsers send none and carry no ambient cookie.
pub(crate) fn is_own_origin(headers: &HeaderMap, origins: &[String]) -> bool {
    match headers.get(header::ORIGIN) {
        None => true,
        Some(value) => value.to_str().is_ok_and(|origin| origins.iter().any(|own| own == origin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_origin_is_not_ours() {
        let own = ["https://practice.example".to_owned()];
        let mut headers = HeaderMap::new();
        assert!(is_own_origin(&headers, &own));
        headers.insert(header::ORIGIN, "https://practice.example".parse().unwrap());
        assert!(is_own_origin(&headers, &own));
        for foreign in
            ["https://evil.example", "https://practice.example.evil", "null", "http://practice.example"]
        {
            headers.insert(header::ORIGIN, foreign.parse().unwrap());
            assert!(!is_own_origin(&headers, &own), "{foreign}");
        }
    }
}
