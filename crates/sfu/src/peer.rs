//! One participant's connection: str0m, and what it is waiting for.
//!
//! str0m wants each change followed by draining its output up to the next timeout,
//! and gives a timeout in the past when it has more to do at once: its pacer hands
//! out one packet a call. [`Peer::pump`] goes on until the next timeout lies in the
//! future, so that no packet waits for a timer.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Instant;

use str0m::bwe::{Bitrate, BweKind};
use str0m::media::{KeyframeRequestKind, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Event, IceConnectionState, Input, Output, Rtc};

use crate::demux::Path;
use crate::io::{Transmit, Transport};
use crate::limits::{
    ADDRESSES_PER_PARTICIPANT_MAX, CONNECT_WAIT_MAX, DATAGRAM_BYTES_MAX, LOST_WAIT_MAX, PUMP_ROUNDS_MAX,
    RESEND_AGE_MAX, RESEND_PACKETS_MAX,
};
use crate::negotiation::Negotiation;
use crate::quality::Downlink;
use crate::route::Egress;
use crate::{CloseReason, Media};

/// Something a connection reports to its room.
#[derive(Debug)]
pub(crate) enum PeerEvent {
    /// Bytes to be sent.
    Transmit(Transmit),
    /// The participant sends a track.
    Published(Mid, Media),
    /// A track of theirs began, paused or ended.
    Changed(Mid),
    /// A packet of a track of theirs.
    Media(Mid, Box<RtpPacket>),
    /// They cannot decode what they receive in this media section.
    KeyframeWanted(Mid),
    /// Media flows.
    Connected,
    /// Nothing is heard any more.
    Interrupted,
}

/// One participant's connection.
pub(crate) struct Peer {
    rtc: Rtc,
    pub(crate) negotiation: Negotiation,
    pub(crate) downlink: Downlink,
    /// Where datagrams of theirs were seen to come from, oldest first.
    pub(crate) paths: VecDeque<Path>,
    /// The user names their STUN requests carry.
    pub(crate) ufrags: Vec<String>,
    link: Link,
    due: Instant,
    desired_bps: u64,
}

/// How the connection is, and until when that may last.
#[derive(Clone, Copy, Debug)]
enum Link {
    Connecting { until: Instant },
    Up,
    Silent { until: Instant },
    Ended(CloseReason),
}

impl Peer {
    /// A connection that begins now.
    pub(crate) fn new(rtc: Rtc, now: Instant) -> Self {
        Self {
            rtc,
            negotiation: Negotiation::default(),
            downlink: Downlink::new(now),
            paths: VecDeque::new(),
            ufrags: Vec::new(),
            link: Link::Connecting { until: now + CONNECT_WAIT_MAX },
            due: now,
            desired_bps: 0,
        }
    }

    /// For negotiation.
    pub(crate) fn parts(&mut self) -> (&mut Negotiation, &mut Rtc) {
        (&mut self.negotiation, &mut self.rtc)
    }

    /// When to call [`Peer::pump`] although nothing came.
    pub(crate) fn due(&self) -> Instant {
        let patience = match self.link {
            Link::Connecting { until } | Link::Silent { until } => Some(until),
            Link::Up | Link::Ended(_) => None,
        };
        [patience, self.negotiation.answer_by()].into_iter().flatten().fold(self.due, Instant::min)
    }

    /// Why this connection is over, if it is.
    pub(crate) fn over(&self, now: Instant) -> Option<CloseReason> {
        match self.link {
            Link::Ended(reason) => return Some(reason),
            Link::Connecting { until } if until <= now => return Some(CloseReason::NeverConnected),
            Link::Silent { until } if until <= now => return Some(CloseReason::Lost),
            _ => {}
        }
        if self.negotiation.answer_by().is_some_and(|by| by <= now) {
            return Some(CloseReason::NoAnswer);
        }
        (!self.rtc.is_alive()).then_some(CloseReason::Failed)
    }

    /// The user name its STUN requests must carry.
    pub(crate) fn local_ufrag(&mut self) -> String {
        self.rtc.direct_api().local_ice_credentials().ufrag
    }

    /// Takes a datagram, unless it is not of this connection.
    pub(crate) fn receive(
        &mut self,
        (transport, source): Path,
        destination: SocketAddr,
        payload: &[u8],
        now: Instant,
    ) -> bool {
        let proto = match transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        let Ok(receive) = Receive::new(proto, source, destination, payload) else {
            return false;
        };
        let input = Input::Receive(now, receive);
        // Checks the integrity of STUN from paths that are not in use.
        if !self.rtc.accepts(&input) {
            return false;
        }
        if self.rtc.handle_input(input).is_err() {
            self.fail();
        }
        true
    }

    /// Remembers where they are; the path that is forgotten for it.
    pub(crate) fn remember_path(&mut self, path: Path) -> Option<Path> {
        self.paths.push_back(path);
        (self.paths.len() > ADDRESSES_PER_PARTICIPANT_MAX).then(|| self.paths.pop_front()).flatten()
    }

    /// Does everything that is due, reporting to `events`.
    pub(crate) fn pump(&mut self, now: Instant, mut events: impl FnMut(PeerEvent)) {
        for _ in 0..PUMP_ROUNDS_MAX {
            self.due = self.drain(now, &mut events);
            if self.due > now {
                return;
            }
            if self.rtc.handle_input(Input::Timeout(now)).is_err() {
                self.fail();
            }
        }
    }

    /// Sends a packet of somebody else's track.
    pub(crate) fn send(&mut self, egress: Egress, packet: RtpWrite, now: Instant) {
        if let Some(stream) = self.rtc.direct_api().stream_tx(&egress.ssrc) {
            stream.write_rtp(packet);
        }
        self.due = now;
    }

    /// Asks their camera for a key frame.
    pub(crate) fn request_keyframe(&mut self, mid: Mid, now: Instant) {
        if let Some(stream) = self.rtc.direct_api().stream_rx_by_mid(mid, None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
        }
        self.due = now;
    }

    /// Where packets of a track go once its media section is agreed; `None` if it was declined.
    pub(crate) fn open_egress(&mut self, mid: Mid, kind: Media) -> Option<Egress> {
        let pt = self.payload_type(mid, kind)?;
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, None)?;
        // The source's own pacing is in the arrival of its packets. Pacing them again
        // by a young estimate held key frames back for hundreds of milliseconds.
        stream.set_unpaced(true);
        if kind == Media::Video {
            stream.set_rtx_cache(RESEND_PACKETS_MAX, RESEND_AGE_MAX, None);
        }
        Some(Egress { mid, pt, ssrc: stream.ssrc() })
    }

    /// Whether they (still) send in this media section.
    pub(crate) fn is_sending(&self, mid: Mid) -> bool {
        self.rtc.media(mid).is_some_and(|media| !media.stopped() && media.direction().is_receiving())
    }

    /// What this media section carries.
    pub(crate) fn kind_of(&self, mid: Mid) -> Option<Media> {
        Some(media_of(self.rtc.media(mid)?.kind()))
    }

    /// Whether this media section was closed for good.
    pub(crate) fn is_stopped(&self, mid: Mid) -> bool {
        self.rtc.media(mid).is_none_or(str0m::media::Media::stopped)
    }

    /// What we would like to be able to send, for bandwidth probing; small changes are kept quiet.
    pub(crate) fn set_desired_bps(&mut self, bps: u64, now: Instant) {
        if bps.abs_diff(self.desired_bps) * 8 > self.desired_bps {
            self.desired_bps = bps;
            self.rtc.bwe().set_bitrate(Bitrate::ZERO, Bitrate::bps(bps));
            self.due = now;
        }
    }

    /// Says goodbye.
    pub(crate) fn close(&mut self, now: Instant, events: impl FnMut(PeerEvent)) {
        if self.rtc.close().is_ok() {
            self.pump(now, events);
        }
        self.rtc.disconnect();
    }

    fn drain(&mut self, now: Instant, events: &mut impl FnMut(PeerEvent)) -> Instant {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => return at,
                Ok(Output::Transmit(transmit)) => {
                    if let Some(transmit) = outgoing(transmit) {
                        events(PeerEvent::Transmit(transmit));
                    }
                }
                Ok(Output::Event(event)) => self.report(event, now, events),
                Err(_) => {
                    self.fail();
                    return now + LOST_WAIT_MAX;
                }
            }
        }
    }

    fn report(&mut self, event: Event, now: Instant, events: &mut impl FnMut(PeerEvent)) {
        match event {
            Event::Connected => {
                self.link = Link::Up;
                self.downlink.connected(now);
                events(PeerEvent::Connected);
            }
            Event::IceConnectionStateChange(state) => self.ice(state, now, events),
            Event::Closed => self.link = Link::Ended(CloseReason::Ended),
            Event::MediaAdded(added) => {
                events(PeerEvent::Published(added.mid, media_of(added.kind)));
            }
            Event::MediaChanged(changed) => events(PeerEvent::Changed(changed.mid)),
            Event::KeyframeRequest(request) => events(PeerEvent::KeyframeWanted(request.mid)),
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => {
                self.downlink.estimated(estimate.as_u64());
            }
            Event::RtpPacket(packet) => self.media(packet, events),
            _ => {}
        }
    }

    fn ice(&mut self, state: IceConnectionState, now: Instant, events: &mut impl FnMut(PeerEvent)) {
        match (self.link, state.is_disconnected()) {
            (Link::Up, true) => {
                self.link = Link::Silent { until: now + LOST_WAIT_MAX };
                events(PeerEvent::Interrupted);
            }
            (Link::Silent { .. }, false) => {
                self.link = Link::Up;
                self.downlink.connected(now);
                events(PeerEvent::Connected);
            }
            _ => {}
        }
    }

    fn media(&mut self, packet: RtpPacket, events: &mut impl FnMut(PeerEvent)) {
        // Padding for bandwidth probing carries nothing.
        if packet.payload.is_empty() {
            return;
        }
        let ssrc = packet.header.ssrc;
        if let Some(stream) = self.rtc.direct_api().stream_rx(&ssrc) {
            let mid = stream.mid();
            events(PeerEvent::Media(mid, Box::new(packet)));
        }
    }

    fn payload_type(&self, mid: Mid, kind: Media) -> Option<Pt> {
        let media = self.rtc.media(mid).filter(|media| media.direction().is_sending())?;
        let codecs = self.rtc.codec_config();
        media.remote_pts().iter().copied().find(|pt| {
            codecs
                .params()
                .iter()
                .any(|params| params.pt() == *pt && params.spec().codec.is_audio() == (kind == Media::Audio))
        })
    }

    fn fail(&mut self) {
        self.rtc.disconnect();
        if !matches!(self.link, Link::Ended(_)) {
            self.link = Link::Ended(CloseReason::Failed);
        }
    }
}

fn outgoing(transmit: str0m::net::Transmit) -> Option<Transmit> {
    let transport = match transmit.proto {
        Protocol::Udp => Transport::Udp,
        Protocol::Tcp => Transport::Tcp,
        Protocol::SslTcp | Protocol::Tls => return None,
    };
    let payload = Vec::from(transmit.contents);
    (payload.len() <= DATAGRAM_BYTES_MAX).then_some(Transmit {
        transport,
        source: transmit.source,
        destination: transmit.destination,
        payload,
    })
}

fn media_of(kind: MediaKind) -> Media {
    match kind {
        MediaKind::Audio => Media::Audio,
        MediaKind::Video => Media::Video,
    }
}
