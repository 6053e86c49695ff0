//! Everybody in a conversation, and the code of each.

use leptos::prelude::*;
use rapport_client::views::{MemberView, TrustView};
use rapport_wire::SpaceId;

use super::compare::{ComparePerson, SixWords};
use super::names::{Names, name};
use crate::components::{Glyph, Icon};
use crate::i18n::{role_name, t};

/// The panel of people.
#[component]
pub(crate) fn Members(
    /// The conversation.
    space: SpaceId,
    /// Who is who.
    names: Names,
) -> impl IntoView {
    let mine = move || {
        names.me().map(|me| {
            view! {
                <section class="stack tight">
                    <h3>{t!("people-your-code")}</h3>
                    <p class="small soft">{t!("people-your-code-help")}</p>
                    <SixWords words=me.words whose="own-code" />
                </section>
            }
        })
    };
    view! {
        <div class="stack people">
            <p>{t!("people-lead")}</p>
            {mine}
            // By keys too: whoever shows other keys begins anew, uncompared.
            <For each=move || names.others() key=|it| (it.account, it.words) let:it><Person space=space first=it names=names /></For>
        </div>
    }
}

/// The same, by itself: beside a session.
#[component]
pub(crate) fn Codes(
    /// The conversation.
    space: SpaceId,
) -> impl IntoView {
    view! { <Members space=space names=Names::follow(space) /> }
}

#[component]
fn Person(space: SpaceId, first: MemberView, names: Names) -> impl IntoView {
    let open = RwSignal::new(first.trust == TrustView::Changed);
    let account = first.account;
    let member = Memo::new(move |_| {
        let now = names.others().into_iter().find(|it| it.account == account && it.words == first.words);
        now.unwrap_or_else(|| first.clone())
    });
    let known = move || match member.get().trust {
        TrustView::Me => String::new(),
        TrustView::Invited => t!("people-invited"),
        TrustView::Compared => t!("people-compared"),
        TrustView::Changed => t!("people-changed"),
    };
    let changed = move || member.with(|it| it.trust == TrustView::Changed);
    let part = move || {
        member.with(|it| {
            let here = match (it.left, it.online) {
                (true, _) => t!("people-left"),
                (false, true) => t!("people-here"),
                (false, false) => t!("people-away"),
            };
            format!("{} · {here}", role_name(it.role))
        })
    };
    view! {
        <section class="card person">
            <div class="row apart">
                <h3>{move || member.with(name)}</h3>
                <span class="small soft">{part}</span>
            </div>
            <p class="small row" class:trust-changed=changed><Icon glyph=Glyph::Shield /> <span class="grow">{known}</span></p>
            <button
                type="button" class="button" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >{t!("people-compare")}</button>
            {move || open.get().then(|| view! { <ComparePerson space=space member=member /> })}
        </section>
    }
}
