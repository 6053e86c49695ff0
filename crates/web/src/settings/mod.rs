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
use crate::components::PageHead;
use crate::i18n::t;

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
            <take::Take />
            <look::Look />
            <lock::Lock />
            <leave::Leave />
        </div>
    }
    .into_any()
}
