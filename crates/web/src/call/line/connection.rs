//! One peer connection: we offer what we send, the server offers what it sends.
//!
//! Steps run one after the other, never two at once. When both sides offer together we are the polite one
//! (<https://www.w3.org/TR/webrtc/#perfect-negotiation-example>): the browser takes our offer back, we
//! answer, and offer again.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt as _;
use js_sys::Reflect;
use rapport_wire::ParticipantId;
use rapport_wire::call::{Media, Track};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, MediaStreamTrack, RtcBundlePolicy, RtcConfiguration, RtcPeerConnection, RtcPeerConnectionState,
    RtcRtpSender, RtcRtpTransceiver, RtcRtpTransceiverDirection, RtcRtpTransceiverInit, RtcSdpType,
    RtcSessionDescriptionInit, RtcSignalingState, RtcTrackEvent, Worker,
};

use super::sdp;
use crate::call::browser::restart::restart_ice;
use crate::call::browser::stats::{self, Figures};
use crate::call::browser::transform;
use crate::call::worker::{Route, Way};

/// Most bits a second of our own picture.
const VIDEO_BITS_MAX: f64 = 1_200_000.0;
/// Most bits a second of our own voice.
const AUDIO_BITS_MAX: f64 = 40_000.0;

/// What a line reports.
pub(crate) enum LineEvent {
    /// Our offer, for the server.
    Offer(String),
    /// Our answer, for the server.
    Answer(String),
    /// Somebody's sound or picture has come.
    Track {
        /// Whose.
        participant: ParticipantId,
        /// Pictures or sound.
        media: Media,
        /// The track.
        track: MediaStreamTrack,
    },
    /// How the line is.
    State(LineState),
}

/// How a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineState {
    /// Not yet there.
    Connecting,
    /// Media flows.
    Up,
    /// Nothing is heard; it may come back by itself.
    Interrupted,
    /// It will not come back; a new line is needed.
    Down,
}

enum Step {
    Offer,
    TakeOffer(String, Vec<Track>),
    TakeAnswer(String),
}

type Tell = Rc<dyn Fn(LineEvent)>;
type Heard = Closure<dyn FnMut(Event)>;

/// An open line. Closes when dropped.
pub(crate) struct Line {
    inner: Rc<Inner>,
    steps: UnboundedSender<Step>,
}

struct Inner {
    connection: RtcPeerConnection,
    worker: Worker,
    tell: Tell,
    audio: RtcRtpSender,
    video: RtcRtpSender,
    /// Whose media each section carries, by the server's newest offer.
    sections: RefCell<HashMap<String, Track>>,
    closed: Cell<bool>,
    heard: RefCell<Vec<Heard>>,
}

impl Line {
    /// Opens a line that carries nothing of ours yet, and makes the first offer.
    pub(crate) fn open(worker: &Worker, tell: impl Fn(LineEvent) + 'static) -> Result<Self, JsValue> {
        let configuration = RtcConfiguration::new();
        configuration.set_bundle_policy(RtcBundlePolicy::MaxBundle);
        let connection = RtcPeerConnection::new_with_configuration(&configuration)?;
        let audio = sender(&connection, worker, Media::Audio)?;
        let video = sender(&connection, worker, Media::Video)?;
        let inner = Rc::new(Inner {
            connection,
            worker: worker.clone(),
            tell: Rc::new(tell),
            audio,
            video,
            sections: RefCell::default(),
            closed: Cell::new(false),
            heard: RefCell::default(),
        });
        Inner::listen(&inner);
        let (steps, queue) = unbounded();
        spawn_local(Inner::walk(inner.clone(), queue, steps.clone()));
        let line = Self { inner, steps };
        line.step(Step::Offer);
        Ok(line)
    }

    /// The server's offer, and whose media it carries where.
    pub(crate) fn take_offer(&self, sdp: String, tracks: Vec<Track>) {
        self.step(Step::TakeOffer(sdp, tracks));
    }

    /// The server's answer to our offer.
    pub(crate) fn take_answer(&self, sdp: String) {
        self.step(Step::TakeAnswer(sdp));
    }

    /// Looks for a new way to the server: another network, another address.
    pub(crate) fn restart(&self) {
        restart_ice(&self.inner.connection);
        self.step(Step::Offer);
    }

    /// Sends this track from now on, or nothing.
    pub(crate) fn send(&self, media: Media, track: Option<&MediaStreamTrack>) {
        let sender = match media {
            Media::Audio => &self.inner.audio,
            Media::Video => &self.inner.video,
        };
        let replaced = JsFuture::from(sender.replace_track(track));
        spawn_local(async move {
            // Fails only on a connection that has been closed meanwhile.
            let _ = replaced.await;
        });
    }

    /// What the line has done so far.
    pub(crate) fn figures(&self) -> impl Future<Output = Option<Figures>> + 'static {
        let connection = self.inner.connection.clone();
        async move { stats::figures(&connection).await }
    }

    fn step(&self, step: Step) {
        // The walk ends only when this line does.
        let _ = self.steps.unbounded_send(step);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.inner.closed.set(true);
        self.steps.close_channel();
        self.inner.connection.set_ontrack(None);
        self.inner.connection.set_onconnectionstatechange(None);
        self.inner.connection.close();
        self.inner.heard.borrow_mut().clear();
    }
}

impl Inner {
    /// Takes the steps in turn.
    async fn walk(self: Rc<Self>, mut queue: UnboundedReceiver<Step>, steps: UnboundedSender<Step>) {
        while let Some(step) = queue.next().await {
            let done = match step {
                Step::Offer => self.offer().await,
                Step::TakeAnswer(sdp) => self.take_answer(&sdp).await,
                Step::TakeOffer(sdp, tracks) => match self.take_offer(&sdp, tracks).await {
                    Ok(true) => {
                        let _ = steps.unbounded_send(Step::Offer);
                        Ok(())
                    }
                    other => other.map(drop),
                },
            };
            if self.closed.get() {
                return;
            }
            if done.is_err() {
                self.report(LineEvent::State(LineState::Down));
            }
        }
    }

    async fn offer(&self) -> Result<(), JsValue> {
        // An answer of ours or the server's is under way: it makes its own offer afterwards if need be.
        if self.connection.signaling_state() != RtcSignalingState::Stable {
            return Ok(());
        }
        let offer = JsFuture::from(self.connection.create_offer()).await?;
        self.set_local(&offer).await?;
        self.report(LineEvent::Offer(text(&offer)));
        Ok(())
    }

    async fn take_answer(&self, sdp: &str) -> Result<(), JsValue> {
        // The answer to an offer we took back.
        if self.connection.signaling_state() != RtcSignalingState::HaveLocalOffer {
            return Ok(());
        }
        self.set_remote(RtcSdpType::Answer, &sdp::tune(sdp)).await
    }

    /// Whether an offer of ours was taken back for it, and must be made again.
    async fn take_offer(&self, sdp: &str, tracks: Vec<Track>) -> Result<bool, JsValue> {
        let collided = self.connection.signaling_state() == RtcSignalingState::HaveLocalOffer;
        self.bind(tracks);
        self.set_remote(RtcSdpType::Offer, sdp).await?;
        let answer = JsFuture::from(self.connection.create_answer()).await?;
        self.set_local(&answer).await?;
        self.report(LineEvent::Answer(text(&answer)));
        Ok(collided)
    }

    /// Remembers whose media each section carries. A section that changes hands gets a fresh transform.
    fn bind(&self, tracks: Vec<Track>) {
        let new: HashMap<String, Track> =
            tracks.into_iter().map(|track| (track.mid.clone(), track)).collect();
        let old = self.sections.replace(new);
        for transceiver in self.connection.get_transceivers().iter() {
            let transceiver: RtcRtpTransceiver = transceiver.unchecked_into();
            let Some(mid) = transceiver.mid() else { continue };
            let now = self.sections.borrow().get(&mid).cloned();
            if let (Some(before), Some(now)) = (old.get(&mid), now)
                && *before != now
            {
                self.arrived(&transceiver, &now);
            }
        }
    }

    /// Somebody's media: through the worker first, then to the screen.
    fn arrived(&self, transceiver: &RtcRtpTransceiver, track: &Track) {
        let receiver = transceiver.receiver();
        let video = track.media == Media::Video;
        let route = Route { way: Way::Open, video, participant: track.participant.0 };
        if transform::attach(&receiver, &self.worker, route).is_err() {
            return self.report(LineEvent::State(LineState::Down));
        }
        let (participant, media) = (track.participant, track.media);
        self.report(LineEvent::Track { participant, media, track: receiver.track() });
    }

    fn listen(this: &Rc<Self>) {
        let weak = Rc::downgrade(this);
        let on_track = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let Some(this) = weak.upgrade() else { return };
            let transceiver = event.unchecked_into::<RtcTrackEvent>().transceiver();
            let track = transceiver.mid().and_then(|mid| this.sections.borrow().get(&mid).cloned());
            // A section that is nobody's is not attached to anything, and so never seen or heard.
            if let Some(track) = track {
                this.arrived(&transceiver, &track);
            }
        });
        let weak = Rc::downgrade(this);
        let on_state = Closure::<dyn FnMut(Event)>::new(move |_| {
            let Some(this) = weak.upgrade() else { return };
            this.report(LineEvent::State(state(this.connection.connection_state())));
        });
        this.connection.set_ontrack(Some(on_track.as_ref().unchecked_ref()));
        this.connection.set_onconnectionstatechange(Some(on_state.as_ref().unchecked_ref()));
        this.heard.borrow_mut().extend([on_track, on_state]);
    }

    async fn set_local(&self, description: &JsValue) -> Result<(), JsValue> {
        JsFuture::from(self.connection.set_local_description(description.unchecked_ref())).await?;
        Ok(())
    }

    async fn set_remote(&self, kind: RtcSdpType, sdp: &str) -> Result<(), JsValue> {
        let description = RtcSessionDescriptionInit::new(kind);
        description.set_sdp(sdp);
        JsFuture::from(self.connection.set_remote_description(&description)).await?;
        Ok(())
    }

    fn report(&self, event: LineEvent) {
        if !self.closed.get() {
            (self.tell)(event);
        }
    }
}

/// A sender whose frames are sealed before they leave.
fn sender(connection: &RtcPeerConnection, worker: &Worker, media: Media) -> Result<RtcRtpSender, JsValue> {
    let video = media == Media::Video;
    let encoding = js_sys::Object::new();
    let bits = if video { VIDEO_BITS_MAX } else { AUDIO_BITS_MAX };
    Reflect::set(&encoding, &"maxBitrate".into(), &bits.into())?;
    let init = RtcRtpTransceiverInit::new();
    init.set_direction(RtcRtpTransceiverDirection::Sendonly);
    init.set_send_encodings(&js_sys::Array::of1(&encoding));
    let kind = if video { "video" } else { "audio" };
    let transceiver = connection.add_transceiver_with_str_and_init(kind, &init);
    transceiver.set_codec_preferences(&codecs(kind, if video { "video/vp8" } else { "audio/opus" }));
    let sender = transceiver.sender();
    transform::attach(&sender, worker, Route { way: Way::Seal, video, participant: 0 })?;
    Ok(sender)
}

/// The one codec whose frames are sealed, and retransmission for it.
fn codecs(kind: &str, wanted: &str) -> js_sys::Array {
    let known = RtcRtpSender::get_capabilities(kind).map(|it| it.get_codecs()).unwrap_or_default();
    let mime = |codec: &JsValue| {
        let text = Reflect::get(codec, &"mimeType".into()).ok().and_then(|it| it.as_string());
        text.unwrap_or_default().to_ascii_lowercase()
    };
    known.iter().filter(|codec| [wanted, "video/rtx"].contains(&mime(codec).as_str())).collect()
}

const fn state(state: RtcPeerConnectionState) -> LineState {
    match state {
        RtcPeerConnectionState::Connected => LineState::Up,
        RtcPeerConnectionState::Disconnected => LineState::Interrupted,
        RtcPeerConnectionState::Failed | RtcPeerConnectionState::Closed => LineState::Down,
        _ => LineState::Connecting,
    }
}

fn text(description: &JsValue) -> String {
    Reflect::get(description, &"sdp".into()).ok().and_then(|it| it.as_string()).unwrap_or_default()
}
