//! `GET` of anything that is no route.

use std::borrow::Cow;
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapport_wire::Code;

use crate::app::App;
use crate::http::Refusal;

/// Kept for good: the name changes when the bytes do.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Serves a file, or the first page, or a refusal under /api.
pub(crate) async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || path.starts_with("/api/") {
        return Refusal::from(Code::NotFound).into_response();
    }
    let name = path.trim_start_matches('/');
    let wants_brotli = accepts_brotli(request.headers());
    if let Some(found) = file(&app, name, wants_brotli).await {
        return found;
    }
    // A missing script must not look like a page: the browser would try to run it.
    if name.starts_with("pkg/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let first = file(&app, "index.html", wants_brotli).await;
    first.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

async fn file(app: &App, name: &str, wants_brotli: bool) -> Option<Response> {
    if Path::new(name).extension().is_some_and(|end| end == "br") {
        return None;
    }
    if wants_brotli && let Some(small) = app.assets.read(&format!("{name}.br")).await {
        return Some(reply(name, small, true));
    }
    Some(reply(name, app.assets.read(name).await?, false))
}

fn reply(name: &str, bytes: Cow<'static, [u8]>, brotli: bool) -> Response {
    let body = match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    let keep = if name.starts_with("pkg/") { FOR_GOOD } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if brotli {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// Everything of ours that is text is UTF-8, and says so.
fn kind(name: &str) -> &'static str {
    match mime_guess::from_path(name).first_raw() {
        Some("text/html") => "text/html; charset=utf-8",
        Some("text/css") => "text/css; charset=utf-8",
        Some("text/javascript") => "text/javascript; charset=utf-8",
        Some(other) => other,
        None => "application/octet-stream",
    }
}

/// RFC 9110 12.5.3, as far as browsers use it: `br`, unless it is weighted with zero.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br") && parts.next().is_none_or(|weight| !matches!(weight, "q=0" | "q=0.0"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let accepts = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            accepts_brotli(&headers)
        };
        assert!(accepts("gzip, deflate, br, zstd"));
        assert!(accepts("br;q=0.5"));
        assert!(!accepts("gzip") && !accepts("br;q=0") && !accepts("brotli"));
    }
}
