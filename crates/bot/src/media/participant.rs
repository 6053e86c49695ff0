//! One participant of a session, sans-IO.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rapport_wire::ParticipantId;
use rapport_wire::call::{Media, Track};
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::{Direction, Frequency, MediaData, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::clip::{Clip, PICTURES_PER_SECOND, VOICE_MS};

/// What happens to frames between the codec and the network.
pub trait Frames: Send {
    /// Seals a frame to be sent; `None` keeps it back (no key yet).
    fn seal(&mut self, media: Media, frame: &[u8], now: Instant) -> Option<Vec<u8>>;
    /// Opens a frame of somebody's; `None` if it does not open.
    fn open(&mut self, from: ParticipantId, media: Media, sealed: &[u8], now: Instant) -> Option<Vec<u8>>;
}

/// What came of one track so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Frames that opened.
    pub opened: u64,
    /// Frames that did not.
    pub refused: u64,
    /// Bytes of all of them, as they came.
    pub bytes: u64,
}

/// A datagram to be sent from the participant's socket.
#[derive(Debug)]
pub struct Outgoing {
    /// Where to.
    pub to: SocketAddr,
    /// The bytes.
    pub payload: Vec<u8>,
}

/// Somebody in a session.
pub struct Participant {
    rtc: Rtc,
    address: SocketAddr,
    pending: Option<SdpPendingOffer>,
    voice: Sender,
    picture: Sender,
    frames: Box<dyn Frames>,
    tracks: Vec<Track>,
    received: HashMap<(ParticipantId, bool), Received>,
    connected: Option<Instant>,
    due: Instant,
    outgoing: Vec<Outgoing>,
}

/// A track being sent.
struct Sender {
    mid: Mid,
    clip: Clip,
    every: Duration,
    next: Option<Instant>,
    sent: u64,
}

impl Participant {
    /// Somebody at `address`, and the offer of their voice and picture.
    pub fn new(address: SocketAddr, frames: Box<dyn Frames>, now: Instant) -> Result<(Self, String)> {
        let mut rtc = Rtc::builder().clear_codecs().enable_opus(true, false).enable_vp8(true).build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp")?);
        let mut changes = rtc.sdp_api();
        let mut sender = |kind, clip, every| Sender {
            mid: changes.add_media(kind, Direction::SendOnly, None, None, None),
            clip,
            every,
            next: None,
            sent: 0,
        };
        let voice = sender(MediaKind::Audio, Clip::voice(), Duration::from_millis(VOICE_MS));
        let picture =
            sender(MediaKind::Video, Clip::picture(), Duration::from_millis(1000 / PICTURES_PER_SECOND));
        let (offer, pending) = changes.apply().context("two tracks make an offer")?;
        let participant = Self {
            rtc,
            address,
            pending: Some(pending),
            voice,
            picture,
            frames,
            tracks: Vec::new(),
            received: HashMap::new(),
            connected: None,
            due: now,
            outgoing: Vec::new(),
        };
        Ok((participant, offer.to_sdp_string()))
    }

    /// The server's answer to the offer came.
    pub fn answered(&mut self, sdp: &str, now: Instant) -> Result<()> {
        let answer = SdpAnswer::from_sdp_string(sdp)?;
        let pending = self.pending.take().context("an answer nobody asked for")?;
        self.rtc.sdp_api().accept_answer(pending, answer)?;
        self.advance(now)
    }

    /// The server offered others' tracks: the answer to it.
    pub fn offered(&mut self, sdp: &str, tracks: Vec<Track>, now: Instant) -> Result<String> {
        let answer = self.rtc.sdp_api().accept_offer(SdpOffer::from_sdp_string(sdp)?)?;
        self.tracks = tracks;
        self.advance(now)?;
        Ok(answer.to_sdp_string())
    }

    /// A datagram came. What is no datagram of WebRTC is ignored.
    pub fn receive(&mut self, from: SocketAddr, payload: &[u8], now: Instant) -> Result<()> {
        if let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, payload) {
            self.rtc.handle_input(Input::Receive(now, receive))?;
            self.drain(now)?;
        }
        Ok(())
    }

    /// When to call [`Participant::advance`] next.
    pub fn due(&self) -> Instant {
        [self.voice.next, self.picture.next].into_iter().flatten().fold(self.due, Instant::min)
    }

    /// Does what is due: speaks, shows, resends.
    pub fn advance(&mut self, now: Instant) -> Result<()> {
        if self.connected.is_some() {
            self.send(Media::Audio, now)?;
            self.send(Media::Video, now)?;
        }
        self.drain(now)?;
        while self.due <= now {
            self.rtc.handle_input(Input::Timeout(now))?;
            self.drain(now)?;
        }
        Ok(())
    }

    /// What is to be sent.
    pub fn take_outgoing(&mut self) -> std::vec::Drain<'_, Outgoing> {
        self.outgoing.drain(..)
    }

    /// Whether media flows.
    pub fn is_connected(&self) -> bool {
        self.connected.is_some() && self.rtc.is_alive()
    }

    /// Whose tracks are received.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// What came of somebody's voice or picture.
    pub fn received(&self, from: ParticipantId, media: Media) -> Received {
        self.received.get(&(from, media == Media::Video)).copied().unwrap_or_default()
    }

    /// Frames sent so far, voice and picture.
    pub fn sent(&self) -> (u64, u64) {
        (self.voice.sent, self.picture.sent)
    }

    /// Says goodbye; [`Participant::take_outgoing`] holds it.
    pub fn close(&mut self, now: Instant) -> Result<()> {
        self.rtc.close()?;
        self.connected = None;
        self.drain(now)
    }

    fn send(&mut self, media: Media, now: Instant) -> Result<()> {
        let connected = self.connected.unwrap_or(now);
        let sender = match media {
            Media::Audio => &mut self.voice,
            Media::Video => &mut self.picture,
        };
        let at = *sender.next.get_or_insert(now);
        if at > now {
            return Ok(());
        }
        // A late bot does not catch up with a burst.
        sender.next = Some((at + sender.every).max(now));
        let Some(sealed) = self.frames.seal(media, sender.clip.next_frame(), now) else {
            return Ok(());
        };
        let clock = match media {
            Media::Audio => Frequency::FORTY_EIGHT_KHZ,
            Media::Video => Frequency::NINETY_KHZ,
        };
        let ticks =
            at.saturating_duration_since(connected).as_micros() as u64 * u64::from(clock.get()) / 1_000_000;
        let writer = self.rtc.writer(sender.mid).context("the track was not accepted")?;
        let pt = writer.payload_params().next().context("no codec in common")?.pt();
        writer.write(pt, now, MediaTime::new(ticks, clock), sealed)?;
        sender.sent += 1;
        self.due = now;
        self.drain(now)
    }

    fn drain(&mut self, now: Instant) -> Result<()> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.due = at;
                    return Ok(());
                }
                Output::Transmit(transmit) => self
                    .outgoing
                    .push(Outgoing { to: transmit.destination, payload: transmit.contents.into() }),
                Output::Event(Event::Connected) => self.connected = Some(now),
                Output::Event(Event::KeyframeRequest(_)) => self.picture.clip.restart(),
                Output::Event(Event::MediaData(data)) => self.note(&data, now),
                Output::Event(_) => {}
            }
        }
    }

    fn note(&mut self, data: &MediaData, now: Instant) {
        let mid = data.mid.to_string();
        let Some(track) = self.tracks.iter().find(|track| track.mid == mid) else {
            return;
        };
        let opened = self.frames.open(track.participant, track.media, &data.data, now).is_some();
        let received = self.received.entry((track.participant, track.media == Media::Video)).or_default();
        received.opened += u64::from(opened);
        received.refused += u64::from(!opened);
        received.bytes += data.data.len() as u64;
    }
}
