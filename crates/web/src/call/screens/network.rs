//! The network in words, before one goes in: how long a word takes to the server and back.

use js_sys::Date;
use leptos::prelude::*;
use rapport_client::platform::Request;
use rapport_client::views::Connection;
use rapport_wire::endpoint::{Endpoint as _, Method};
use rapport_wire::practice::GetPractice;

use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// Round trip from which a picture may lag, in milliseconds.
const SLOW_MS: f64 = 350.0;
/// Requests timed; the quickest counts, because the first opens connections.
const TRIES: u32 = 3;

/// What was found.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    Looking,
    Well,
    Slow,
    Unreachable,
}

/// One sentence about the network.
#[component]
pub(super) fn NetworkCheck() -> impl IntoView {
    let app = app();
    let found = RwSignal::new(Found::Looking);
    Effect::new(move || {
        if app.connection() != Connection::Online {
            return found.set(Found::Unreachable);
        }
        found.set(Found::Looking);
        let outside = app.outside();
        leptos::task::spawn_local(async move {
            let mut best = f64::INFINITY;
            for _ in 0..TRIES {
                let begun = Date::now();
                let request = Request {
                    method: Method::Get,
                    path: GetPractice::PATH.to_owned(),
                    headers: Vec::new(),
                    body: Vec::new(),
                };
                if outside.http(request).await.is_ok() {
                    best = best.min(Date::now() - begun);
                }
            }
            let _ = found.try_set(match best {
                ms if ms <= SLOW_MS => Found::Well,
                ms if ms.is_finite() => Found::Slow,
                _ => Found::Unreachable,
            });
        });
    });
    let words = move || match found.get() {
        Found::Looking => t!("call-network-looking"),
        Found::Well => t!("call-network-well"),
        Found::Slow => t!("call-network-slow"),
        Found::Unreachable => t!("call-network-unreachable"),
    };
    let glyph = move || match found.get() {
        Found::Looking => view! { <Icon glyph=Glyph::Clock /> },
        Found::Well => view! { <Icon glyph=Glyph::Check /> },
        Found::Slow | Found::Unreachable => view! { <Icon glyph=Glyph::Warn /> },
    };
    view! { <p class="row" role="status">{glyph} <span class="grow">{words}</span></p> }
}
