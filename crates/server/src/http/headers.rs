//! Headers of every reply: what a page of ours may load, and that it may not be framed, sniffed or leaked.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;

/// Everything from this origin alone; wasm may be compiled, and nothing else may be evaluated.
fn content_security_policy(origins: &[String]) -> String {
    // 'self' does not cover ws: in every browser, so the socket's address is spelled out.
    let sockets: Vec<String> = origins.iter().map(|origin| origin.replacen("http", "ws", 1)).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
         media-src 'self' blob:; connect-src 'self' {}; worker-src 'self'; frame-ancestors 'none'; \
         base-uri 'none'; form-action 'none'; manifest-src 'self'",
        sockets.join(" ")
    )
}

/// The headers of this server, computed once.
pub(crate) fn all(origins: &[String], secure: bool) -> Vec<(HeaderName, HeaderValue)> {
    let fixed = [
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), geolocation=(), payment=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let mut all: Vec<_> =
        fixed.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(origins)) {
        all.push((header::CONTENT_SECURITY_POLICY, policy));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        all.push((header::STRICT_TRANSPORT_SECURITY, year));
    }
    all
}

/// Puts them on a reply.
pub(crate) async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in &app.headers {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_promises_tls() {
        let has = |secure| {
            all(&["https://a.example".to_owned()], secure)
                .iter()
                .any(|(name, _)| name == header::STRICT_TRANSPORT_SECURITY)
        };
        assert!(has(true) && !has(false));
    }

    #[test]
    fn the_socket_may_be_reached_and_nothing_else_evaluated() {
        let policy = content_security_policy(&["https://a.example".to_owned()]);
        assert!(policy.contains("connect-src 'self' wss://a.example;"));
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"));
    }
}
