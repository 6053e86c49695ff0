//! The line to the server, in words.

use leptos::prelude::*;
use rapport_client::views::Connection;

use crate::app::app;
use crate::i18n::t;

/// The state of the line; read aloud when it changes.
#[component]
pub(super) fn LineState() -> impl IntoView {
    let app = app();
    let online = window_event_listener(leptos::ev::online, move |_| {
        if let Some(session) = app.session() {
            session.reconnect_now();
        }
    });
    on_cleanup(move || online.remove());
    let state = move || match app.connection() {
        Connection::Online => ("online", t!("line-online"), None),
        Connection::Connecting => ("connecting", t!("line-connecting"), None),
        Connection::Offline | Connection::SignedOut => {
            ("offline", t!("line-offline"), Some(t!("line-offline-kept")))
        }
        Connection::OutOfDate => ("offline", t!("out-of-date-rec"), None),
    };
    view! {
        <span class="line-state" role="status" data-line=move || state().0>
            <span class="dot" aria-hidden="true"></span><span>{move || state().1}{move || state().2.map(|more| view! { <span class="line-more">" " {more}</span> })}</span>
        </span>
    }
}
