//! Quick exit: out of sight first, then locked, then gone, with nothing to come back to.

use std::cell::Cell;

use gloo_timers::future::TimeoutFuture;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::{App, app};
use crate::components::{Glyph, Icon};
use crate::i18n::t;

/// Where one ends up: a page that every browser has, and that asks no network.
const NEUTRAL: &str = "about:blank";
/// Two presses of Escape within this time leave.
const TWICE_MS: f64 = 800.0;
/// Forgetting the key on the device must not keep anybody here longer than this.
const PATIENCE_MS: u32 = 400;

/// The button on every page.
#[component]
pub(crate) fn ExitButton() -> impl IntoView {
    let app = app();
    view! {
        <button type="button" class="button exit" title=t!("exit-help") on:click=move |_| leave(app)>
            <Icon glyph=Glyph::Exit /><span>{t!("exit")}</span>
        </button>
    }
}

/// Leaves when Escape is pressed twice.
pub(super) fn listen(app: App) {
    let last = Cell::new(f64::NEG_INFINITY);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.key() != "Escape" || event.repeat() {
            return;
        }
        let now = js_sys::Date::now();
        if now - last.replace(now) < TWICE_MS {
            leave(app);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Leaves at once.
fn leave(app: App) {
    if let Some(body) = document().body() {
        body.set_hidden(true);
    }
    crate::router::forget();
    spawn_local(async move {
        let lock = std::pin::pin!(app.lock());
        futures_util::future::select(lock, TimeoutFuture::new(PATIENCE_MS)).await;
        // Replaced, not left: the back button does not return to where one was.
        let _ = window().location().replace(NEUTRAL);
    });
}
