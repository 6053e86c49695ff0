//! One room: its participants' connections and the table of who is sent what.
//!
//! Everybody receives every track of everybody else. A datagram of one participant
//! may cause packets to all others; they are all in the outbox when `receive` returns.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::Rtc;
use str0m::media::Mid;

use crate::counters::Counters;
use crate::demux::Path;
use crate::error::SfuError;
use crate::io::{Signal, Transmit};
use crate::limits::{ESTIMATE_WANTED_BPS_MAX, PUBLISHED_TRACKS_MAX, ROOM_PARTICIPANTS_MAX};
use crate::negotiation::{Bound, Wanted};
use crate::peer::{Peer, PeerEvent};
use crate::quality::Need;
use crate::route::{Packet, Route, TrackKey};
use crate::sfu::Watch;
use crate::{Media, ParticipantId, Quality};

/// How often everybody's quality is looked at.
const JUDGE_EVERY: Duration = Duration::from_millis(500);

/// What a room wants done outside.
#[derive(Debug)]
pub(crate) enum Effect {
    Transmit(Transmit),
    Signal(ParticipantId, Signal),
    /// A participant's connection is gone, with these paths and user names.
    Left(ParticipantId, Vec<Path>, Vec<String>),
}

/// One room.
pub(crate) struct Room {
    peers: BTreeMap<ParticipantId, Peer>,
    routes: HashMap<TrackKey, Route>,
    events: VecDeque<(ParticipantId, PeerEvent)>,
    effects: VecDeque<Effect>,
    judge_at: Instant,
}

impl Room {
    /// An empty room.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            peers: BTreeMap::new(),
            routes: HashMap::new(),
            events: VecDeque::new(),
            effects: VecDeque::new(),
            judge_at: now + JUDGE_EVERY,
        }
    }

    /// Whether nobody is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }

    /// Takes what is to be done outside.
    pub(crate) fn take_effects(&mut self) -> impl Iterator<Item = Effect> + '_ {
        self.effects.drain(..)
    }

    /// When to call [`Room::advance`] although nothing came.
    pub(crate) fn due(&self, now: Instant) -> Instant {
        let peers = self.peers.values().map(Peer::due);
        let keyframes = self.routes.values().filter_map(|route| route.keyframes.due_at(now));
        peers.chain(keyframes).fold(self.judge_at, Instant::min)
    }

    /// Seats somebody with their first offer; the user name of their connection.
    pub(crate) fn join(
        &mut self,
        who: ParticipantId,
        rtc: Rtc,
        offer: &str,
        now: Instant,
    ) -> Result<String, SfuError> {
        if self.peers.len() >= ROOM_PARTICIPANTS_MAX && !self.peers.contains_key(&who) {
            return Err(SfuError::RoomFull);
        }
        let mut peer = Peer::new(rtc, now);
        let (negotiation, rtc) = peer.parts();
        let answer = negotiation.accept(rtc, offer)?.ok_or(SfuError::NothingOffered)?;
        let ufrag = peer.local_ufrag();
        peer.ufrags.push(ufrag.clone());

        // Whoever joins again (a reloaded page) replaces themselves.
        self.leave(who, now);
        for (track, route) in &self.routes {
            peer.negotiation.want(Wanted { track: *track, kind: route.kind });
        }
        self.peers.insert(who, peer);
        self.signal(who, Signal::Answer { sdp: answer });
        self.settle(now);
        Ok(ufrag)
    }

    /// Somebody's offer after the first (camera on, network changed); the user name of their
    /// connection after it.
    pub(crate) fn offer(&mut self, who: ParticipantId, sdp: &str, now: Instant) -> Result<String, SfuError> {
        let peer = self.peers.get_mut(&who).ok_or(SfuError::NotInRoom)?;
        let (negotiation, rtc) = peer.parts();
        let answer = negotiation.accept(rtc, sdp)?;
        let ufrag = peer.local_ufrag();
        if !peer.ufrags.contains(&ufrag) {
            peer.ufrags.push(ufrag.clone());
        }
        if let Some(sdp) = answer {
            self.signal(who, Signal::Answer { sdp });
        }
        self.touch(who, now);
        Ok(ufrag)
    }

    /// Somebody's answer to our offer.
    pub(crate) fn answer(&mut self, who: ParticipantId, sdp: &str, now: Instant) -> Result<(), SfuError> {
        let peer = self.peers.get_mut(&who).ok_or(SfuError::NotInRoom)?;
        let (negotiation, rtc) = peer.parts();
        let outcome = negotiation.answered(rtc, sdp);
        for bound in outcome.as_ref().into_iter().flatten() {
            self.subscribe(who, *bound);
        }
        self.touch(who, now);
        outcome.map(drop)
    }

    /// Somebody leaves.
    pub(crate) fn leave(&mut self, who: ParticipantId, now: Instant) {
        let Some(mut peer) = self.peers.remove(&who) else {
            return;
        };
        peer.close(now, |event| {
            if let PeerEvent::Transmit(transmit) = event {
                self.effects.push_back(Effect::Transmit(transmit));
            }
        });
        self.events.retain(|(of, _)| *of != who);
        self.effects.push_back(Effect::Left(who, peer.paths.into(), peer.ufrags));
        let published: Vec<TrackKey> =
            self.routes.keys().filter(|track| track.publisher == who).copied().collect();
        for track in published {
            self.unpublish(track);
        }
        for route in self.routes.values_mut() {
            route.unsubscribe(who);
        }
        self.settle(now);
    }

    /// A datagram for somebody; whether their connection took it.
    pub(crate) fn receive(
        &mut self,
        who: ParticipantId,
        path: Path,
        destination: SocketAddr,
        payload: &[u8],
        now: Instant,
        watch: &mut Watch,
    ) -> bool {
        let Some(peer) = self.peers.get_mut(&who) else {
            return false;
        };
        if !peer.receive(path, destination, payload, now) {
            return false;
        }
        self.pump(who, now);
        self.work(now, watch);
        self.reap(now);
        true
    }

    /// Remembers a path of somebody's; the one forgotten for it.
    pub(crate) fn remember_path(&mut self, who: ParticipantId, path: Path) -> Option<Path> {
        self.peers.get_mut(&who)?.remember_path(path)
    }

    /// Does what is due at `now`.
    pub(crate) fn advance(&mut self, now: Instant, watch: &mut Watch) {
        if self.judge_at <= now {
            self.judge_at = now + JUDGE_EVERY;
            self.judge(now);
        }
        self.request_keyframes(now);
        let due: Vec<ParticipantId> =
            self.peers.iter().filter(|(_, peer)| peer.due() <= now).map(|(who, _)| *who).collect();
        for who in due {
            self.pump(who, now);
        }
        self.work(now, watch);
        self.reap(now);
    }

    fn pump(&mut self, who: ParticipantId, now: Instant) {
        let (events, effects) = (&mut self.events, &mut self.effects);
        if let Some(peer) = self.peers.get_mut(&who) {
            peer.pump(now, |event| match event {
                PeerEvent::Transmit(transmit) => effects.push_back(Effect::Transmit(transmit)),
                event => events.push_back((who, event)),
            });
        }
    }

    /// Handles everything connections reported, which may make others report in turn.
    fn work(&mut self, now: Instant, watch: &mut Watch) {
        while let Some((who, event)) = self.events.pop_front() {
            match event {
                PeerEvent::Media(mid, packet) => {
                    if let Some(tap) = &mut watch.tap {
                        tap(&packet.payload);
                    }
                    self.forward(
                        TrackKey { publisher: who, mid },
                        &Packet::from(&*packet),
                        now,
                        &mut watch.counters,
                    );
                }
                PeerEvent::Published(mid, kind) => self.publish(TrackKey { publisher: who, mid }, kind, now),
                PeerEvent::Changed(mid) => self.changed(TrackKey { publisher: who, mid }, now),
                PeerEvent::KeyframeWanted(mid) => self.keyframe_wanted(who, mid, now),
                PeerEvent::Connected => self.signal(who, Signal::Connected),
                PeerEvent::Interrupted => self.signal(who, Signal::Interrupted),
                PeerEvent::Transmit(transmit) => self.effects.push_back(Effect::Transmit(transmit)),
            }
        }
    }

    fn forward(&mut self, track: TrackKey, packet: &Packet, now: Instant, counters: &mut Counters) {
        counters.packets_in += 1;
        let Some(route) = self.routes.get_mut(&track) else {
            return;
        };
        let (peers, events, effects) = (&mut self.peers, &mut self.events, &mut self.effects);
        route.forward(packet, now, |who, egress, write| {
            let Some(peer) = peers.get_mut(&who) else {
                return;
            };
            counters.packets_forwarded += 1;
            peer.send(egress, write, now);
            peer.pump(now, |event| match event {
                PeerEvent::Transmit(transmit) => effects.push_back(Effect::Transmit(transmit)),
                event => events.push_back((who, event)),
            });
        });
    }

    fn publish(&mut self, track: TrackKey, kind: Media, now: Instant) {
        let published = self.routes.keys().filter(|other| other.publisher == track.publisher).count();
        let sends = self.peers.get(&track.publisher).is_some_and(|peer| peer.is_sending(track.mid));
        if !sends || published >= PUBLISHED_TRACKS_MAX || self.routes.contains_key(&track) {
            return;
        }
        self.routes.insert(track, Route::new(kind));
        for (who, peer) in &mut self.peers {
            if *who != track.publisher {
                peer.negotiation.want(Wanted { track, kind });
            }
        }
        self.settle(now);
    }

    fn unpublish(&mut self, track: TrackKey) {
        self.routes.remove(&track);
        for peer in self.peers.values_mut() {
            peer.negotiation.give_up(track);
        }
    }

    fn changed(&mut self, track: TrackKey, now: Instant) {
        let Some(peer) = self.peers.get(&track.publisher) else {
            return;
        };
        if peer.is_stopped(track.mid) {
            self.unpublish(track);
            self.settle(now);
        } else if let Some(route) = self.routes.get_mut(&track) {
            if route.kind == Media::Audio {
                return;
            }
            // The camera came back: whoever watches needs a frame to begin with.
            route.keyframes.want();
            self.request_keyframes(now);
        } else if let Some(kind) = peer.kind_of(track.mid) {
            self.publish(track, kind, now);
        }
    }

    fn keyframe_wanted(&mut self, subscriber: ParticipantId, mid: Mid, now: Instant) {
        let fed = |route: &&mut Route| route.kind == Media::Video && route.feeds(subscriber, mid);
        if let Some(route) = self.routes.values_mut().find(fed) {
            route.keyframes.want();
            self.request_keyframes(now);
        }
    }

    fn request_keyframes(&mut self, now: Instant) {
        let due: Vec<TrackKey> = self
            .routes
            .iter_mut()
            .filter_map(|(track, route)| route.keyframes.take_due(now).then_some(*track))
            .collect();
        for track in due {
            if let Some(peer) = self.peers.get_mut(&track.publisher) {
                peer.request_keyframe(track.mid, now);
                self.pump(track.publisher, now);
            }
        }
    }

    fn subscribe(&mut self, who: ParticipantId, bound: Bound) {
        let Some(peer) = self.peers.get_mut(&who) else {
            return;
        };
        let held = peer.downlink.quality() == Quality::VoiceOnly;
        let egress = peer.open_egress(bound.mid, bound.wanted.kind);
        if let (Some(egress), Some(route)) = (egress, self.routes.get_mut(&bound.wanted.track)) {
            route.subscribe(who, egress, held);
        }
    }

    /// Lets str0m take note of a change, and goes on with what it made possible.
    fn touch(&mut self, who: ParticipantId, now: Instant) {
        self.pump(who, now);
        self.request_keyframes(now);
        self.settle(now);
        self.reap(now);
    }

    /// Sends every offer that can be sent.
    fn settle(&mut self, now: Instant) {
        for (who, peer) in &mut self.peers {
            let (negotiation, rtc) = peer.parts();
            if let Some(offer) = negotiation.next_offer(rtc, now) {
                let signal = Signal::Offer { sdp: offer.sdp, tracks: offer.tracks };
                self.effects.push_back(Effect::Signal(*who, signal));
            }
        }
        let everybody: Vec<ParticipantId> = self.peers.keys().copied().collect();
        for who in everybody {
            self.pump(who, now);
        }
    }

    fn judge(&mut self, now: Instant) {
        for (who, peer) in &mut self.peers {
            let mut need = Need::default();
            for route in self.routes.values_mut().filter(|route| route.serves(*who)) {
                let bps = route.meter.bps(now);
                match route.kind {
                    Media::Audio => need.voices += 1,
                    Media::Video => need.pictures += u64::from(bps > 0),
                }
                need.video_bps += if route.kind == Media::Video { bps } else { 0 };
            }
            peer.set_desired_bps((need.total_bps() * 5 / 4).min(ESTIMATE_WANTED_BPS_MAX), now);
            let before = peer.downlink.quality();
            if let Some(quality) = peer.downlink.judge(need, now) {
                self.effects.push_back(Effect::Signal(*who, Signal::Quality(quality)));
                for route in self.routes.values_mut().filter(|route| route.kind == Media::Video) {
                    match (before, quality) {
                        (_, Quality::VoiceOnly) => route.hold(*who),
                        (Quality::VoiceOnly, _) => route.resume(*who),
                        _ => {}
                    }
                }
            }
        }
    }

    fn reap(&mut self, now: Instant) {
        let over: Vec<_> =
            self.peers.iter().filter_map(|(who, peer)| Some((*who, peer.over(now)?))).collect();
        for (who, reason) in over {
            self.signal(who, Signal::Closed(reason));
            self.leave(who, now);
        }
    }

    fn signal(&mut self, who: ParticipantId, signal: Signal) {
        self.effects.push_back(Effect::Signal(who, signal));
    }
}
