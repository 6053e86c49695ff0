//! From a request to an [`Endpoint`], and from what a handler says to a reply.

use axum::Json;
use axum::body::Bytes;
use axum::extract::RawPathParams;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapport_wire::endpoint::{Endpoint, Method};
use rapport_wire::{Code, Problem};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::cookie::SetCookie;
use super::refusal::{Refusal, Reply};

/// What a handler says: a body, and perhaps a word about the cookie.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    body: T,
    cookie: Option<SetCookie>,
}

impl<T> From<T> for Answer<T> {
    fn from(body: T) -> Self {
        Self { body, cookie: None }
    }
}

impl<T> Answer<T> {
    /// A body that comes with a change of the cookie.
    pub(crate) const fn with_cookie(body: T, cookie: SetCookie) -> Self {
        Self { body, cookie: Some(cookie) }
    }
}

impl<T: serde::Serialize> Answer<T> {
    /// The HTTP reply. Nothing the API says may be kept by a cache.
    pub(super) fn into_http(self, secure: bool) -> Response {
        let mut response = ([(header::CACHE_CONTROL, "no-store")], Json(self.body)).into_response();
        if let Some(value) = self.cookie.and_then(|cookie| cookie.header(secure)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }
}

/// Reads a request: its JSON body, if its verb has one, and the places of its path. Where both name the
/// same thing they must agree, so that what was authorised is what is done.
pub(super) fn read<E: Endpoint>(params: &RawPathParams, body: Result<Bytes, BytesRejection>) -> Reply<E> {
    let mut fields = match E::METHOD {
        Method::Post | Method::Put => read_body(&body.map_err(|rejection| body_refused(&rejection))?)?,
        Method::Get | Method::Delete => Map::new(),
    };
    for (name, text) in params {
        let place = Value::from(text);
        if fields.get(name).is_some_and(|stated| *stated != place) {
            return Err(malformed(format!("{name} differs between path and body")));
        }
        fields.insert(name.to_owned(), place);
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| malformed(error.to_string()))
}

fn read_body(body: &[u8]) -> Reply<Map<String, Value>> {
    serde_json::from_slice(body).map_err(|error| malformed(error.to_string()))
}

fn body_refused(rejection: &BytesRejection) -> Refusal {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge.into()
    } else {
        malformed("the body ended early".to_owned())
    }
}

/// A refusal that says what could not be read. serde names fields and types, and may quote a value; only the
/// sender sees it.
fn malformed(detail: String) -> Refusal {
    Problem::with_detail(Code::Malformed, detail).into()
}

/// The places of a path alone, for routes whose body is not JSON.
pub(crate) fn path_ids<T: DeserializeOwned>(params: &RawPathParams) -> Reply<T> {
    let fields: Map<String, Value> =
        params.iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    serde_json::from_value(Value::Object(fields)).map_err(|_| Code::NotFound.into())
}
