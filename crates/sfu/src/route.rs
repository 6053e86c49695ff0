//! One published track and everybody it goes to: a row of the forwarding table.

use std::time::Instant;

use str0m::media::{Mid, Pt};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite, Ssrc};

use crate::ids::ParticipantId;
use crate::io::TrackKind;
use crate::keyframe::KeyframeRequests;
use crate::meter::Meter;
use crate::rebase::Rebase;
use crate::vp8;

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

/// A track and its subscriptions.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) kind: TrackKind,
    pub(crate) keyframes: KeyframeRequests,
    pub(crate) meter: Meter,
    source: Option<Ssrc>,
    slots: Vec<Slot>,
}

/// One subscription.
#[derive(Debug)]
struct Slot {
    subscriber: ParticipantId,
    egress: Egress,
    rebase: Rebase,
    gate: Gate,
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
    pub(crate) fn new(kind: TrackKind) -> Self {
        Self {
            kind,
            keyframes: KeyframeRequests::default(),
            meter: Meter::default(),
            source: None,
            slots: Vec::new(),
        }
    }

    /// Begins a subscription.
    pub(crate) fn subscribe(&mut self, subscriber: ParticipantId, egress: Egress, held: bool) {
        self.unsubscribe(subscriber);
        self.slots.push(Slot { subscriber, egress, rebase: Rebase::default(), gate: Gate::Held });
        if !(held && self.kind == TrackKind::Video) {
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
                TrackKind::Audio => slot.gate = Gate::Open,
                TrackKind::Video => {
                    slot.gate = Gate::AwaitingKeyFrame;
                    self.keyframes.want();
                }
            }
        }
    }

    /// What to send to whom because of one packet of the source.
    pub(crate) fn forward(
        &mut self,
        packet: &RtpPacket,
        now: Instant,
        mut send: impl FnMut(ParticipantId, Egress, RtpWrite),
    ) {
        self.meter.add(packet.payload.len(), now);
        if self.source.replace(packet.header.ssrc).is_some_and(|before| before != packet.header.ssrc) {
            self.slots.iter_mut().for_each(|slot| slot.rebase.restart());
        }
        let opens = self.kind == TrackKind::Video && vp8::opens_key_frame(&packet.payload);
        for slot in &mut self.slots {
            if slot.gate == Gate::AwaitingKeyFrame && opens {
                slot.gate = Gate::Open;
            }
            if slot.gate != Gate::Open {
                continue;
            }
            if let Some(write) = rewrite(packet, self.kind, slot, now) {
                send(slot.subscriber, slot.egress, write);
            }
        }
    }

    fn slot(&mut self, subscriber: ParticipantId) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.subscriber == subscriber)
    }
}

/// The packet as this subscriber sees it: same sealed payload, their numbers, no
/// header extension but the camera's rotation (`mid` and `rid` name the source's
/// media sections and would be believed).
fn rewrite(packet: &RtpPacket, kind: TrackKind, slot: &mut Slot, now: Instant) -> Option<RtpWrite> {
    let (sequence, timestamp) =
        slot.rebase.map(*packet.seq_no, packet.header.timestamp, clock_hz(kind), now)?;
    let kept = ExtensionValues {
        video_orientation: packet.header.ext_vals.video_orientation,
        ..ExtensionValues::default()
    };
    Some(
        RtpWrite::new(slot.egress.pt, sequence.into(), timestamp, now, packet.payload.clone())
            .marker(packet.header.marker)
            .ext_vals(kept)
            .nackable(kind == TrackKind::Video),
    )
}

fn clock_hz(kind: TrackKind) -> u32 {
    match kind {
        TrackKind::Audio => 48_000,
        TrackKind::Video => 90_000,
    }
}
