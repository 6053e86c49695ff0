//! The devices of this account, and signing them out one by one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;
use rapport_wire::device::Device;

use crate::app::app;
use crate::components::{Confirm, Glyph, Icon, Work, Working};
use crate::i18n::{moment, t};
use crate::shell::focus;

/// The list.
#[component]
pub(super) fn Devices(session: StoredValue<Session, LocalStorage>) -> impl IntoView {
    let app = app();
    let devices = RwSignal::new(Vec::<Device>::new());
    let work = Work::new();
    let load = move || {
        let session = session.get_value();
        work.begin();
        spawn_local(async move {
            if let Some(found) = work.end(session.devices().await) {
                let _ = devices.try_set(found);
            }
        });
    };
    load();
    let asked = RwSignal::new(None::<Device>);
    let revoke = move |device: Device| {
        let session = session.get_value();
        if work.begin() {
            spawn_local(async move {
                if work.end(session.revoke_device(device.id).await).is_some() {
                    app.say(t!("devices-revoked", name = device.label));
                    let _ = devices.try_update(|devices| devices.retain(|other| other.id != device.id));
                    focus("#devices");
                }
            });
        }
    };
    let rows = move || devices.get().into_iter().map(|device| row(device, asked)).collect_view();
    view! {
        <section class="section stack">
            <h2 id="devices" tabindex="-1">{t!("devices-title")}</h2>
            <p>{t!("devices-lead")}</p>
            <ul class="items" role="list">{rows}</ul>
            <Working work=work />
            <Confirm
                open=asked title=t!("devices-revoke-title") yes=t!("devices-revoke") on_yes=revoke
                body=|device: &Device| t!("devices-revoke-body", name = device.label)
            />
        </section>
    }
}

fn row(device: Device, asked: RwSignal<Option<Device>>) -> impl IntoView {
    let (this, label) = (device.this, device.label.clone());
    let since = t!("devices-since", when = moment(device.signed_in_at));
    // Noted once an hour: never earlier than the sign-in itself.
    let seen = t!("devices-seen", when = moment(device.last_seen_at.max(device.signed_in_at)));
    view! {
        <li>
            <Icon glyph=Glyph::Device />
            <div class="grow">
                <strong>{label.clone()}</strong>
                <p class="small soft">{since} " · " {seen}</p>
            </div>
            {if this {
                view! { <span class="tag good">{t!("devices-this")}</span> }.into_any()
            } else {
                let name = t!("devices-revoke-named", name = label);
                view! {
                    <button type="button" class="button" aria-label=name on:click=move |_| asked.set(Some(device.clone()))>
                        {t!("devices-revoke")}
                    </button>
                }
                .into_any()
            }}
        </li>
    }
}
