//! What is wrong with one's own microphone or camera, and what to do; said aloud when it happens.

use leptos::prelude::*;

use crate::call::media::{Local, Source, State};
use crate::components::{Notice, Tone};
use crate::i18n::t;

/// The trouble of one source, if there is any.
#[component]
pub(super) fn SourceTrouble(
    /// Which source.
    local: Local,
) -> impl IntoView {
    let source = local.source();
    let words = move || match (local.state.get(), source) {
        (State::Failed(fault), _) => Some((fault.what(source), fault.rec(source))),
        (State::Lost, Source::Microphone) => {
            Some((t!("call-microphone-lost"), t!("call-microphone-lost-rec")))
        }
        (State::Lost, Source::Camera) => Some((t!("call-camera-lost"), t!("call-camera-lost-rec"))),
        (State::Paused, Source::Microphone) => {
            Some((t!("call-microphone-paused"), t!("call-microphone-paused-rec")))
        }
        (State::Paused, Source::Camera) => Some((t!("call-camera-paused"), t!("call-camera-paused-rec"))),
        (State::Off | State::On | State::Starting, _) => None,
    };
    let again = move || matches!(local.state.get(), State::Failed(_) | State::Lost);
    view! {
        <div role="alert">
            {move || words().map(|(what, rec)| view! {
                <Notice tone=Tone::Careful>
                    <strong>{what}</strong>
                    <p class="rec">{rec}</p>
                    {again().then(|| view! {
                        <p><button type="button" class="button" on:click=move |_| local.switch_on()>{t!("try-again")}</button></p>
                    })}
                </Notice>
            })}
        </div>
    }
}
