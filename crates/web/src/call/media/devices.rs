//! The microphones, cameras and loudspeakers of this machine.

use leptos::ev::Event;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDeviceInfo, MediaDeviceKind, MediaDevices};

use crate::i18n::t;

/// One device, as one chooses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    /// The browser's name for it, stable on this site.
    pub(crate) id: String,
    /// Words for a person. Browsers give none before the first consent.
    pub(crate) label: String,
}

/// What there is to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Devices {
    /// To be heard with.
    pub(crate) microphones: Vec<Device>,
    /// To be seen with.
    pub(crate) cameras: Vec<Device>,
    /// To hear with.
    pub(crate) speakers: Vec<Device>,
}

impl Devices {
    /// Asks the browser. Nothing is found on an insecure page.
    pub(crate) async fn find() -> Self {
        let mut found = Self::default();
        let Some(promise) = media_devices().and_then(|devices| devices.enumerate_devices().ok()) else {
            return found;
        };
        let Ok(list) = JsFuture::from(promise).await else { return found };
        for item in js_sys::Array::from(&list) {
            found.add(&item.unchecked_into());
        }
        found
    }

    fn add(&mut self, info: &MediaDeviceInfo) {
        let list = match info.kind() {
            MediaDeviceKind::Audioinput => &mut self.microphones,
            MediaDeviceKind::Videoinput => &mut self.cameras,
            MediaDeviceKind::Audiooutput => &mut self.speakers,
            _ => return,
        };
        // Before the first consent a browser names neither ids nor labels: such an entry is no choice.
        if info.device_id().is_empty() {
            return;
        }
        let label = Some(info.label()).filter(|label| !label.is_empty());
        let label = label.unwrap_or_else(|| t!("call-device-unnamed", number = list.len() + 1));
        list.push(Device { id: info.device_id(), label });
    }
}

/// Calls back whenever something is plugged in or out, until the answer is dropped.
pub(crate) fn on_change(mut changed: impl FnMut() + 'static) -> Option<Watch> {
    let devices = media_devices()?;
    let heard = Closure::<dyn FnMut(Event)>::new(move |_| changed());
    devices.set_ondevicechange(Some(heard.as_ref().unchecked_ref()));
    Some(Watch { devices, _heard: heard })
}

/// Watches for devices that come and go.
pub(crate) struct Watch {
    devices: MediaDevices,
    _heard: Closure<dyn FnMut(Event)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.devices.set_ondevicechange(None);
    }
}

fn media_devices() -> Option<MediaDevices> {
    let window = web_sys::window()?;
    window.is_secure_context().then(|| window.navigator().media_devices().ok()).flatten()
}
