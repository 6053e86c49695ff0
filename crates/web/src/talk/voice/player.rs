//! Playing a voice note: one button, its bars, a slider to go elsewhere in it.

use leptos::html::Audio;
use leptos::prelude::*;
use rapport_care::content::VoiceNote;
use rapport_wire::SpaceId;

use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::talk::file::{Fetch, Fetched};
use crate::talk::times;

/// A voice note in a bubble.
#[component]
pub(crate) fn VoicePlayer(
    /// Where it was said.
    space: SpaceId,
    /// The note.
    note: VoiceNote,
) -> impl IntoView {
    let fetch = Fetch::new(space, note.file);
    let audio = NodeRef::<Audio>::new();
    let (playing, at_ms) = (RwSignal::new(false), RwSignal::new(0_u32));
    let total = note.duration_ms;
    let press = move |_| {
        if playing.get_untracked() {
            return with(audio, |audio| drop(audio.pause()));
        }
        fetch.fetch(move |url| {
            let url = url.to_owned();
            with(audio, move |audio| {
                if audio.src().is_empty() {
                    audio.set_src(&url);
                }
                let _ = audio.play();
            });
        });
    };
    let seek = move |chosen: &str| {
        let ms: f64 = chosen.parse().unwrap_or(0.0);
        at_ms.set(ms as u32);
        with(audio, move |audio| audio.set_current_time(ms / 1_000.0));
    };
    let moved = move |_| with(audio, move |audio| at_ms.set((audio.current_time() * 1_000.0) as u32));
    let ended = move |_| {
        playing.set(false);
        at_ms.set(0);
    };
    let told = move || t!("voice-position", at = times::length(at_ms.get()), total = times::length(total));
    view! {
        <div class="voice">
            <button type="button" class="button round" aria-label=move || if playing.get() { t!("voice-pause") } else { t!("voice-play") } on:click=press>
                {move || if playing.get() { view! { <Icon glyph=Glyph::Pause /> } } else { view! { <Icon glyph=Glyph::Play /> } }}
            </button>
            <div class="grow">
                <div class="wave" aria-hidden="true">{bars(&note.waveform, total, at_ms)}</div>
                <input
                    type="range" min="0" step="100" max=total.to_string() aria-label=t!("voice-seek") aria-valuetext=told
                    prop:value=move || at_ms.get().to_string() on:input:target=move |event| seek(&event.target().value())
                />
                <p class="small soft numbers">{told}</p>
                {move || state(&fetch.state.get())}
            </div>
            <audio
                node_ref=audio preload="none" on:play=move |_| playing.set(true) on:pause=move |_| playing.set(false)
                on:timeupdate=moved on:ended=ended
            ></audio>
        </div>
    }
}

fn with(audio: NodeRef<Audio>, act: impl FnOnce(web_sys::HtmlAudioElement)) {
    if let Some(audio) = audio.try_get_untracked().flatten() {
        act(audio);
    }
}

fn bars(waveform: &[u8], total: u32, at_ms: RwSignal<u32>) -> impl IntoView + use<> {
    let count = waveform.len().max(1) as u32;
    let bar = |(index, height): (usize, &u8)| {
        let from = total / count * index as u32;
        let height = format!("{}%", 12 + u32::from(*height) * 88 / 255);
        view! { <i style=("block-size", height) class:heard=move || { at_ms.get() > from }></i> }
    };
    waveform.iter().enumerate().map(bar).collect_view()
}

fn state(state: &Fetched) -> Option<impl IntoView + use<>> {
    let words = match state {
        Fetched::Not | Fetched::Here(_) => return None,
        Fetched::Coming(_) => t!("file-fetching"),
        Fetched::Failed(words) => format!("{} {}", words.what, words.rec),
    };
    Some(view! { <p class="small" role="status">{words}</p> })
}
