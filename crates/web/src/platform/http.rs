//! Requests to the own server through `fetch`. The cookie is the browser's business: no script sees it.

use js_sys::Uint8Array;
use leptos::prelude::window;
use rapport_client::platform::{Offline, Request, Response};
use rapport_wire::endpoint::Method;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit};

/// How long an answer may take. A chunk of a file on a very slow line takes minutes.
const PATIENCE_MS: u32 = 30_000;
const CHUNK_PATIENCE_MS: u32 = 240_000;

/// Sends a request; whatever keeps the answer from coming is "offline".
pub(super) async fn send(request: Request) -> Result<Response, Offline> {
    fetch(request).await.map_err(|_| Offline)
}

async fn fetch(request: Request) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let raw = matches!(request.method, Method::Put) || request.path.contains("/blobs/");
    let init = RequestInit::new();
    init.set_method(verb(request.method));
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(if raw { CHUNK_PATIENCE_MS } else { PATIENCE_MS })));
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(&request.path, &init)).await?;
    let answer: web_sys::Response = answer.dyn_into()?;
    let body = JsFuture::from(answer.array_buffer()?).await?;
    Ok(Response { status: answer.status(), body: Uint8Array::new(&body).to_vec() })
}

const fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}
