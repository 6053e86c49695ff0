//! One published track and everybody it goes to: a row of the forwarding table.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use str0m::media::{Mid, Pt};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite, Ssrc, VideoOrientation};

use crate::keyframe::KeyframeRequests;
use crate::limits::EARLY_PACKETS_MAX;
use crate::meter::Meter;
use crate::rebase::Rebase;
use crate::{Media, ParticipantId, vp8};

/// A track somebody publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TrackKey {
    /// Who publishes it.
    pub(crate) publisher: ParticipantId,
    /// In which media section of theirs.
    pub(crate) mid: Mid,
}

/// Where a subscription ends: a media section of a subscriber's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Egress {
    /// Its media section.
    pub(crate) mid: Mid,
    /// Its payload type there.
    pub(crate) pt: Pt,
    /// Its stream.
    pub(crate) ssrc: Ssrc,
}

/// A packet of a source: what is passed on of it.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    ssrc: Ssrc,
    sequence: u64,
    timestamp: u32,
    marker: bool,
    orientation: Option<VideoOrientation>,
    payload: Arc<[u8]>,
}

impl From<&RtpPacket> for Packet {
    fn from(packet: &RtpPacket) -> Self {
        Self {
            ssrc: packet.header.ssrc,
            sequence: *packet.seq_no,
            timestamp: packet.header.timestamp,
            marker: packet.header.marker,
            orientation: packet.header.ext_vals.video_orientation,
            payload: packet.payload.clone(),
        }
    }
}

/// A track and its subscriptions.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) kind: Media,
    pub(crate) keyframes: KeyframeRequests,
    pub(crate) meter: Meter,
    source: Option<Ssrc>,
    slots: Vec<Slot>,
    /// The newest pictures' packets: those that overtook the first one of a key frame on the way here
    /// belong to whoever is let in by it, even if they came before that subscription did.
    early: VecDeque<Packet>,
}

/// One subscription.
#[derive(Debug)]
struct Slot {
    subscriber: ParticipantId,
    egress: Egress,
    rebase: Rebase,
    gate: Gate,
}

/// Gates a key frame opened, and the packets after its first that came before it.
#[derive(Debug, Default)]
struct Opened {
    subscribers: Vec<ParticipantId>,
    early: Vec<Packet>,
}

/// Whether packets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Open,
    /// Decoding can only begin at a key frame: nothing before it is worth sending.
    AwaitingKeyFrame,
    /// The subscriber's connection is too weak for pictures.
    Held,
}

impl Route {
    /// A track nobody receives yet.
    pub(crate) fn new(kind: Media) -> Self {
        Self {
            kind,
            keyframes: KeyframeRequests::default(),
            meter: Meter::default(),
            source: None,
            slots: Vec::new(),
            early: VecDeque::new(),
        }
    }

    /// Begins a subscription.
    pub(crate) fn subscribe(&mut self, subscriber: ParticipantId, egress: Egress, held: bool) {
        self.unsubscribe(subscriber);
        self.slots.push(Slot { subscriber, egress, rebase: Rebase::default(), gate: Gate::Held });
        if !(held && self.kind == Media::Video) {
            self.resume(subscriber);
        }
    }

    /// Ends a subscription.
    pub(crate) fn unsubscribe(&mut self, subscriber: ParticipantId) {
        self.slots.retain(|slot| slot.subscriber != subscriber);
    }

    /// Whether this subscriber receives the track.
    pub(crate) fn serves(&self, subscriber: ParticipantId) -> bool {
        self.slots.iter().any(|slot| slot.subscriber == subscriber)
    }

    /// The subscriber whose media section `mid` is fed by this track.
    pub(crate) fn feeds(&self, subscriber: ParticipantId, mid: Mid) -> bool {
        self.slots.iter().any(|slot| slot.subscriber == subscriber && slot.egress.mid == mid)
    }

    /// Holds a picture back.
    pub(crate) fn hold(&mut self, subscriber: ParticipantId) {
        if let Some(slot) = self.slot(subscriber) {
            slot.gate = Gate::Held;
        }
    }

    /// Lets packets pass again, pictures from the next key frame on.
    pub(crate) fn resume(&mut self, subscriber: ParticipantId) {
        let kind = self.kind;
        if let Some(slot) = self.slot(subscriber).filter(|slot| slot.gate == Gate::Held) {
            slot.rebase.restart();
            match kind {
                Media::Audio => slot.gate = Gate::Open,
                Media::Video => {
                    slot.gate = Gate::AwaitingKeyFrame;
                    self.keyframes.want();
                }
            }
        }
    }

    /// What to send to whom because of one packet of the source.
    pub(crate) fn forward(
        &mut self,
        packet: &Packet,
        now: Instant,
        mut send: impl FnMut(ParticipantId, Egress, RtpWrite),
    ) {
        self.meter.add(packet.payload.len(), now);
        if self.source.replace(packet.ssrc).is_some_and(|before| before != packet.ssrc) {
            self.slots.iter_mut().for_each(|slot| slot.rebase.restart());
        }
        let kind = self.kind;
        let opened = self.open_at(packet);
        for slot in self.slots.iter_mut().filter(|slot| slot.gate == Gate::Open) {
            if let Some(write) = rewrite(packet, kind, slot, now) {
                send(slot.subscriber, slot.egress, write);
            }
        }
        for early in &opened.early {
            for slot in self.slots.iter_mut().filter(|slot| opened.subscribers.contains(&slot.subscriber)) {
                if let Some(write) = rewrite(early, kind, slot, now) {
                    send(slot.subscriber, slot.egress, write);
                }
            }
        }
    }

    /// Opens the gates that await a key frame if this packet begins one.
    fn open_at(&mut self, packet: &Packet) -> Opened {
        let mut opened = Opened::default();
        if self.kind == Media::Audio {
            return opened;
        }
        if !vp8::opens_key_frame(&packet.payload) {
            if self.early.len() == EARLY_PACKETS_MAX {
                self.early.pop_front();
            }
            self.early.push_back(packet.clone());
            // A request is RTCP and may be lost: while somebody waits, it is made again.
            if self.slots.iter().any(|slot| slot.gate == Gate::AwaitingKeyFrame) {
                self.keyframes.want();
            }
            return opened;
        }
        for slot in self.slots.iter_mut().filter(|slot| slot.gate == Gate::AwaitingKeyFrame) {
            slot.gate = Gate::Open;
            opened.subscribers.push(slot.subscriber);
        }
        if !opened.subscribers.is_empty() {
            let overtook = |early: &&Packet| early.sequence > packet.sequence && early.ssrc == packet.ssrc;
            opened.early = self.early.iter().filter(overtook).cloned().collect();
        }
        opened
    }

    fn slot(&mut self, subscriber: ParticipantId) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.subscriber == subscriber)
    }
}

/// The packet as this subscriber sees it: same sealed payload, their numbers, no
/// header extension but the camera's rotation (`mid` and `rid` name the source's
/// media sections and would be believed).
fn rewrite(packet: &Packet, kind: Media, slot: &mut Slot, now: Instant) -> Option<RtpWrite> {
    let (sequence, timestamp) = slot.rebase.map(packet.sequence, packet.timestamp, clock_hz(kind), now)?;
    let kept = ExtensionValues { video_orientation: packet.orientation, ..ExtensionValues::default() };
    Some(
        RtpWrite::new(slot.egress.pt, sequence.into(), timestamp, now, packet.payload.clone())
            .marker(packet.marker)
            .ext_vals(kept)
            .nackable(kind == Media::Video),
    )
}

fn clock_hz(kind: Media) -> u32 {
    match kind {
        Media::Audio => 48_000,
        Media::Video => 90_000,
    }
}
