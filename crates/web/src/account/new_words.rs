//! New recovery words: the passphrase once more, the words, a check of one's copy. Only then do they take
//! the place of the old ones, so that a page closed on the way has changed nothing.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::{ClientError, Session};
use rapport_seal::words::RecoveryWords;
use rapport_wire::Code;

use super::person::focus_first_error;
use super::words::{CheckWords, ShowWords};
use crate::app::app;
use crate::components::{PageHead, PassphraseField, Refusal, SubmitButton, Work, Working};
use crate::i18n::{Sentences, sentences, t};
use crate::route::Route;
use crate::router::{Link, router};
use crate::shell::focus_title;

/// Where somebody is.
#[derive(Clone)]
enum Step {
    /// Prove the passphrase; the words are there already when the proof has grown old meanwhile.
    Prove(Option<Rc<RecoveryWords>>),
    Show(Rc<RecoveryWords>),
    Check(Rc<RecoveryWords>),
}

/// `/recovery-words`.
#[component]
pub(crate) fn NewWords() -> impl IntoView {
    let Some(session) = app().session() else { return ().into_any() };
    let session = StoredValue::new_local(session);
    let step = RwSignal::new_local(Step::Prove(None));
    let refusal = RwSignal::new(None::<Sentences>);
    let go = move |next: Step| {
        if step.try_set(next).is_none() {
            request_animation_frame(focus_title);
        }
    };
    let replace = move |words: Rc<RecoveryWords>| {
        let (app, router, session) = (app(), router(), session.get_value());
        refusal.set(None);
        spawn_local(async move {
            match session.replace_words(&words).await {
                Ok(()) => {
                    app.say(t!("new-words-done"));
                    router.replace(Route::Settings);
                }
                Err(error) if error.is(Code::ReauthNeeded) => go(Step::Prove(Some(words))),
                Err(error) => drop(refusal.try_set(Some(sentences(&error)))),
            }
        });
    };
    let proven = move |words: Option<Rc<RecoveryWords>>| match words {
        Some(words) => replace(words),
        None => go(Step::Show(Rc::new(session.with_value(Session::new_words)))),
    };
    let shown = move || match step.get() {
        Step::Prove(words) => {
            view! { <Prove session=session on_done=move || proven(words.clone()) /> }.into_any()
        }
        Step::Show(words) => {
            let list = words.words().collect();
            view! { <ShowWords words=list on_done=move || go(Step::Check(words.clone())) /> }.into_any()
        }
        Step::Check(words) => {
            let (list, again) = (words.words().collect(), words.clone());
            view! {
                <CheckWords words=list on_back=move || go(Step::Show(again.clone())) on_done=move || replace(words.clone()) />
            }
            .into_any()
        }
    };
    view! { {shown}<div class="page narrow"><Refusal words=refusal /></div> }.into_any()
}

/// The passphrase once more.
#[component]
fn Prove(session: StoredValue<Session, LocalStorage>, on_done: impl Fn() + Clone + 'static) -> impl IntoView {
    let passphrase = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = passphrase.get_untracked();
        wrong.set(typed.is_empty().then(|| t!("passphrase-missing")));
        if typed.is_empty() {
            return focus_first_error();
        }
        if !work.begin() {
            return;
        }
        let (session, on_done) = (session.get_value(), on_done.clone());
        spawn_local(async move {
            let proven = session.prove(&typed, &|stage| work.at(stage)).await;
            if matches!(proven, Err(ClientError::WrongPassphrase)) {
                work.give_up();
                let _ = wrong.try_set(Some(t!("passphrase-current-wrong")));
                focus_first_error();
            } else if work.end(proven).is_some() {
                on_done();
            }
        });
    };
    view! {
        <div class="page narrow">
            <PageHead title=t!("new-words-title") lead=t!("new-words-lead") />
            <form class="stack loose" novalidate on:submit=send>
                <PassphraseField label=t!("passphrase-current") value=passphrase error=wrong />
                <div class="actions">
                    <SubmitButton label=t!("new-words-begin") work=work />
                    <Link to=Route::Settings class="button large">{t!("cancel")}</Link>
                </div>
                <Working work=work />
            </form>
        </div>
    }
}
