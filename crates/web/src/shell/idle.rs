//! Locking by itself when nobody has touched the page for a while.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::prefs;
use crate::app::App;

/// Between two looks at the clock.
const LOOK: Duration = Duration::from_secs(10);
const MINUTE_MS: f64 = 60_000.0;

/// Watches for the rest of the page's life.
pub(super) fn watch(app: App) {
    let touched = Rc::new(Cell::new(js_sys::Date::now()));
    let note = touched.clone();
    let note = send_wrapper::SendWrapper::new(move || note.set(js_sys::Date::now()));
    let keys = {
        let note = note.clone();
        window_event_listener(ev::keydown, move |_| note())
    };
    let pointer = {
        let note = note.clone();
        window_event_listener(ev::pointerdown, move |_| note())
    };
    let scroll = window_event_listener(ev::wheel, move |_| note());
    on_cleanup(move || {
        keys.remove();
        pointer.remove();
        scroll.remove();
    });
    // The clock, not the count of ticks: a laptop that slept through its timers has been idle all the same.
    let look = move || {
        if app.busy().get_untracked() {
            touched.set(js_sys::Date::now());
        }
        let idle_ms = js_sys::Date::now() - touched.get();
        if idle_ms >= f64::from(prefs::lock_minutes()) * MINUTE_MS && app.session().is_some() {
            spawn_local(app.lock());
        }
    };
    if let Ok(handle) = set_interval_with_handle(look, LOOK) {
        on_cleanup(move || handle.clear());
    }
}
