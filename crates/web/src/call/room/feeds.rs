//! What the others send, as it arrives: a track of sound and a track of pictures each.

use std::collections::BTreeMap;

use leptos::prelude::*;
use rapport_wire::ParticipantId;
use rapport_wire::call::Media;
use web_sys::MediaStreamTrack;

/// One participant's tracks.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Feed {
    /// Their voice.
    pub(crate) audio: Option<MediaStreamTrack>,
    /// Their picture.
    pub(crate) video: Option<MediaStreamTrack>,
}

/// Everybody's tracks.
#[derive(Clone, Copy)]
pub(crate) struct Feeds(RwSignal<BTreeMap<ParticipantId, Feed>, LocalStorage>);

impl Feeds {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(RwSignal::new_local(BTreeMap::new()))
    }

    /// Somebody's tracks; tracked.
    pub(crate) fn of(self, participant: ParticipantId) -> Feed {
        self.0.with(|all| all.get(&participant).cloned().unwrap_or_default())
    }

    /// A track has come.
    pub(super) fn take(self, participant: ParticipantId, media: Media, track: MediaStreamTrack) {
        let _ = self.0.try_update(|all| {
            let feed = all.entry(participant).or_default();
            match media {
                Media::Audio => feed.audio = Some(track),
                Media::Video => feed.video = Some(track),
            }
        });
    }

    /// Somebody left.
    pub(super) fn forget(self, participant: ParticipantId) {
        let _ = self.0.try_update(|all| all.remove(&participant));
    }

    /// All of it ended.
    pub(super) fn clear(self) {
        let _ = self.0.try_update(BTreeMap::clear);
    }
}
