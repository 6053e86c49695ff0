//! Where mail goes: an address, and the six digits that show it is one's own.

use leptos::prelude::*;
use rapport_wire::reminder::{Address, ConfirmAddress, ForgetAddress, PutAddress, RemindersView};

use super::choice::changed;
use crate::app::app;
use crate::components::{Entry, Glyph, Icon, SubmitButton, Work, Working};
use crate::i18n::t;
use crate::time::ask::{Asked, act};

/// The section.
#[component]
pub(super) fn AddressPart(known: Asked<RemindersView>) -> impl IntoView {
    let address = Memo::new(move |_| known.with(|view| view.and_then(|view| view.address.clone())));
    let changing = RwSignal::new(false);
    let work = Work::new();
    let part = move || match address.get() {
        Some(address) if !changing.get() => {
            if address.confirmed {
                view! { <Known address=address known=known changing=changing work=work /> }.into_any()
            } else {
                view! { <Confirm address=address known=known changing=changing work=work /> }.into_any()
            }
        }
        _ => view! { <Give known=known changing=changing work=work /> }.into_any(),
    };
    view! { <section class="section stack"><h2>{t!("address-title")}</h2>{part}<Working work=work /></section> }
}

/// No address yet, or another one.
#[component]
fn Give(known: Asked<RemindersView>, changing: RwSignal<bool>, work: Work) -> impl IntoView {
    let app = app();
    let mail = RwSignal::new(String::new());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mail = mail.get_untracked().trim().to_owned();
        act(app, work, PutAddress { mail }, move |_| {
            let _ = changing.try_set(false);
            known.again();
        });
    };
    view! {
        <p>{t!("address-lead")}</p>
        <form class="stack" novalidate on:submit=send>
            <Entry label=t!("address-label") kind="email" value=mail help=t!("address-help") />
            <div><SubmitButton label=t!("address-send") work=work /></div>
        </form>
    }
}

/// A code is on its way.
#[component]
fn Confirm(
    address: Address,
    known: Asked<RemindersView>,
    changing: RwSignal<bool>,
    work: Work,
) -> impl IntoView {
    let app = app();
    let code = RwSignal::new(String::new());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code: String = code.get_untracked().chars().filter(char::is_ascii_digit).collect();
        act(app, work, ConfirmAddress { code }, move |_| {
            known.again();
            changed(app);
            app.say(t!("address-confirmed"));
        });
    };
    view! {
        <p>{t!("address-code-lead", mail = address.mail)}</p>
        <form class="stack" novalidate on:submit=send>
            <Entry label=t!("address-code") kind="text" value=code help=t!("address-code-help") />
            <div class="row">
                <SubmitButton label=t!("address-confirm") work=work />
                <button type="button" class="button large" on:click=move |_| changing.set(true)>{t!("address-other")}</button>
            </div>
        </form>
    }
}

/// It is one's own.
#[component]
fn Known(
    address: Address,
    known: Asked<RemindersView>,
    changing: RwSignal<bool>,
    work: Work,
) -> impl IntoView {
    let app = app();
    let forget = move |_| act(app, work, ForgetAddress {}, move |_| known.again());
    view! {
        <p class="checked"><Icon glyph=Glyph::Check /><span>{t!("address-known", mail = address.mail)}</span></p>
        <div class="row">
            <button type="button" class="button" on:click=move |_| changing.set(true)>{t!("address-other")}</button>
            <button type="button" class="button" on:click=forget>{t!("address-forget")}</button>
        </div>
    }
}
