//! Whether the person is looking: only then have words been read.

use leptos::ev;
use leptos::prelude::*;
use web_sys::VisibilityState;

/// Whether the page is in front of the person.
pub(super) fn looking() -> Signal<bool> {
    let seen = || document().visibility_state() == VisibilityState::Visible;
    let state = RwSignal::new(seen());
    let handle = window_event_listener(ev::visibilitychange, move |_| state.set(seen()));
    let focus = window_event_listener(ev::focus, move |_| state.set(seen()));
    on_cleanup(move || {
        handle.remove();
        focus.remove();
    });
    state.into()
}
