//! Every route: a table of contents.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use rapport_wire::Code;
use rapport_wire::limits::JSON_BODY_BYTES_MAX;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};

use crate::app::App;
use crate::http::{Refusal, Routes, require_header, security_headers, trace_requests};
use crate::openapi::Description;
use crate::{
    account, appointment, assets, blob, calendar_link, device, health, invitation, offer, practice, reminder,
    socket, space, waiting,
};

/// The whole of it.
///
/// # Errors
/// An origin that no browser would send.
pub(crate) fn router(app: App) -> Result<Router, ConfigError> {
    let (api, description) = api();
    let document = Bytes::from(description.document().to_json().unwrap_or_default());
    let mut csrf = CsrfLayer::new();
    for origin in &app.origins {
        csrf = csrf.add_trusted_origin(origin)?;
    }
    let csrf =
        csrf.with_rejection_response(|_: ProtectionError| Refusal::from(Code::CrossSite).into_response());
    Ok(api
        .route("/api/openapi.json", get(async move || json(document.clone())))
        .merge(health::routes())
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(JSON_BODY_BYTES_MAX))
        .layer(from_fn(require_header))
        .layer(csrf)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(trace_requests))
        .layer(from_fn_with_state(app.clone(), security_headers))
        .with_state(app))
}

/// The API and its description.
fn api() -> (Router<App>, Description) {
    let features = [
        practice::routes,
        account::routes,
        device::routes,
        invitation::routes,
        space::routes,
        blob::routes,
        offer::routes,
        appointment::routes,
        waiting::routes,
        reminder::routes,
        calendar_link::routes,
        socket::routes,
    ];
    features.into_iter().fold(Routes::default(), |routes, feature| feature(routes)).finish()
}

fn json(document: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], document)
        .into_response()
}

/// One request's panic is that request's fault and nobody else's. Its words may hold anything: not logged.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Refusal::fault("a handler panicked; the panic hook has said where").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_every_route() {
        let (_, description) = api();
        let document: serde_json::Value =
            serde_json::from_str(&description.document().to_json().unwrap()).unwrap();
        let mut lines = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (verb, operation) in item.as_object().unwrap() {
                let open = if operation.get("security").is_some() { "signed in" } else { "anyone" };
                lines.push(format!("{:6} {path} ({open})", verb.to_uppercase()));
            }
        }
        lines.sort();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn every_reference_in_the_description_leads_somewhere() {
        let (_, description) = api();
        let text = description.document().to_json().unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}
