//! What stops or clouds a conversation, above its words, for as long as it lasts.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::views::{SpaceView, TrustView};
use rapport_wire::SpaceId;

use super::names::{Names, name};
use crate::app::app;
use crate::components::{Confirm, Notice, Refusal, Tone};
use crate::i18n::{Sentences, finding_sentences, sentences, t};

/// Notices of a conversation: it is stopped, or somebody's keys have changed.
#[component]
pub(crate) fn Trouble(
    /// The conversation.
    space: SpaceId,
    /// As the list knows it.
    state: Memo<Option<SpaceView>>,
    /// Who is who.
    names: Names,
    /// Opens the panel of people.
    show_people: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = app();
    let asking = RwSignal::new(None::<()>);
    let error = RwSignal::new(None::<Sentences>);
    let thaw = move |()| {
        let Some(session) = app.session() else { return };
        spawn_local(async move {
            if let Err(went_wrong) = session.thaw(space).await {
                error.set(Some(sentences(&went_wrong)));
            }
        });
    };
    let frozen = move || state.with(|state| state.as_ref().and_then(|space| space.frozen.clone()));
    let stopped = move || {
        frozen().map(|finding| {
        let Sentences { what, rec } = finding_sentences(&finding);
        view! {
            <Notice tone=Tone::Wrong>
                <strong>{t!("trouble-stopped")}</strong>
                <p>{what} " " {rec}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| asking.set(Some(()))>{t!("trouble-go-on")}</button>
                </div>
            </Notice>
        }
    })
    };
    let changed = move || {
        names.others().into_iter().filter(|it| it.trust == TrustView::Changed).map(|member| view! {
        <Notice tone=Tone::Careful>
            <strong>{t!("trouble-changed", name = name(&member))}</strong>
            <p class="rec">{t!("trouble-changed-rec")}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| show_people()>{t!("people-compare")}</button>
            </div>
        </Notice>
    })
    .collect_view()
    };
    view! {
        <div class="trouble" role="alert">{stopped}{changed}</div>
        <Refusal words=error />
        <Confirm
            open=asking title=t!("trouble-go-on-title") body=|()| t!("trouble-go-on-body") yes=t!("trouble-go-on") on_yes=thaw
        />
    }
}
