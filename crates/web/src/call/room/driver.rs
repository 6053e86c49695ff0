//! Does, in order, what the client's call says: opens the line, hands keys to the worker, passes
//! descriptions. Everything it holds is closed when it is dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::Session;
use rapport_client::call::{CallEvent, CallStage};
use rapport_client::session::Subscription;
use rapport_seal::Key;
use rapport_seal::call::FrameKeys;
use rapport_wire::call::Media;
use wasm_bindgen::JsValue;
use web_sys::MediaStreamTrack;

use super::Room;
use crate::call::line::{FrameDesk, Judge, Line, LineEvent, LineState};
use crate::call::worker::Order;
use crate::i18n::{Sentences, t};
use crate::platform::Awake;

/// Looks at a line that is down, and was asked to find another way, before a new one is opened.
const LOOKS_DOWN_MAX: u32 = 3;

/// The moving parts of a session in this browser.
pub(super) struct Driver {
    parts: Rc<Parts>,
    _events: Subscription,
}

struct Parts {
    room: Room,
    session: Session,
    desk: FrameDesk,
    line: RefCell<Option<Line>>,
    judge: RefCell<Judge>,
    looks_down: Cell<u32>,
    awake: Awake,
}

/// What to say when the frame worker cannot be started.
pub(super) fn no_worker() -> Sentences {
    Sentences { what: t!("call-no-worker"), rec: t!("call-no-worker-rec") }
}

impl Driver {
    /// Starts the worker and listens to the call.
    pub(super) fn begin(room: Room, session: &Session, worker: &str) -> Result<Self, JsValue> {
        let parts = Rc::new(Parts {
            room,
            session: session.clone(),
            desk: FrameDesk::open(worker)?,
            line: RefCell::default(),
            judge: RefCell::default(),
            looks_down: Cell::new(0),
            awake: Awake::default(),
        });
        let heard = Rc::downgrade(&parts);
        let events = session.on_call(move |event| {
            if let Some(parts) = heard.upgrade() {
                parts.take(event);
            }
        });
        Ok(Self { parts, _events: events })
    }

    /// Sends these tracks from now on.
    pub(super) fn send(&self, audio: Option<&MediaStreamTrack>, video: Option<&MediaStreamTrack>) {
        if let Some(line) = &*self.parts.line.borrow() {
            line.send(Media::Audio, audio);
            line.send(Media::Video, video);
        }
    }

    /// A look at the line, every few seconds.
    pub(super) fn look(&self) {
        let parts = self.parts.clone();
        // What is offered while the way to the server is broken, or from before the door, is not heard.
        if parts.session.call().is_none_or(|call| call.stage != CallStage::Inside) {
            return;
        }
        if parts.room.condition.get_untracked().line == LineState::Down {
            parts.looks_down.set(parts.looks_down.get() + 1);
            match parts.looks_down.get() {
                1 => parts.with_line(Line::restart),
                LOOKS_DOWN_MAX => parts.open_line(),
                _ => {}
            }
            return;
        }
        parts.looks_down.set(0);
        let figures = parts.line.borrow().as_ref().map(Line::figures);
        spawn_local(async move {
            if let Some(Some(figures)) = futures_util::future::OptionFuture::from(figures).await {
                let feel = parts.judge.borrow_mut().read(figures);
                parts.feel(feel);
            }
        });
    }
}

impl Parts {
    fn take(self: &Rc<Self>, event: CallEvent) {
        match event {
            CallEvent::Changed => self.changed(),
            CallEvent::Anew => {
                self.desk.send(&Order::Anew);
                self.line.take();
                self.room.feeds.clear();
                self.room.set_condition(|it| it.line = LineState::Connecting);
            }
            CallEvent::Start { .. } => self.start(),
            CallEvent::Answer { sdp } => self.with_line(|line| line.take_answer(sdp)),
            CallEvent::Offer { sdp, tracks } => self.with_line(|line| line.take_offer(sdp, tracks)),
            CallEvent::SenderKeys(FrameKeys { generation, audio, video }) => {
                for (video, key) in [(false, audio), (true, video)] {
                    self.desk.send(&Order::Seal { video, generation, key: raw(&key) });
                }
            }
            CallEvent::ReceiverKeys { participant, keys: FrameKeys { generation, audio, video } } => {
                for (video, key) in [(false, audio), (true, video)] {
                    self.desk.send(&Order::Open {
                        participant: participant.0,
                        video,
                        generation,
                        key: raw(&key),
                    });
                }
            }
            CallEvent::Forget { participant } => {
                self.desk.send(&Order::Forget { participant: participant.0 });
                self.room.feeds.forget(participant);
            }
            CallEvent::Ended { .. } => {
                self.changed();
                // Not from within the callback, which belongs to what is being dropped.
                let room = self.room;
                spawn_local(async move { room.let_go() });
            }
        }
    }

    /// Let in, for the first time or again. Pictures and voices may have gone on while the socket was away:
    /// then the line stays.
    fn start(self: &Rc<Self>) {
        let line = self.room.condition.try_get_untracked().map(|it| it.line);
        // An offer that was on its way when the socket broke is lost: a line that is not up is made anew.
        if self.line.borrow().is_none() || matches!(line, Some(LineState::Down | LineState::Connecting)) {
            self.open_line();
        }
    }

    fn changed(&self) {
        let Some(view) = self.session.call() else { return };
        let feel = self.judge.borrow_mut().server_says(view.quality);
        self.feel(feel);
        let _ = self.room.view.try_set(Some(view));
    }

    /// Opens a line; one that was there before is closed.
    fn open_line(self: &Rc<Self>) {
        self.looks_down.set(0);
        self.room.set_condition(|it| it.line = LineState::Connecting);
        self.room.feeds.clear();
        self.line.take();
        let parts = Rc::downgrade(self);
        let tell = move |event| {
            if let Some(parts) = parts.upgrade() {
                parts.heard(event);
            }
        };
        match Line::open(self.desk.worker(), tell) {
            Ok(line) => {
                line.send(Media::Audio, self.room.microphone.track.get_untracked().as_ref());
                line.send(Media::Video, self.room.camera.track.get_untracked().as_ref());
                self.line.replace(Some(line));
                self.awake.renew();
            }
            Err(_) => drop(self.room.error.try_set(Some(no_worker()))),
        }
    }

    fn heard(&self, event: LineEvent) {
        match event {
            // Refused only when the call is over meanwhile, which is told by itself.
            LineEvent::Offer(sdp) => drop(self.session.call_offer(sdp)),
            LineEvent::Answer(sdp) => drop(self.session.call_answer(sdp)),
            LineEvent::Track { participant, media, track } => self.room.feeds.take(participant, media, track),
            LineEvent::State(state) => self.room.set_condition(|it| it.line = state),
        }
    }

    fn with_line(&self, act: impl FnOnce(&Line)) {
        if let Some(line) = &*self.line.borrow() {
            act(line);
        }
    }

    fn feel(&self, feel: crate::call::line::Feel) {
        self.room.set_condition(|it| it.feel = feel);
    }
}

fn raw(key: &Key) -> [u8; 32] {
    *key.as_bytes()
}
