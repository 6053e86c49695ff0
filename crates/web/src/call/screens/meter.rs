//! A bar that moves when one speaks, and words for those who do not see it.

use leptos::prelude::*;

use crate::call::media::{Local, Meter};
use crate::i18n::t;

/// Louder than this is a voice.
const HEARD: f32 = 0.35;

/// How loud one's own microphone is.
#[component]
pub(super) fn LevelBar(
    /// The microphone.
    microphone: Local,
) -> impl IntoView {
    let level = RwSignal::new(0.0_f32);
    let heard = RwSignal::new(false);
    let meter = StoredValue::new_local(None::<Meter>);
    Effect::new(move || {
        let begun = microphone.track.get().and_then(|track| {
            Meter::new(&track, move |now| {
                let _ = level.try_set(now);
                if now > HEARD && heard.try_get_untracked() == Some(false) {
                    heard.set(true);
                }
            })
            .ok()
        });
        if begun.is_none() {
            level.set(0.0);
        }
        heard.set(false);
        meter.set_value(begun);
    });
    on_cleanup(move || drop(meter.try_update_value(Option::take)));
    let words = move || match (microphone.is_on(), heard.get()) {
        (false, _) => String::new(),
        (true, false) => t!("call-level-speak"),
        (true, true) => t!("call-level-heard"),
    };
    view! {
        <div class="stack tight">
            <div class="level" aria-hidden="true"><i style=("--level", move || format!("{:.2}", level.get()))></i></div>
            <p class="small soft" role="status">{words}</p>
        </div>
    }
}
