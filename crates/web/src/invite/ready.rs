//! A link that was just made: shown once, to be handed to one person.

use leptos::prelude::*;
use rapport_wire::InvitationId;

use crate::components::{CopyButton, Notice, Tone};
use crate::i18n::t;

/// The link that is shown now, if one is. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Shown(RwSignal<Option<(InvitationId, String)>>);

impl Shown {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The whole address; tracked.
    pub(super) fn address(self) -> Option<String> {
        self.0.get().map(|(_, address)| address)
    }

    /// A link was made.
    pub(super) fn made(self, id: InvitationId, address: String) {
        let _ = self.0.try_set(Some((id, address)));
    }

    /// An invitation was taken back: its link is no longer shown.
    pub(super) fn taken_back(self, id: InvitationId) {
        if self.0.try_with_untracked(|it| it.as_ref().is_some_and(|(shown, _)| *shown == id)) == Some(true) {
            self.clear();
        }
    }

    /// Makes room for another.
    pub(super) fn clear(self) {
        let _ = self.0.try_set(None);
    }
}

/// The link, and how to hand it over.
#[component]
pub(super) fn Ready(
    /// The whole address.
    address: String,
    /// To make another.
    on_again: impl Fn() + Send + 'static,
) -> impl IntoView {
    view! {
        <section class="card" role="status">
            <div>
                <h2 tabindex="-1" id="link-ready">{t!("invite-ready-title")}</h2>
                <p class="soft">{t!("invite-ready-lead")}</p>
            </div>
            <p class="link-box" role="group" aria-label=t!("invite-link-label") data-testid="invite-link">{address.clone()}</p>
            <div class="row"><CopyButton label=t!("invite-copy") text=address /></div>
            <Notice tone=Tone::Careful><p>{t!("invite-advice")}</p></Notice>
            <div><button type="button" class="button" on:click=move |_| on_again()>{t!("invite-another")}</button></div>
        </section>
    }
}
