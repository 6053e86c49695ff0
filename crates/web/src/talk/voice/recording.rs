//! A voice being recorded: the browser's recorder, a meter, a clock.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Date};
use rapport_care::limits::VOICE_NOTE_MS_MAX;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, Event, MediaRecorder, MediaRecorderOptions, MediaStream,
    MediaStreamTrack,
};

use super::wave;
use crate::call::{Fault, Meter, Source, Wish, ask, stop};

/// What browsers can record, best first: Opus wherever there is Opus.
const KINDS: [&str; 4] = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", "audio/webm"];

/// Whether this browser records at all.
pub(crate) fn can_record() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &"MediaRecorder".into()).unwrap_or(false)
}

/// What was recorded.
#[derive(Clone)]
pub(super) struct Recorded {
    /// The sound.
    pub(super) blob: Blob,
    /// Its media type.
    pub(super) kind: String,
    /// How long it is.
    pub(super) ms: u32,
    /// Loudness over time.
    pub(super) bars: Vec<u8>,
}

/// A voice being recorded. Dropping it throws it away and lets go of the microphone.
pub(super) struct Recording {
    recorder: MediaRecorder,
    track: MediaStreamTrack,
    kind: String,
    begun_at: f64,
    pieces: Array,
    levels: Rc<RefCell<Vec<f32>>>,
    _meter: Option<Meter>,
    _heard: Closure<dyn FnMut(BlobEvent)>,
}

impl Recording {
    /// Begins; the browser may ask for the microphone first. `level` hears how loud it is.
    pub(super) async fn begin(level: impl Fn(f32) + 'static) -> Result<Self, Fault> {
        let track = ask(&Wish { source: Source::Microphone, device: String::new() }).await?;
        Self::record(&track, level).map_err(|_| {
            stop(Some(track));
            Fault::Other
        })
    }

    fn record(track: &MediaStreamTrack, level: impl Fn(f32) + 'static) -> Result<Self, JsValue> {
        let stream = MediaStream::new()?;
        stream.add_track(track);
        let kind = KINDS.into_iter().find(|kind| MediaRecorder::is_type_supported(kind)).unwrap_or_default();
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let pieces = Array::new();
        let heard = Closure::<dyn FnMut(BlobEvent)>::new({
            let pieces = pieces.clone();
            move |event: BlobEvent| {
                if let Some(piece) = event.data() {
                    pieces.push(&piece);
                }
            }
        });
        recorder.set_ondataavailable(Some(heard.as_ref().unchecked_ref()));
        let levels = Rc::new(RefCell::new(Vec::new()));
        let meter = Meter::new(track, {
            let levels = levels.clone();
            move |it| {
                levels.borrow_mut().push(it);
                level(it);
            }
        });
        recorder.start()?;
        Ok(Self {
            recorder,
            track: track.clone(),
            kind: kind.to_owned(),
            begun_at: Date::now(),
            pieces,
            levels,
            _meter: meter.ok(),
            _heard: heard,
        })
    }

    /// How long it is by now, in milliseconds.
    pub(super) fn ms(&self) -> u32 {
        (Date::now() - self.begun_at).clamp(0.0, f64::from(VOICE_NOTE_MS_MAX)) as u32
    }

    /// Ends it. None when the browser recorded nothing.
    pub(super) async fn end(self) -> Option<Recorded> {
        let ms = self.ms();
        let (tell, ended) = oneshot::channel::<()>();
        let stopped = Closure::once_into_js(move |_: Event| {
            let _ = tell.send(());
        });
        self.recorder.set_onstop(Some(stopped.unchecked_ref()));
        self.recorder.stop().ok()?;
        ended.await.ok()?;
        let kind = BlobPropertyBag::new();
        kind.set_type(&self.kind);
        let blob = Blob::new_with_blob_sequence_and_options(&self.pieces, &kind).ok()?;
        let bars = wave::bars(&self.levels.borrow());
        (blob.size() > 0.0).then(|| Recorded { blob, kind: self.kind.clone(), ms, bars })
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        let _ = self.recorder.stop();
        stop(Some(self.track.clone()));
    }
}
