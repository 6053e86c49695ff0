//! Recording a voice note: speak, listen to it, send it or throw it away.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::limits::VOICE_NOTE_MS_MAX;
use rapport_client::session::{NewFile, NewVoice};
use web_sys::Url;

use super::recording::{Recorded, Recording};
use crate::call::{Fault, Source};
use crate::components::{Glyph, Icon, Notice, Tone};
use crate::i18n::t;
use crate::shell::focus;
use crate::talk::compose::Draft;
use crate::talk::file::{FileSource, begin};
use crate::talk::times;

/// Where a recording stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asking,
    Recording,
    Listening,
    Failed(Fault),
}

/// A recording and what is shown of it.
#[derive(Clone, Copy)]
struct Desk {
    stage: RwSignal<Stage>,
    ms: RwSignal<u32>,
    level: RwSignal<f32>,
    recording: StoredValue<Option<Recording>, LocalStorage>,
    recorded: StoredValue<Option<Recorded>, LocalStorage>,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            stage: RwSignal::new(Stage::Asking),
            ms: RwSignal::new(0),
            level: RwSignal::new(0.0),
            recording: StoredValue::new_local(None),
            recorded: StoredValue::new_local(None),
        };
        spawn_local(async move {
            let heard = move |level| {
                let _ = desk.level.try_set(level);
            };
            let begun = Recording::begin(heard).await;
            match begun {
                // Thrown away while the browser was asking: dropping it lets go of the microphone.
                _ if desk.stage.is_disposed() => {}
                Ok(recording) => {
                    desk.recording.set_value(Some(recording));
                    desk.stage.set(Stage::Recording);
                }
                Err(fault) => desk.stage.set(Stage::Failed(fault)),
            }
        });
        let ticks = Interval::new(250, move || desk.tick());
        let ticks = StoredValue::new_local(Some(ticks));
        on_cleanup(move || drop(ticks.try_update_value(Option::take)));
        desk
    }

    fn tick(self) {
        let ms = self.recording.try_with_value(|it| it.as_ref().map(Recording::ms)).flatten();
        if let Some(ms) = ms {
            self.ms.set(ms);
            if ms >= VOICE_NOTE_MS_MAX {
                self.end(|| {});
            }
        }
    }

    /// Ends the recording, then goes on.
    fn end(self, then: impl FnOnce() + 'static) {
        let Some(recording) = self.recording.try_update_value(Option::take).flatten() else { return };
        spawn_local(async move {
            let recorded = recording.end().await;
            if self.stage.is_disposed() {
                return;
            }
            self.stage.set(if recorded.is_some() { Stage::Listening } else { Stage::Failed(Fault::Other) });
            // The button that ended it is gone.
            focus(".recorder");
            self.recorded.set_value(recorded);
            then();
        });
    }
}

/// The panel that stands in the composer's place meanwhile.
#[component]
pub(crate) fn Recorder(
    /// What is being written.
    draft: Draft,
    /// Called when the panel is done with.
    done: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let desk = Desk::new();
    focus(".recorder");
    let send_it = move || {
        let recorded = desk.recorded.try_update_value(Option::take).flatten();
        if let Some(Err(error)) = recorded.map(|recorded| send(draft, recorded)) {
            draft.refuse(&error);
        }
        done();
    };
    let send = move |_| match desk.stage.get_untracked() {
        Stage::Recording => desk.end(send_it),
        _ => send_it(),
    };
    let words = move || match desk.stage.get() {
        Stage::Asking => t!("voice-asking"),
        Stage::Recording => t!("voice-recording"),
        Stage::Listening => t!("voice-listen-first"),
        Stage::Failed(_) => String::new(),
    };
    let ready = move || matches!(desk.stage.get(), Stage::Recording | Stage::Listening);
    view! {
        <div class="recorder about stack tight" role="group" tabindex="-1" aria-label=t!("voice-note")>
            <p role="status">{words}</p>
            {move || show(desk)}
            <div class="row">
                <button type="button" class="button" on:click=move |_| done()><Icon glyph=Glyph::Remove /> <span>{t!("voice-discard")}</span></button>
                {move || (desk.stage.get() == Stage::Recording).then(|| view! {
                    <button type="button" class="button" on:click=move |_| desk.end(|| {})><Icon glyph=Glyph::Pause /> <span>{t!("voice-stop")}</span></button>
                })}
                {move || ready().then(|| view! {
                    <button type="button" class="button main" on:click=send><Icon glyph=Glyph::Send /> <span>{t!("talk-send")}</span></button>
                })}
            </div>
        </div>
    }
}

fn show(desk: Desk) -> AnyView {
    match desk.stage.get() {
        Stage::Asking => ().into_any(),
        Stage::Recording => view! {
            <p class="row">
                <span class="numbers" role="timer">{move || times::length(desk.ms.get())}</span>
                <span class="level grow" aria-hidden="true"><i style=("--level", move || format!("{:.2}", desk.level.get()))></i></span>
            </p>
        }
        .into_any(),
        Stage::Listening => {
            let blob = desk.recorded.with_value(|it| it.as_ref().map(|it| it.blob.clone()));
            let url = blob.and_then(|blob| Url::create_object_url_with_blob(&blob).ok()).unwrap_or_default();
            let gone = url.clone();
            on_cleanup(move || drop(Url::revoke_object_url(&gone)));
            view! { <audio controls src=url aria-label=t!("voice-note")></audio> }.into_any()
        }
        Stage::Failed(fault) => view! {
            <Notice tone=Tone::Careful>
                <strong>{fault.what(Source::Microphone)}</strong>
                <p class="rec">{fault.rec(Source::Microphone)}</p>
            </Notice>
        }
        .into_any(),
    }
}

fn send(draft: Draft, recorded: Recorded) -> Result<(), rapport_client::ClientError> {
    let file = NewFile {
        name: t!("voice-file-name"),
        media_type: recorded.kind,
        caption: String::new(),
        reply_to: draft.reply_to(),
        voice: Some(NewVoice { duration_ms: recorded.ms, waveform: recorded.bars }),
    };
    begin(draft, file, FileSource(recorded.blob))?;
    draft.answered();
    Ok(())
}
