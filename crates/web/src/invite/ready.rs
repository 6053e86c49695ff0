//! A link that was just made: shown once, to be handed to one person.

use leptos::prelude::*;

use crate::components::{CopyButton, Notice, Tone};
use crate::i18n::t;

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
                <h2>{t!("invite-ready-title")}</h2>
                <p class="soft">{t!("invite-ready-lead")}</p>
            </div>
            <p class="link-box" role="group" aria-label=t!("invite-link-label") data-testid="invite-link">{address.clone()}</p>
            <div class="row"><CopyButton label=t!("invite-copy") text=address /></div>
            <Notice tone=Tone::Careful><p>{t!("invite-advice")}</p></Notice>
            <div><button type="button" class="button" on:click=move |_| on_again()>{t!("invite-another")}</button></div>
        </section>
    }
}
