//! Leaving for good, on a page of its own: what is destroyed and what stays stands before the question, which is
//! asked with the passphrase and then once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::ClientError;
use rapport_client::ids::inner_account;
use rapport_wire::SpaceId;
use rapport_wire::account::Leaving;

use super::departed::{Gone, Stays};
use crate::account::focus_first_error;
use crate::app::{Watched, app};
use crate::components::{
    Confirm, Glyph, Icon, Notice, PageHead, PassphraseField, Refusal, SubmitButton, Tone, Work, Working,
};
use crate::i18n::{Sentences, sentences, t};
use crate::reach::HelpNow;
use crate::route::Route;
use crate::router::Link;
use crate::talk::follow;

/// The way there, last on the page of taking along. Whoever works here is told why it is none for them.
#[component]
pub(super) fn ToLeave(
    /// Whether it is somebody who works here.
    staff: bool,
) -> impl IntoView {
    let way = if staff {
        view! { <p>{t!("erase-staff")}</p> }.into_any()
    } else {
        view! {
            <p>{t!("erase-way-lead")}</p>
            <div><Link to=Route::ForGood class="button">{t!("erase-way")}</Link></div>
        }
        .into_any()
    };
    view! { <section class="section stack" data-testid="to-leave"><h2>{t!("erase-title")}</h2>{way}</section> }
}

/// `/leave-for-good`.
#[component]
pub(super) fn ForGood() -> impl IntoView {
    let app = app();
    let known = RwSignal::new(None::<Leaving>);
    let refusal = RwSignal::new(None::<Sentences>);
    Effect::new(move || {
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            match session.leaving().await {
                Ok(leaving) => drop(known.try_set(Some(leaving))),
                Err(error) => drop(refusal.try_set(Some(sentences(&error)))),
            }
        });
    });
    view! {
        <div class="page">
            <PageHead title=t!("erase-title") lead=t!("erase-lead") />
            <div class="stack loose">
                <Refusal words=refusal />
                {move || known.get().map(|leaving| view! { <Meaning leaving=leaving /> })}
            </div>
        </div>
    }
}

/// What it means, and the question.
#[component]
fn Meaning(leaving: Leaving) -> impl IntoView {
    let question = if leaving.awaited {
        view! {
            <Notice tone=Tone::Careful><p>{t!("erase-awaited")}</p></Notice>
            <div><Link to=Route::Sessions class="button main">{t!("nav-sessions")}</Link></div>
        }
        .into_any()
    } else {
        view! { <Question shown=leaving /> }.into_any()
    };
    view! {
        <div class="stack loose" data-testid="erase">
            <Unheard />
            <Gone title=t!("erase-gone") devices=None here=true spaces=leaving.spaces_destroyed />
            <Stays title=t!("erase-stays") kept=(leaving.spaces_kept > 0).then_some(leaving.kept_until) shared=leaving.spaces_shared />
            <section class="stack">
                <h2>{t!("erase-copy-title")}</h2>
                <p>{t!("erase-copy")}</p>
                <div><Link to=Route::TakeAlong class="button"><Icon glyph=Glyph::File /><span>{t!("leave-settings-open")}</span></Link></div>
            </section>
            {question}
        </div>
    }
}

/// Something they said worries, and nobody has been able to talk with them about it yet: they may leave all the same,
/// and not without a word.
#[component]
fn Unheard() -> impl IntoView {
    let unheard = follow(&[Watched::Spaces], |session| {
        let me = inner_account(session.account());
        let open = |space: SpaceId| {
            let open = session.course(space, |course| course.open_risks().iter().any(|risk| risk.of == me));
            open == Some(true)
        };
        session.spaces().into_iter().map(|space| space.id).find(|space| open(*space))
    });
    move || {
        unheard.get().map(|space| view! {
            <Notice tone=Tone::Careful><p><strong>{t!("erase-unheard")}</strong></p><p>{t!("erase-unheard-lead")}</p></Notice>
            <HelpNow space=space />
        })
    }
}

#[component]
fn Question(
    /// What was read before it is asked.
    shown: Leaving,
) -> impl IntoView {
    let app = app();
    let typed = RwSignal::new(String::new());
    let missing = RwSignal::new(None);
    let asked = RwSignal::new(None::<()>);
    let work = Work::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let empty = typed.with_untracked(String::is_empty);
        missing.set(empty.then(|| t!("passphrase-missing")));
        if empty { focus_first_error() } else { asked.set(Some(())) }
    };
    let leave = move |()| {
        if !work.begin() {
            return;
        }
        let passphrase = typed.get_untracked();
        spawn_local(async move {
            let done = app.leave_for_good(&passphrase, shown, &|stage| work.at(stage)).await;
            if matches!(done, Err(ClientError::WrongPassphrase)) {
                work.give_up();
                let _ = missing.try_set(Some(t!("passphrase-current-wrong")));
                focus_first_error();
            } else {
                let _ = work.end(done);
            }
        });
    };
    view! {
        <section class="stack">
            <h2>{t!("erase-question")}</h2>
            <p>{t!("erase-question-lead")}</p>
            <form class="stack" on:submit=send novalidate>
                <PassphraseField label=t!("passphrase-current") value=typed error=missing />
                <Working work=work />
                <p><SubmitButton label=t!("erase-do") work=work /></p>
            </form>
            <Confirm
                open=asked title=t!("erase-ask") yes=t!("erase-yes") no=t!("erase-no") on_yes=leave
                body=|(): &()| t!("erase-ask-body")
            />
        </section>
    }
}
