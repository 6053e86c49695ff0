//! One's own microphone and camera during a session, and what is true of them.
//!
//! Invariant: the state shown is the state that is. What changes without the person's hand (a headset
//! unplugged, a system switch) becomes [`State::Lost`] and is told; nothing is ever switched back on by
//! itself.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, MediaStreamTrack};

use super::{Fault, Source, Wish, ask, stop};

/// What is true of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Switched off by the person.
    Off,
    /// The browser is asking or the device is warming up.
    Starting,
    /// Others hear or see.
    On,
    /// The system or a switch on the device holds it silent or dark for now.
    Paused,
    /// It went away by itself.
    Lost,
    /// It could not be had.
    Failed(Fault),
}

/// One source: state, chosen device and the live track.
#[derive(Clone, Copy)]
pub(crate) struct Local {
    source: Source,
    /// What is true.
    pub(crate) state: RwSignal<State>,
    /// The chosen device; empty for the system's choice.
    pub(crate) device: RwSignal<String>,
    /// The live track, for previews, meters and senders.
    pub(crate) track: RwSignal<Option<MediaStreamTrack>, LocalStorage>,
    /// Counts requests, so that the answer to one overtaken by another is thrown away.
    turn: StoredValue<u32>,
}

impl Local {
    /// A source that is off.
    pub(crate) fn new(source: Source, device: String) -> Self {
        Self {
            source,
            state: RwSignal::new(State::Off),
            device: RwSignal::new(device),
            track: RwSignal::new_local(None),
            turn: StoredValue::new(0),
        }
    }

    /// Which of the two it is.
    pub(crate) const fn source(self) -> Source {
        self.source
    }

    /// Whether others hear or see.
    pub(crate) fn is_on(self) -> bool {
        self.state.get() == State::On
    }

    /// Switches on. The microphone's track is kept while muted, so that unmuting is instant.
    pub(crate) fn switch_on(self) {
        if let Some(track) = self.kept() {
            track.set_enabled(true);
            self.state.set(State::On);
            return;
        }
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.state.set(State::Starting);
        let wish = Wish { source: self.source, device: self.device.get_untracked() };
        leptos::task::spawn_local(async move {
            let answer = ask(&wish).await;
            // Switched off again, or the page left, while the browser was asking.
            if self.turn.try_get_value() != Some(turn) {
                return stop(answer.ok());
            }
            match answer {
                Ok(track) => self.take(track),
                Err(fault) => self.state.set(State::Failed(fault)),
            }
        });
    }

    /// Switches off. A camera is let go, so that its light goes out; a microphone is only silenced.
    pub(crate) fn switch_off(self) {
        self.turn.update_value(|turn| *turn += 1);
        match self.source {
            Source::Microphone => self.track.with_untracked(|track| {
                if let Some(track) = track {
                    track.set_enabled(false);
                }
            }),
            Source::Camera => self.release(),
        }
        self.state.set(State::Off);
    }

    /// The other of on and off.
    pub(crate) fn toggle(self) {
        match self.state.get_untracked() {
            State::On | State::Starting | State::Paused => self.switch_off(),
            State::Off | State::Lost | State::Failed(_) => self.switch_on(),
        }
    }

    /// Takes another device, at once when on.
    pub(crate) fn choose(self, device: String) {
        let on = matches!(self.state.get_untracked(), State::On | State::Starting);
        self.device.set(device);
        self.release();
        if on {
            self.switch_on();
        } else {
            self.state.set(State::Off);
        }
    }

    /// Lets go of the device.
    pub(crate) fn release(self) {
        if let Some(track) = self.track.try_update(Option::take) {
            stop(track);
        }
    }

    fn kept(self) -> Option<MediaStreamTrack> {
        let live = |track: &MediaStreamTrack| track.ready_state() == web_sys::MediaStreamTrackState::Live;
        self.track.with_untracked(|track| track.clone().filter(live))
    }

    fn take(self, track: MediaStreamTrack) {
        let on = |act: fn(Self)| Closure::once_into_js(move |_: Event| act(self));
        track.set_onended(Some(on(Self::lose).unchecked_ref()));
        let paused = move |from: State, to: State| {
            Closure::<dyn FnMut(Event)>::new(move |_| {
                if self.state.try_get_untracked() == Some(from) {
                    self.state.set(to);
                }
            })
            .into_js_value()
        };
        track.set_onmute(Some(paused(State::On, State::Paused).unchecked_ref()));
        track.set_onunmute(Some(paused(State::Paused, State::On).unchecked_ref()));
        self.release();
        self.track.set(Some(track));
        self.state.set(State::On);
    }

    fn lose(self) {
        self.release();
        let _ = self.state.try_set(State::Lost);
    }
}
