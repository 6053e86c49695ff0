//! Inviting: staff into the practice, clients into a conversation of their own.

mod list;
mod make;
mod ready;

use leptos::prelude::*;
use rapport_wire::Role;

use crate::app::app;
use crate::components::PageHead;
use crate::i18n::t;

/// `/invite`.
#[component]
pub(crate) fn Invite() -> impl IntoView {
    let Some(session) = app().session() else { return ().into_any() };
    let roles: Vec<Role> = [Role::Client, Role::Therapist, Role::Coordinator]
        .into_iter()
        .filter(|role| session.role().may_invite(*role))
        .collect();
    if roles.is_empty() {
        return view! { <div class="page"><PageHead title=t!("invite-title") lead=t!("invite-forbidden") /></div> }.into_any();
    }
    let session = StoredValue::new_local(session);
    // Grows by one with each invitation made, so that the list looks again.
    let made = RwSignal::new(0);
    let shown = ready::Shown::new();
    view! {
        <div class="page">
            <PageHead title=t!("invite-title") lead=t!("invite-lead") />
            <make::Make session=session roles=roles made=made shown=shown />
            <list::List session=session made=made shown=shown />
        </div>
    }
    .into_any()
}
