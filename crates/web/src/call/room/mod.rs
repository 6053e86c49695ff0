//! What joins the client's call to this browser's media: keys to the worker, descriptions to the line,
//! tracks to the screen.

mod choice;
mod driver;
mod feeds;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use rapport_care::content::CallKind;
use rapport_client::call::{CallStage, CallView};
use rapport_wire::{ParticipantId, SpaceId};

pub(crate) use self::choice::Choice;
use self::driver::Driver;
use self::feeds::Feeds;
use super::line::{Feel, LineState};
use super::media::{Local, Source, State};
use crate::app::{App, Watched, app};
use crate::i18n::{Sentences, sentences};

/// Between two looks at how the line is, in milliseconds.
const LOOK_EVERY_MS: u32 = 2_000;

/// A session as the screen holds it. Copied freely; what it drives ends with the screen that made it.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    app: App,
    space: SpaceId,
    /// What the client knows: stage, people, quality.
    pub(crate) view: RwSignal<Option<CallView>>,
    /// One's own microphone.
    pub(crate) microphone: Local,
    /// One's own camera.
    pub(crate) camera: Local,
    /// The loudspeaker; empty for the system's choice.
    pub(crate) speaker: RwSignal<String>,
    /// What the others send.
    pub(crate) feeds: Feeds,
    /// The peer connection.
    pub(crate) line: RwSignal<LineState>,
    /// How it feels.
    pub(crate) feel: RwSignal<Feel>,
    /// What went wrong, when something did.
    pub(crate) error: RwSignal<Option<Sentences>>,
    driver: StoredValue<Option<Driver>, LocalStorage>,
}

impl Room {
    /// A room nobody has asked to enter yet; devices are the ones chosen last time.
    pub(crate) fn new(space: SpaceId) -> Self {
        let choice = Choice::last();
        let room = Self {
            app: app(),
            space,
            view: RwSignal::new(None),
            microphone: Local::new(Source::Microphone, choice.microphone),
            camera: Local::new(Source::Camera, choice.camera),
            speaker: RwSignal::new(choice.speaker),
            feeds: Feeds::new(),
            line: RwSignal::new(LineState::Connecting),
            feel: RwSignal::new(Feel::Good),
            error: RwSignal::new(None),
            driver: StoredValue::new_local(None),
        };
        room.follow();
        on_cleanup(move || room.close());
        room
    }

    /// Asks to come in.
    pub(crate) fn join(self, kind: CallKind) {
        self.error.set(None);
        let Some(session) = self.app.session() else { return };
        Choice {
            microphone: self.microphone.device.get_untracked(),
            camera: self.camera.device.get_untracked(),
            speaker: self.speaker.get_untracked(),
        }
        .keep();
        match Driver::begin(self, session.clone(), &self.app.host().frame_worker()) {
            Ok(driver) => self.driver.set_value(Some(driver)),
            Err(_) => return self.error.set(Some(driver::no_worker())),
        }
        self.app.busy().set(true);
        match session.call_join(self.space, kind) {
            Ok(()) => self.view.set(session.call()),
            Err(error) => self.error.set(Some(sentences(&error))),
        }
    }

    /// Lets somebody in.
    pub(crate) fn admit(self, participant: ParticipantId) {
        self.ask(|session| session.call_admit(participant));
    }

    /// Sends somebody away.
    pub(crate) fn dismiss(self, participant: ParticipantId) {
        self.ask(|session| session.call_dismiss(participant));
    }

    /// Leaves; microphone and camera are let go.
    pub(crate) fn leave(self) {
        if let Some(session) = self.app.session() {
            session.call_leave();
            // What the client now says of the call: ended.
            self.view.set(session.call().or_else(|| self.view.get_untracked()).map(ended));
        }
        self.let_go();
    }

    /// Back to the device check, after the end.
    pub(crate) fn again(self) {
        self.error.set(None);
        self.view.set(None);
    }

    /// Where this device stands.
    pub(crate) fn stage(self) -> Option<CallStage> {
        self.view.with(|view| view.as_ref().map(|view| view.stage))
    }

    /// Everything that is this browser's ends: line, worker, devices.
    pub(super) fn let_go(self) {
        drop(self.driver.try_update_value(Option::take));
        self.microphone.release();
        self.camera.release();
        let _ = self.microphone.state.try_set(State::Off);
        let _ = self.camera.state.try_set(State::Off);
        self.feeds.clear();
        self.app.busy().set(false);
    }

    fn close(self) {
        let out = self.view.try_with_untracked(|view| {
            view.as_ref().is_none_or(|view| matches!(view.stage, CallStage::Ended(_)))
        });
        if out == Some(false) {
            if let Some(session) = self.app.session() {
                session.call_leave();
            }
        }
        self.let_go();
    }

    fn ask(self, act: impl FnOnce(&rapport_client::Session) -> Result<(), rapport_client::ClientError>) {
        if let Some(Err(error)) = self.app.session().map(|session| act(&session)) {
            self.error.set(Some(sentences(&error)));
        }
    }

    /// Follows the client's view, one's own switches and the line.
    fn follow(self) {
        let (app, space) = (self.app, self.space);
        Effect::new(move || {
            app.watch(Watched::Call(space));
            // Only once asked to come in: what a former session left behind is not this one.
            if self.driver.with_value(Option::is_some) {
                if let Some(view) = app.session().and_then(|session| session.call()) {
                    self.view.set(Some(view));
                }
            }
        });
        Effect::new(move || {
            let tracks = (self.microphone.track.get(), self.camera.track.get());
            self.driver.with_value(|driver| {
                if let Some(driver) = driver {
                    driver.send(tracks.0.as_ref(), tracks.1.as_ref());
                }
            });
        });
        // Told only when it changed: whoever comes later is told by the client.
        let told = Memo::new(move |_| {
            let inside = self.stage() == Some(CallStage::Inside);
            inside.then(|| (self.microphone.is_on(), self.camera.is_on()))
        });
        Effect::new(move || {
            if let Some((microphone, camera)) = told.get() {
                self.ask(|session| session.call_media(microphone, camera));
            }
        });
        let looks = StoredValue::new_local(Some(Interval::new(LOOK_EVERY_MS, move || {
            self.driver.try_with_value(|driver| driver.as_ref().map(Driver::look));
        })));
        on_cleanup(move || drop(looks.try_update_value(Option::take)));
    }
}

fn ended(view: CallView) -> CallView {
    match view.stage {
        CallStage::Ended(_) => view,
        _ => CallView { stage: CallStage::Ended(None), others: Vec::new(), waiting: Vec::new(), ..view },
    }
}
