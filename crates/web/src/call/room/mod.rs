//! What joins the client's call to this browser's media: keys to the worker, descriptions to the line,
//! tracks to the screen.

mod choice;
mod driver;
mod feeds;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use rapport_care::content::CallKind;
use rapport_client::call::{CallStage, CallView};
use rapport_client::{ClientError, Session};
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

/// How the line to the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Condition {
    /// Whether media flows.
    pub(crate) line: LineState,
    /// How it feels.
    pub(crate) feel: Feel,
}

/// A session as the screen holds it. Copied freely; what it drives ends with the screen that made it.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    ground: StoredValue<(App, SpaceId)>,
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
    pub(crate) condition: RwSignal<Condition>,
    /// What went wrong, when something did.
    pub(crate) error: RwSignal<Option<Sentences>>,
    driver: StoredValue<Option<Driver>, LocalStorage>,
}

impl Room {
    /// A room nobody has asked to enter yet; devices are the ones chosen last time.
    pub(crate) fn new(space: SpaceId) -> Self {
        let (app, choice) = (app(), Choice::last());
        let room = Self {
            ground: StoredValue::new((app, space)),
            view: RwSignal::new(None),
            microphone: Local::new(Source::Microphone, choice.microphone),
            camera: Local::new(Source::Camera, choice.camera),
            speaker: RwSignal::new(choice.speaker),
            feeds: Feeds::new(),
            condition: RwSignal::new(Condition { line: LineState::Connecting, feel: Feel::Good }),
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
        let Some(session) = self.session() else { return };
        let (app, space) = self.ground.get_value();
        Choice {
            microphone: self.microphone.device.get_untracked(),
            camera: self.camera.device.get_untracked(),
            speaker: self.speaker.get_untracked(),
        }
        .keep();
        match Driver::begin(self, &session, &app.host().frame_worker()) {
            Ok(driver) => self.driver.set_value(Some(driver)),
            Err(_) => return self.error.set(Some(driver::no_worker())),
        }
        // Somebody who only listens touches nothing: the page must not lock itself.
        app.busy().set(true);
        match session.call_join(space, kind) {
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
        if let Some(session) = self.session() {
            session.call_leave();
            // What the client now says of the call: ended.
            self.view.set(session.call().or_else(|| self.view.get_untracked()).map(ended));
        }
        self.let_go();
    }

    /// The line is otherwise now.
    fn set_condition(self, change: impl FnOnce(&mut Condition)) {
        let Some(before) = self.condition.try_get_untracked() else { return };
        let mut after = before;
        change(&mut after);
        if after != before {
            self.condition.set(after);
        }
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
        if let Some((app, _)) = self.ground.try_get_value() {
            app.busy().set(false);
        }
    }

    fn session(self) -> Option<Session> {
        self.ground.try_get_value()?.0.session()
    }

    fn close(self) {
        let out = self.view.try_with_untracked(|view| {
            view.as_ref().is_none_or(|view| matches!(view.stage, CallStage::Ended(_)))
        });
        if let (Some(false), Some(session)) = (out, self.session()) {
            session.call_leave();
        }
        self.let_go();
    }

    fn ask(self, act: impl FnOnce(&Session) -> Result<(), ClientError>) {
        if let Some(Err(error)) = self.session().map(|session| act(&session)) {
            self.error.set(Some(sentences(&error)));
        }
    }

    /// Follows the client's view, one's own switches and the line.
    fn follow(self) {
        let (app, space) = self.ground.get_value();
        Effect::new(move || {
            app.watch(Watched::Call(space));
            // Only once asked to come in: what a former session left behind is not this one.
            let joined = self.driver.with_value(Option::is_some);
            if let Some(view) = app.session().filter(|_| joined).and_then(|session| session.call()) {
                self.view.set(Some(view));
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
