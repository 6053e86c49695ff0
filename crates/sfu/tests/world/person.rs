//! Somebody with a voice and a camera, str0m in place of a browser.
//!
//! Frames carry a number and a canary, sealed by a toy cipher that leaves clear what
//! the browser's frame encryption leaves clear.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rapport_sfu::{Media, Signal, Track, Transport};
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::{Direction, Frequency, MediaData, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::wire::Datagram;

pub(crate) const CANARY: &[u8] = b"what was said in this room";
const VOICE_EVERY: Duration = Duration::from_millis(20);
const PICTURE_EVERY: Duration = Duration::from_millis(40);

/// A frame as it was received and opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) from: u32,
    pub(crate) kind: Media,
    pub(crate) number: u32,
    pub(crate) key: bool,
}

/// Whether frames are sealed before they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealing {
    On,
    Off,
}

/// Somebody in the room.
pub(crate) struct Person {
    pub(crate) number: u32,
    pub(crate) address: SocketAddr,
    pub(crate) frames: Vec<Frame>,
    pub(crate) voices_sent: u32,
    pub(crate) pictures_sent: u32,
    pub(crate) key_frames_sent: u32,
    /// Sealed frames as they were handed to be sent.
    pub(crate) sealed: Vec<Vec<u8>>,
    pub(crate) tracks: Vec<Track>,
    pub(crate) heard: Vec<Signal>,
    /// Bytes of the longest offer of the SFU.
    pub(crate) longest_offer: usize,
    pub(crate) sealing: Sealing,
    /// Leaves offers of the SFU in `unanswered`.
    pub(crate) slow_to_answer: bool,
    pub(crate) unanswered: Option<(String, Vec<Track>)>,
    pub(crate) camera_on: bool,
    /// Bytes of a picture between key frames.
    pub(crate) picture_bytes: usize,
    rtc: Rtc,
    transport: Transport,
    pending: Option<SdpPendingOffer>,
    voice: Mid,
    camera: Mid,
    connected: Option<Instant>,
    next_voice: Instant,
    next_picture: Instant,
    key_wanted: bool,
    due: Instant,
    outbox: Vec<Datagram>,
}

impl Person {
    /// Somebody, and their first offer.
    pub(crate) fn new(number: u32, transport: Transport, now: Instant) -> (Self, String) {
        let address = SocketAddr::from(([198, 51, 100, number as u8], 40_000));
        let mut rtc = Rtc::builder().clear_codecs().enable_opus(true, false).enable_vp8(true).build(now);
        rtc.add_local_candidate(candidate(address, transport));
        let mut changes = rtc.sdp_api();
        let voice = changes.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let camera = changes.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
        let (offer, pending) = changes.apply().expect("an offer");
        let person = Self {
            number,
            address,
            frames: Vec::new(),
            voices_sent: 0,
            pictures_sent: 0,
            key_frames_sent: 0,
            sealed: Vec::new(),
            tracks: Vec::new(),
            heard: Vec::new(),
            longest_offer: 0,
            sealing: Sealing::On,
            slow_to_answer: false,
            unanswered: None,
            camera_on: true,
            picture_bytes: 2_500,
            rtc,
            transport,
            pending: Some(pending),
            voice,
            camera,
            connected: None,
            next_voice: now,
            next_picture: now,
            key_wanted: true,
            due: now,
            outbox: Vec::new(),
        };
        (person, offer.to_sdp_string())
    }

    pub(crate) fn answered(&mut self, sdp: &str) {
        // A browser speaks TCP only when UDP fails; here the candidates decide.
        let unwanted = match self.transport {
            Transport::Udp => " tcp ",
            Transport::Tcp => " udp ",
        };
        let kept: String = sdp
            .split_inclusive('\n')
            .filter(|line| !line.contains("a=candidate") || !line.contains(unwanted))
            .collect();
        let answer = SdpAnswer::from_sdp_string(&kept).expect("an answer that parses");
        let pending = self.pending.take().expect("an offer was made");
        self.rtc.sdp_api().accept_answer(pending, answer).expect("an answer that fits");
        self.drain();
    }

    pub(crate) fn offered(&mut self, sdp: &str, tracks: Vec<Track>) -> String {
        let offer = SdpOffer::from_sdp_string(sdp).expect("an offer that parses");
        let answer = self.rtc.sdp_api().accept_offer(offer).expect("an offer that fits");
        self.pending = None;
        self.tracks = tracks;
        self.longest_offer = self.longest_offer.max(sdp.len());
        self.drain();
        answer.to_sdp_string()
    }

    /// Camera on or off: the offer that says so.
    pub(crate) fn turn_camera(&mut self, on: bool) -> String {
        self.camera_on = on;
        let direction = if on { Direction::SendOnly } else { Direction::Inactive };
        let mut changes = self.rtc.sdp_api();
        // Said twice if the first offer was taken back: only a change makes an offer.
        changes.set_direction(self.camera, Direction::RecvOnly);
        changes.set_direction(self.camera, direction);
        let (offer, pending) = changes.apply().expect("an offer");
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    pub(crate) fn is_waiting_for_answer(&self) -> bool {
        self.pending.is_some()
    }

    /// Frames of somebody, by number, in the order they came.
    pub(crate) fn numbers(&self, from: u32, kind: Media) -> Vec<u32> {
        self.frames.iter().filter(|f| f.from == from && f.kind == kind).map(|f| f.number).collect()
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connected.is_some()
    }

    pub(crate) fn due(&self) -> Instant {
        match self.connected {
            Some(_) => self.due.min(self.next_voice).min(self.next_picture),
            None => self.due,
        }
    }

    pub(crate) fn receive(&mut self, datagram: &Datagram, now: Instant) {
        let proto = protocol(datagram.transport);
        let receive = Receive::new(proto, datagram.from, datagram.to, &datagram.payload).expect("a datagram");
        self.rtc.handle_input(Input::Receive(now, receive)).expect("input");
        self.drain();
    }

    /// Does what is due; what is to be sent for it.
    pub(crate) fn act(&mut self, now: Instant) -> Vec<Datagram> {
        if self.connected.is_some() && self.next_voice <= now {
            self.next_voice = now + VOICE_EVERY;
            let number = self.next_number(Media::Audio);
            let mut frame = vec![0x78];
            frame.extend(number.to_be_bytes());
            frame.extend(CANARY);
            self.write(self.voice, Media::Audio, frame, 1, now);
        }
        if self.connected.is_some() && self.next_picture <= now {
            self.next_picture = now + PICTURE_EVERY;
            if self.camera_on {
                self.show_picture(now);
            }
        }
        while self.due <= now {
            self.rtc.handle_input(Input::Timeout(now)).expect("time");
            self.drain();
        }
        std::mem::take(&mut self.outbox)
    }

    fn show_picture(&mut self, now: Instant) {
        let key = std::mem::take(&mut self.key_wanted);
        self.key_frames_sent += u32::from(key);
        let number = self.next_number(Media::Video);
        let (header, clear): (&[u8], usize) = if key {
            (&[0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00], 10)
        } else {
            (&[0x31, 0x02, 0x00], 3)
        };
        let mut frame = header.to_vec();
        frame.extend(number.to_be_bytes());
        while frame.len() < self.picture_bytes * if key { 4 } else { 1 } {
            frame.extend(CANARY);
        }
        self.write(self.camera, Media::Video, frame, clear, now);
    }

    fn next_number(&mut self, kind: Media) -> u32 {
        let number = match kind {
            Media::Audio => &mut self.voices_sent,
            Media::Video => &mut self.pictures_sent,
        };
        *number += 1;
        *number
    }

    fn write(&mut self, mid: Mid, kind: Media, mut frame: Vec<u8>, clear: usize, now: Instant) {
        if self.sealing == Sealing::On {
            toggle_seal(&mut frame[clear..]);
        }
        self.sealed.push(frame.clone());
        let hz = if kind == Media::Audio { Frequency::FORTY_EIGHT_KHZ } else { Frequency::NINETY_KHZ };
        let passed = now.saturating_duration_since(self.connected.expect("connected"));
        let ticks = passed.as_micros() as u64 * u64::from(hz.get()) / 1_000_000;
        // None once the SFU has said goodbye.
        let Some(writer) = self.rtc.writer(mid) else { return };
        let pt = writer.payload_params().next().expect("a codec").pt();
        writer.write(pt, now, MediaTime::new(ticks, hz), frame).expect("room to write");
        self.due = now;
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().expect("output") {
                Output::Timeout(at) => {
                    self.due = at;
                    return;
                }
                Output::Transmit(transmit) => self.outbox.push(Datagram {
                    transport: self.transport,
                    from: self.address,
                    to: transmit.destination,
                    payload: Vec::from(transmit.contents),
                }),
                Output::Event(event) => self.note(event),
            }
        }
    }

    fn note(&mut self, event: Event) {
        match event {
            Event::Connected => {
                let now = self.due.max(self.next_voice);
                self.connected = Some(now);
            }
            Event::KeyframeRequest(_) => self.key_wanted = true,
            Event::MediaData(data) => self.see(&data),
            _ => {}
        }
    }

    fn see(&mut self, data: &MediaData) {
        let mid = data.mid.to_string();
        let track = self.tracks.iter().find(|track| track.mid == mid).expect("a track that was announced");
        let key = track.media == Media::Video && data.data[0] & 1 == 0;
        let clear = match (track.media, key) {
            (Media::Audio, _) => 1,
            (Media::Video, true) => 10,
            (Media::Video, false) => 3,
        };
        let mut sealed = data.data.to_vec();
        if self.sealing == Sealing::On {
            toggle_seal(&mut sealed[clear..]);
        }
        let number = sealed[clear..clear + 4].try_into().expect("four bytes");
        assert!(sealed[clear + 4..].starts_with(CANARY), "a frame that opens");
        let number = u32::from_be_bytes(number);
        self.frames.push(Frame { from: track.participant.0, kind: track.media, number, key });
    }
}

/// A toy: enough for a tap to see whether anything is clear.
fn toggle_seal(bytes: &mut [u8]) {
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte ^= (at as u8).wrapping_mul(31) ^ 0xA5;
    }
}

fn candidate(address: SocketAddr, transport: Transport) -> Candidate {
    let candidate = match transport {
        Transport::Udp => Candidate::builder().udp().host(address).build(),
        Transport::Tcp => Candidate::builder().tcp().host(address).tcptype(TcpType::Active).build(),
    };
    candidate.expect("a candidate")
}

fn protocol(transport: Transport) -> Protocol {
    match transport {
        Transport::Udp => Protocol::Udp,
        Transport::Tcp => Protocol::Tcp,
    }
}
