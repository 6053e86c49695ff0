//! Changing the passphrase.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;

use crate::app::app;
use crate::components::{NewPassphrase, NewPassphraseField, PassphraseField, SubmitButton, Work, Working};
use crate::i18n::t;

/// The section; its form is unfolded only when wanted, and the judge of passphrases loaded only then.
#[component]
pub(super) fn Passphrase(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="section stack">
            <h2>{t!("settings-passphrase-title")}</h2>
            <p>{t!("settings-passphrase-lead")}</p>
            {move || if open.get() {
                view! { <Form session=session on_done=move || open.set(false) /> }.into_any()
            } else {
                view! {
                    <div><button type="button" class="button" on:click=move |_| open.set(true)>{t!("settings-passphrase-submit")}</button></div>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Form(session: StoredValue<Session, LocalStorage>, on_done: impl Fn() + Copy + 'static) -> impl IntoView {
    let app = app();
    let old = RwSignal::new(String::new());
    let missing = RwSignal::new(None);
    let new = NewPassphrase::new();
    let work = Work::new();
    let handle = session.with_value(Session::handle);
    let own_words = Signal::derive(move || vec![handle.clone()]);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = old.get_untracked();
        missing.set(typed.is_empty().then(|| t!("passphrase-missing")));
        let Some(chosen) = new.take(&own_words.get_untracked()).filter(|_| !typed.is_empty()) else { return };
        if work.begin() {
            let session = session.get_value();
            spawn_local(async move {
                let changed = session.change_passphrase(&typed, &chosen, &|stage| work.at(stage)).await;
                if work.end(changed).is_some() {
                    app.say(t!("settings-passphrase-done"));
                    on_done();
                }
            });
        }
    };
    view! {
        <form class="stack loose" novalidate on:submit=send>
            <PassphraseField label=t!("passphrase-current") value=old error=missing />
            <NewPassphraseField label=t!("passphrase-new-next") passphrase=new own_words=own_words />
            <div class="stack">
                <SubmitButton label=t!("settings-passphrase-submit") work=work />
                <Working work=work />
            </div>
        </form>
    }
}
