//! Making an account: who one is, then the recovery words, then a check of one's copy.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::account::{NewPerson, sign_up};
use rapport_client::{Link, Session};

use super::person::{HandleField, NameField, Text, check_handle, check_name, focus_first_error};
use super::this_device;
use super::words::{CheckWords, ShowWords};
use crate::app::app;
use crate::components::{NewPassphrase, NewPassphraseField, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::route::Route;
use crate::router::router;
use crate::shell::focus_title;

/// Where somebody is on the way in.
#[derive(Clone)]
enum Step {
    Account,
    Words(Rc<NewAccount>),
    Check(Rc<NewAccount>),
}

/// An account that exists, whose words its person has not confirmed yet.
pub(super) struct NewAccount {
    session: Session,
    /// The 24 words, in order.
    pub(super) words: Vec<&'static str>,
}

/// The three steps of making an account by a link.
#[component]
pub(super) fn SignUp(
    /// The link.
    link: Rc<Link>,
    /// What the first step says, title included.
    intro: AnyView,
    /// What its button says.
    submit: String,
) -> impl IntoView {
    let step = RwSignal::new_local(Step::Account);
    let intro = StoredValue::new_local(Some(intro));
    let link = StoredValue::new_local(link);
    let go = move |next: Step| {
        step.set(next);
        request_animation_frame(focus_title);
    };
    move || {
        match step.get() {
        Step::Account => view! {
            <div class="page narrow stack loose">
                {intro.try_update_value(Option::take).flatten()}
                <AccountForm link=link.get_value() submit=submit.clone() on_done=move |account| go(Step::Words(account)) />
            </div>
        }
        .into_any(),
        Step::Words(account) => {
            let words = account.words.clone();
            view! { <ShowWords words=words on_done=move || go(Step::Check(account.clone())) /> }.into_any()
        }
        Step::Check(account) => {
            let words = account.words.clone();
            let again = account.clone();
            view! {
                <CheckWords words=words on_back=move || go(Step::Words(again.clone())) on_done=move || come_in(&account) />
            }
            .into_any()
        }
    }
    }
}

fn come_in(account: &NewAccount) {
    account.session.confirm_words();
    router().replace(Route::Messages);
    app().enter(account.session.clone());
}

#[component]
fn AccountForm(
    link: Rc<Link>,
    submit: String,
    on_done: impl Fn(Rc<NewAccount>) + Copy + 'static,
) -> impl IntoView {
    let (app, router) = (app(), router());
    let (handle, name) = (Text::new(), Text::new());
    let passphrase = NewPassphrase::new();
    let work = Work::new();
    let own_words = Signal::derive(move || vec![handle.value.get(), name.value.get()]);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // All three are looked at before the first wrong one stops it, so that all are marked.
        let written =
            (handle.take(check_handle), name.take(check_name), passphrase.take(&own_words.get_untracked()));
        let (Some(handle), Some(display_name), Some(passphrase)) = written else {
            return focus_first_error();
        };
        if !work.begin() {
            return;
        }
        let person = NewPerson { handle, display_name, passphrase, device_label: this_device() };
        let link = link.clone();
        spawn_local(async move {
            let made = sign_up(app.outside(), &link, person, &|stage| work.at(stage)).await;
            if let Some(made) = work.end(made) {
                // It has been used; a page loaded again finds the account.
                router.forget_fragment();
                on_done(Rc::new(NewAccount { session: made.session, words: made.words.words().collect() }));
            }
        });
    };
    view! {
        <form class="stack loose" novalidate on:submit=send>
            <HandleField handle=handle choosing=true />
            <NameField name=name />
            <NewPassphraseField label=t!("passphrase-new") passphrase=passphrase own_words=own_words />
            <div class="stack">
                <SubmitButton label=submit work=work />
                <Working work=work />
            </div>
        </form>
    }
}
