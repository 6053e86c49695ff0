//! Six words read aloud: if they are the same on both sides, nobody stands between.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::views::{MemberView, TrustView};
use rapport_wire::SpaceId;

use super::names::name;
use crate::app::app;
use crate::components::{Notice, Refusal, Tone};
use crate::i18n::{Sentences, sentences, t};

/// Six words, numbered by their order.
#[component]
pub(super) fn SixWords(
    /// The words.
    words: [&'static str; 6],
    /// Whose they are, for tests.
    whose: &'static str,
) -> impl IntoView {
    view! { <ol class="code" data-testid=whose>{words.map(|word| view! { <li>{word}</li> }).into_iter().collect_view()}</ol> }
}

/// What the person found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    NotYet,
    Same,
    Different,
}

/// Comparing the code of one other person.
#[component]
pub(crate) fn ComparePerson(
    /// The conversation.
    space: SpaceId,
    /// Whose code. Their keys stay the same as long as this lives.
    member: Memo<MemberView>,
) -> impl IntoView {
    let app = app();
    let found = RwSignal::new(Found::NotYet);
    let error = RwSignal::new(None::<Sentences>);
    let (account, words) = member.with_untracked(|it| (it.account, it.words));
    let same = move |_| {
        let Some(session) = app.session() else { return };
        let trust = member.with_untracked(|it| it.trust);
        spawn_local(async move {
            // Changed keys are first accepted, because a person has just heard them read aloud.
            let accepted = match trust {
                TrustView::Changed => session.accept_changed_keys(account).await,
                _ => Ok(()),
            };
            match accepted.and(session.mark_compared(space, account).await) {
                Ok(()) => drop(found.try_set(Found::Same)),
                Err(went_wrong) => drop(error.try_set(Some(sentences(&went_wrong)))),
            }
        });
    };
    let who = move || member.with(name);
    view! {
        <div class="stack tight compare">
            <p>{move || t!("people-theirs", name = who())}</p>
            <SixWords words=words whose="their-code" />
            <div class="actions">
                <button type="button" class="button main" on:click=same>{t!("people-match")}</button>
                <button type="button" class="button alert" on:click=move |_| found.set(Found::Different)>{t!("people-no-match")}</button>
            </div>
            <Refusal words=error />
            <div role="status">
                {move || match found.get() {
                    Found::NotYet => None,
                    Found::Same => Some(same_words(&who())),
                    Found::Different => Some(other_words(&who())),
                }}
            </div>
        </div>
    }
}

fn same_words(who: &str) -> AnyView {
    let words = t!("people-match-done", name = who);
    view! { <Notice tone=Tone::Calm><p>{words}</p></Notice> }.into_any()
}

fn other_words(who: &str) -> AnyView {
    let words = t!("people-no-match-what", name = who);
    view! { <Notice tone=Tone::Wrong><strong>{words}</strong><p class="rec">{t!("people-no-match-rec")}</p></Notice> }.into_any()
}
