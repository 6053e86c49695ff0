//! One fetch of a calendar elsewhere: bounded in time, bytes and hops, each hop vetted as the first.

use std::time::Duration;

use futures_util::StreamExt as _;
use rapport_wire::Code;
use rapport_wire::calendar_link::{SourceKind, SourceLogin};
use rapport_wire::limits::{SOURCE_BYTES_MAX, SOURCE_HOPS_MAX, SOURCE_SECONDS_MAX};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url, header};
use tokio::time::timeout;

use super::guard::{self, Place};

/// Where a calendar is, and how to get in. What is sealed in the database.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) login: Option<SourceLogin>,
}

/// What to ask for.
pub(super) struct Ask<'a> {
    pub(super) target: &'a Target,
    pub(super) kind: SourceKind,
    /// A calendar-query, for CalDAV.
    pub(super) query: String,
}

/// Fetches a calendar. Every way this can go wrong is a code for its owner; none of it is logged, since an
/// address can be a secret.
pub(super) async fn fetch(ask: &Ask<'_>, allowed: &[String]) -> Result<Vec<u8>, Code> {
    let whole = timeout(Duration::from_secs(SOURCE_SECONDS_MAX), follow(ask, allowed));
    whole.await.unwrap_or(Err(Code::SourceUnreachable))
}

async fn follow(ask: &Ask<'_>, allowed: &[String]) -> Result<Vec<u8>, Code> {
    let first = guard::parse(&ask.target.url, allowed)?;
    let mut url = first.clone();
    for _ in 0..=SOURCE_HOPS_MAX {
        let place = guard::resolve(url, allowed).await?;
        // The login is for the server it was given for, and for nobody that one points to.
        let login = ask.target.login.as_ref().filter(|_| place.url.origin() == first.origin());
        let response = request(&place, ask, login)?.send().await.map_err(|_| Code::SourceUnreachable)?;
        match onwards(&response, &place.url)? {
            Some(next) => url = guard::parse(next.as_str(), allowed)?,
            None => return read(response).await,
        }
    }
    Err(Code::SourceInvalid)
}

/// A client for one request, which can only connect to what was vetted.
fn request(place: &Place, ask: &Ask<'_>, login: Option<&SourceLogin>) -> Result<RequestBuilder, Code> {
    let client = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .resolve_to_addrs(&place.host, &place.addresses)
        .user_agent("calendar-reader")
        .build()
        .map_err(|_| Code::SourceUnreachable)?;
    let request = match ask.kind {
        SourceKind::Ics => client.get(place.url.clone()).header(header::ACCEPT, "text/calendar, */*;q=0.1"),
        SourceKind::CalDav => {
            let report = Method::from_bytes(b"REPORT").map_err(|_| Code::SourceInvalid)?;
            client
                .request(report, place.url.clone())
                .header("depth", "1")
                .header(header::CONTENT_TYPE, "application/xml; charset=utf-8")
                .body(ask.query.clone())
        }
    };
    // Nothing is unpacked here, so that what is counted is what there is.
    let request = request.header(header::ACCEPT_ENCODING, "identity");
    Ok(match login {
        Some(login) => request.basic_auth(&login.name, Some(&login.password)),
        None => request,
    })
}

/// Where a redirection leads; none when the calendar is here.
fn onwards(response: &Response, from: &Url) -> Result<Option<Url>, Code> {
    let status = response.status();
    if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        return location.and_then(|to| from.join(to).ok()).map(Some).ok_or(Code::SourceInvalid);
    }
    match status {
        StatusCode::OK | StatusCode::MULTI_STATUS => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Code::SourceRefused),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            return Err(Code::SourceUnreachable);
        }
        _ => return Err(Code::SourceInvalid),
    }
    let packed = response.headers().get(header::CONTENT_ENCODING).is_some_and(|how| how != "identity");
    if packed { Err(Code::SourceInvalid) } else { Ok(None) }
}

async fn read(response: Response) -> Result<Vec<u8>, Code> {
    if response.content_length().is_some_and(|length| length > SOURCE_BYTES_MAX as u64) {
        return Err(Code::SourceInvalid);
    }
    let mut body = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Code::SourceUnreachable)?;
        if body.len() + piece.len() > SOURCE_BYTES_MAX {
            return Err(Code::SourceInvalid);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
