//! Choosing microphone, camera and loudspeaker.

use leptos::prelude::*;

use crate::call::browser::sink;
use crate::call::media::{Device, Devices, on_change, play_tone};
use crate::call::room::Room;
use crate::components::{Glyph, Icon, fresh_id};
use crate::i18n::t;

/// Follows what is plugged in.
pub(super) fn follow_devices(room: Room) -> RwSignal<Devices> {
    let found = RwSignal::new(Devices::default());
    let look = move || {
        leptos::task::spawn_local(async move {
            let now = Devices::find().await;
            let _ = found.try_set(now);
        });
    };
    let watch = StoredValue::new_local(on_change(look));
    on_cleanup(move || drop(watch.try_update_value(Option::take)));
    // Names come only after the first consent, so look again once a device is open.
    Effect::new(move || {
        let _ = (room.microphone.track.get(), room.camera.track.get());
        look();
    });
    found
}

/// Three lists, each only where there is something to choose.
#[component]
pub(super) fn ChooseDevices(
    /// The session.
    room: Room,
    /// What is plugged in.
    devices: RwSignal<Devices>,
) -> impl IntoView {
    let microphones = Signal::derive(move || devices.with(|it| it.microphones.clone()));
    let cameras = Signal::derive(move || devices.with(|it| it.cameras.clone()));
    let speakers = Signal::derive(move || {
        devices.with(|it| if sink::supported() { it.speakers.clone() } else { Vec::new() })
    });
    let playing = RwSignal::new(false);
    let tone = move |_| {
        playing.set(true);
        let speaker = room.speaker.get_untracked();
        leptos::task::spawn_local(async move {
            let _ = play_tone(&speaker).await;
            let _ = playing.try_set(false);
        });
    };
    view! {
        <div class="stack">
            {choose(t!("call-choose-microphone"), microphones, room.microphone.device, move |id| room.microphone.choose(id))}
            {choose(t!("call-choose-camera"), cameras, room.camera.device, move |id| room.camera.choose(id))}
            {choose(t!("call-choose-speaker"), speakers, room.speaker, move |id| room.speaker.set(id))}
            <div class="row">
                <button type="button" class="button" on:click=tone><Icon glyph=Glyph::Play /> <span>{t!("call-tone")}</span></button>
                <span role="status" class="small soft">{move || playing.get().then(|| t!("call-tone-playing"))}</span>
            </div>
        </div>
    }
}

fn choose(
    label: String,
    devices: Signal<Vec<Device>>,
    chosen: RwSignal<String>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    move || {
        let devices = devices.get();
        let (id, label) = (fresh_id("device"), label.clone());
        (devices.len() > 1).then(|| view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select class="input" id=id on:change:target=move |event| choose(event.target().value())>
                    {devices.into_iter().map(|device| {
                        let (id, value) = (device.id.clone(), device.id);
                        view! { <option value=value selected=move || chosen.get() == id>{device.label}</option> }
                    }).collect_view()}
                </select>
            </div>
        })
    }
}
