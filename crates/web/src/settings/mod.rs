//! You: name, code, devices, passphrase, recovery words, taking along, look, lock, leaving.

mod code;
mod devices;
mod leave;
mod lock;
mod look;
mod name;
mod passphrase;
mod take;
mod words;

use leptos::prelude::*;

use crate::app::app;
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// `/settings`.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let Some(session) = app().session() else { return ().into_any() };
    let session = StoredValue::new_local(session);
    let handle = session.with_value(rapport_client::Session::handle);
    view! {
        <div class="page">
            <PageHead title=t!("settings-title") lead=t!("settings-signed-in-as", handle = handle) />
            <name::Name session=session />
            <code::Code session=session />
            <devices::Devices session=session />
            <passphrase::Passphrase session=session />
            <words::Words session=session />
            <Times />
            <take::Take />
            <look::Look />
            <lock::Lock />
            <leave::Leave />
        </div>
    }
    .into_any()
}

/// What one may look for here, and is kept with the sessions.
#[component]
fn Times() -> impl IntoView {
    view! {
        <section class="section stack">
            <h2>{t!("settings-sessions")}</h2>
            <div class="row">
                <Link to=Route::Reminders class="button"><Icon glyph=Glyph::Bell /><span>{t!("reminders-title")}</span></Link>
                <Link to=Route::Calendars class="button"><Icon glyph=Glyph::Calendar /><span>{t!("links-title")}</span></Link>
            </div>
        </section>
    }
}
