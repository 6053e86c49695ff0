//! A passing word at the foot of the page; never the only place where something is said.

use std::time::Duration;

use leptos::prelude::*;

use crate::app::app;

/// Long enough to read a short sentence twice.
const SHOWN: Duration = Duration::from_secs(6);

/// Where passing words appear.
#[component]
pub(super) fn Toast() -> impl IntoView {
    let toast = app().toast();
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(handle) = before.flatten() {
            handle.clear();
        }
        toast.get().and_then(|_| set_timeout_with_handle(move || toast.set(None), SHOWN).ok())
    });
    view! { <div class="toasts" role="status">{move || toast.get().map(|words| view! { <p class="toast">{words}</p> })}</div> }
}
