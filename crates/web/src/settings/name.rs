//! What others call one here.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;

use crate::account::{Text, check_name};
use crate::app::app;
use crate::components::{SubmitButton, TextField, Work, Working};
use crate::i18n::t;

/// Changes the name.
#[component]
pub(super) fn Name(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let app = app();
    let name = Text::new();
    name.value.set(session.with_value(Session::display_name));
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(written) = name.take(check_name) else { return };
        if work.begin() {
            let session = session.get_value();
            spawn_local(async move {
                if work.end(session.set_display_name(&written).await).is_some() {
                    app.say(t!("settings-name-saved"));
                }
            });
        }
    };
    view! {
        <section class="section stack">
            <h2>{t!("settings-name-title")}</h2>
            <form class="stack" novalidate on:submit=send>
                <TextField label=t!("name-label") value=name.value error=name.error() help=t!("name-help") autocomplete="nickname" />
                <div><SubmitButton label=t!("save") work=work /></div>
                <Working work=work />
            </form>
        </section>
    }
}
