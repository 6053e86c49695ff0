//! Changing the passphrase.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::{ClientError, Session};

use crate::account::focus_first_error;
use crate::app::app;
use crate::components::{NewPassphrase, NewPassphraseField, PassphraseField, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::shell::focus;

/// The section; its form is unfolded only when wanted, and the judge of passphrases loaded only then.
#[component]
pub(super) fn Passphrase(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let open = RwSignal::new(false);
    let begin = move |_| {
        open.set(true);
        focus(".passphrase-form input");
    };
    let close = move || {
        let _ = open.try_set(false);
        focus("#change-passphrase");
    };
    view! {
        <section class="section stack">
            <h2>{t!("settings-passphrase-title")}</h2>
            <p>{t!("settings-passphrase-lead")}</p>
            {move || if open.get() {
                view! { <Form session=session on_done=close /> }.into_any()
            } else {
                view! {
                    <div><button type="button" class="button" id="change-passphrase" on:click=begin>{t!("settings-passphrase-submit")}</button></div>
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
        let Some(chosen) = new.take(&own_words.get_untracked()).filter(|_| !typed.is_empty()) else {
            return focus_first_error();
        };
        if work.begin() {
            let session = session.get_value();
            spawn_local(async move {
                let changed = session.change_passphrase(&typed, &chosen, &|stage| work.at(stage)).await;
                if matches!(changed, Err(ClientError::WrongPassphrase)) {
                    work.give_up();
                    let _ = missing.try_set(Some(t!("passphrase-current-wrong")));
                    focus_first_error();
                } else if work.end(changed).is_some() {
                    app.say(t!("settings-passphrase-done"));
                    on_done();
                }
            });
        }
    };
    view! {
        <form class="stack loose passphrase-form" novalidate on:submit=send>
            <PassphraseField label=t!("passphrase-current") value=old error=missing />
            <NewPassphraseField label=t!("passphrase-new-next") passphrase=new own_words=own_words />
            <div class="stack">
                <SubmitButton label=t!("settings-passphrase-submit") work=work />
                <Working work=work />
            </div>
        </form>
    }
}
