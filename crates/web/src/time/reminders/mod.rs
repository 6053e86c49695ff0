//! Reminders: when, where to, and never in words that tell anything. A practice that sends no mail says so.

mod address;
mod choice;

use leptos::prelude::*;
use rapport_wire::reminder::GetReminders;

use self::address::AddressPart;
use self::choice::Choice;
use super::ask::Asked;
use crate::components::{Notice, PageHead, Refusal, Tone};
use crate::i18n::t;

/// `/reminders`.
#[component]
pub(super) fn RemindersPage() -> impl IntoView {
    let known = Asked::follow(|| Some(GetReminders {}));
    let offered = Memo::new(move |_| known.with(|view| view.map(|view| view.mail_offered)));
    let parts = move || {
        match offered.get() {
        None => ().into_any(),
        Some(false) => view! {
            <Notice tone=Tone::Calm><strong>{t!("reminders-no-mail")}</strong><p>{t!("reminders-no-mail-lead")}</p></Notice>
        }
        .into_any(),
        Some(true) => view! { <AddressPart known=known /><Choice known=known /> }.into_any(),
    }
    };
    view! {
        <div class="page">
            <PageHead title=t!("reminders-title") lead=t!("reminders-lead") />
            <Refusal words=known.trouble() />
            {parts}
        </div>
    }
}
