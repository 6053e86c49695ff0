//! A picture or a voice on the page: an element that plays a track for as long as there is one.

use leptos::html::{Audio, Video};
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlMediaElement, MediaStream, MediaStreamTrack};

use crate::call::browser::sink;

/// Plays a picture. Never any sound: voices have their own element, so that pictures can come and go.
#[component]
pub(super) fn Picture(
    /// What to show.
    track: Signal<Option<MediaStreamTrack>, LocalStorage>,
    /// Mirrored, as one knows oneself.
    #[prop(optional)]
    mirror: bool,
    /// Whose picture it is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let element = NodeRef::<Video>::new();
    Effect::new(move || {
        if let Some(element) = element.get() {
            element.set_muted(true);
            show(&element, track.get().as_ref());
        }
    });
    view! { <video node_ref=element class:mirror=mirror autoplay playsinline muted aria-label=label></video> }
}

/// Plays a voice through the chosen loudspeaker.
#[component]
pub(super) fn Voice(
    /// What to play.
    track: Signal<Option<MediaStreamTrack>, LocalStorage>,
    /// The loudspeaker.
    speaker: RwSignal<String>,
) -> impl IntoView {
    let element = NodeRef::<Audio>::new();
    Effect::new(move || {
        if let Some(element) = element.get() {
            show(&element, track.get().as_ref());
        }
    });
    Effect::new(move || {
        if let Some(element) = element.get() {
            sink::play_through(&element, &speaker.get());
        }
    });
    view! { <audio node_ref=element autoplay></audio> }
}

fn show(element: &HtmlMediaElement, track: Option<&MediaStreamTrack>) {
    let stream = track.and_then(|track| {
        let stream = MediaStream::new().ok()?;
        stream.add_track(track);
        Some(stream)
    });
    element.set_src_object(stream.as_ref());
    if stream.is_some()
        && let Ok(playing) = element.play()
    {
        // Refused only before the first click on the page; whoever is here has pressed Join.
        spawn_local(async move { drop(JsFuture::from(playing).await) });
    }
}
