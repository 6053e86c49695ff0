//! The devices chosen last time. Ids of the browser's own making, meaningless elsewhere.

use leptos::prelude::window;

const NAMES: [&str; 3] = ["call-microphone", "call-camera", "call-speaker"];

/// Chosen devices; empty for the system's choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// To be heard with.
    pub(crate) microphone: String,
    /// To be seen with.
    pub(crate) camera: String,
    /// To hear with.
    pub(crate) speaker: String,
}

impl Choice {
    /// What was chosen last time on this device.
    pub(crate) fn last() -> Self {
        let storage = window().local_storage().ok().flatten();
        let read =
            |name: &str| storage.as_ref().and_then(|it| it.get_item(name).ok().flatten()).unwrap_or_default();
        let [microphone, camera, speaker] = NAMES.map(read);
        Self { microphone, camera, speaker }
    }

    /// Keeps it for next time; a browser that keeps nothing forgets it.
    pub(crate) fn keep(&self) {
        if let Ok(Some(storage)) = window().local_storage() {
            for (name, id) in NAMES.into_iter().zip([&self.microphone, &self.camera, &self.speaker]) {
                let _ = storage.set_item(name, id);
            }
        }
    }
}
