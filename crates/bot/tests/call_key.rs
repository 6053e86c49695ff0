//! A call's key decides who sees and hears: with it frames open, with another none does, and the SFU in
//! between sees nothing of what was shown and said.
//!
//! Two devices of one account meet in an SFU without sockets, in virtual time.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rapport_bot::chance::System;
use rapport_bot::media::clip::Clip;
use rapport_bot::media::{Frames, Participant, Received, Sealed};
use rapport_envelope::Log;
use rapport_media::sfu::{Config, Input, Output, RoomId, Seat, Sfu, Signal, Transport};
use rapport_seal::call::{Call, FrameKeys, Message, Received as Said};
use rapport_seal::space::{self, Author};
use rapport_seal::{Epochs, SecretIdentity};
use rapport_wire::call::Media;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, CallId, ParticipantId, Role};

const ONE: ParticipantId = ParticipantId(1);
const OTHER: ParticipantId = ParticipantId(2);
/// How long they talk, and how finely time passes.
const TALK: Duration = Duration::from_secs(4);
const TICK: Duration = Duration::from_millis(5);
/// No piece of a clip so long occurs in something sealed by accident.
const PIECE_BYTES: usize = 16;
/// First bytes of a frame that may be clear.
const CLEAR_BYTES_MAX: usize = 10;

#[test]
fn with_each_others_keys_they_see_and_hear_each_other() {
    let [one, other, _] = devices();
    let heard = talk(open_to(&one, OTHER, &other.told), open_to(&other, ONE, &one.told));
    for came in heard.came() {
        assert!(came.opened > 20, "{came:?}");
        assert_eq!(came.refused, 0, "{came:?}");
    }
    assert!(heard.payloads.len() > 100);
    assert!(!heard.sfu_saw_the_clip(), "the SFU saw frames in the clear");
}

#[test]
fn with_the_keys_of_another_call_nothing_opens() {
    let [one, other, elsewhere] = devices();
    let heard = talk(open_to(&one, OTHER, &elsewhere.told), open_to(&other, ONE, &elsewhere.told));
    for came in heard.came() {
        assert_eq!(came.opened, 0, "{came:?}");
        assert!(came.refused > 20, "frames do come: {came:?}");
    }
}

#[test]
fn frames_that_nobody_seals_are_seen_on_the_way() {
    let heard = talk(Box::new(Clear), Box::new(Clear));
    assert!(heard.sfu_saw_the_clip(), "the search finds what is there");
}

/// A device's keys: its own, and as they reach somebody else.
struct Device {
    own: FrameKeys,
    told: FrameKeys,
}

/// Two devices in one call, and a third in another call of the same space.
fn devices() -> [Device; 3] {
    let rng = &mut System;
    let (account, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(rng));
    let genesis = space::genesis(SpaceKind::Care, Role::Therapist, account, &identity, rng).unwrap();
    let wraps = genesis.wraps.clone().unwrap();
    let log = Log::begin(Log::space_of(&genesis.record), &genesis.record, Some(&wraps)).unwrap();
    let mut epochs = Epochs::default();
    epochs.learn(&log, &wraps, account, &identity).unwrap();
    let author = Author { log: &log, account, identity: &identity };
    [4, 4, 5].map(|call| {
        let id = CallId::from_bytes([call; 16]);
        let [me, listener] = [(); 2].map(|()| Call::enter(&author, &epochs, id, &mut System).unwrap());
        let mut to_listener = me.meet(&listener.hello(), account, &log, &epochs).unwrap();
        let mut to_me = listener.meet(&me.hello(), account, &log, &epochs).unwrap();
        let bytes = me.send(&mut to_listener, &Message::Keys, &identity, &mut System).unwrap();
        let Ok(Said::Keys(told)) = listener.receive(&mut to_me, &bytes) else { panic!("keys were sent") };
        Device { own: me.frame_keys(), told }
    })
}

/// Somebody who seals with their own keys and opens another's frames with `keys`.
fn open_to(device: &Device, from: ParticipantId, keys: &FrameKeys) -> Box<dyn Frames> {
    let mut sealed = Sealed::new(&device.own).unwrap();
    sealed.learn(from, keys).unwrap();
    Box::new(sealed)
}

/// Somebody who seals nothing.
struct Clear;

impl Frames for Clear {
    fn seal(&mut self, _: Media, frame: &[u8], _: Instant) -> Option<Vec<u8>> {
        Some(frame.to_vec())
    }

    fn open(&mut self, _: ParticipantId, _: Media, frame: &[u8], _: Instant) -> Option<Vec<u8>> {
        Some(frame.to_vec())
    }
}

/// What came of a talk.
struct Heard {
    people: Vec<(SocketAddr, Participant)>,
    payloads: Vec<Vec<u8>>,
}

impl Heard {
    /// Voice and picture, on either side.
    fn came(&self) -> [Received; 4] {
        let came = |who: usize, from, media| self.people[who].1.received(from, media);
        [
            came(0, OTHER, Media::Audio),
            came(0, OTHER, Media::Video),
            came(1, ONE, Media::Audio),
            came(1, ONE, Media::Video),
        ]
    }

    fn sfu_saw_the_clip(&self) -> bool {
        let mut pieces = HashSet::new();
        for mut clip in [Clip::picture(), Clip::voice()] {
            // Longer than either clip: every frame comes at least once.
            for _ in 0..500 {
                let inner = clip.next_frame().get(CLEAR_BYTES_MAX..).unwrap_or_default();
                pieces.extend(inner.windows(PIECE_BYTES));
            }
        }
        self.payloads.iter().any(|payload| payload.windows(PIECE_BYTES).any(|piece| pieces.contains(piece)))
    }
}

/// Two people in a room, for a while.
struct World {
    now: Instant,
    sfu: Sfu,
    people: Vec<(SocketAddr, Participant)>,
}

fn talk(one: Box<dyn Frames>, other: Box<dyn Frames>) -> Heard {
    let now = Instant::now();
    let crypto = Arc::new(str0m::crypto::from_feature_flags());
    let certificate = crypto.dtls_provider.generate_certificate().unwrap();
    let config = Config { udp: vec!["192.0.2.1:3478".parse().unwrap()], tcp: vec![], certificate, crypto };
    let mut sfu = Sfu::new(config, now);
    let payloads = Arc::new(Mutex::new(Vec::new()));
    let tap = Arc::clone(&payloads);
    sfu.set_tap(Box::new(move |payload| tap.lock().unwrap().push(payload.to_vec())));

    let mut join = |id, address: &str, frames| {
        let address: SocketAddr = address.parse().unwrap();
        let (participant, offer) = Participant::new(address, frames, now).unwrap();
        sfu.join(seat(id), &offer, now).unwrap();
        (address, participant)
    };
    let people = vec![join(ONE, "198.51.100.1:40000", one), join(OTHER, "198.51.100.2:40000", other)];
    let mut world = World { now, sfu, people };
    while world.now < now + TALK {
        world.tick();
    }
    let payloads = std::mem::take(&mut *payloads.lock().unwrap());
    Heard { people: world.people, payloads }
}

impl World {
    fn tick(&mut self) {
        self.now += TICK;
        self.sfu.handle(&Input::Timeout, self.now);
        for (_, participant) in &mut self.people {
            participant.advance(self.now).unwrap();
        }
        while self.carry_down() | self.carry_up() {}
    }

    fn carry_down(&mut self) -> bool {
        let mut any = false;
        loop {
            match self.sfu.poll() {
                Output::Timeout(_) => return any,
                Output::Transmit(sent) => {
                    let to = self.people.iter_mut().find(|(address, _)| *address == sent.destination);
                    to.unwrap().1.receive(sent.source, &sent.payload, self.now).unwrap();
                }
                Output::Signal(seat, signal) => self.signal(seat, signal),
            }
            any = true;
        }
    }

    fn carry_up(&mut self) -> bool {
        let mut any = false;
        for (source, participant) in &mut self.people {
            for sent in participant.take_outgoing() {
                let (transport, source) = (Transport::Udp, *source);
                self.sfu.handle(&Input::Datagram { transport, source, payload: &sent.payload }, self.now);
                any = true;
            }
        }
        any
    }

    fn signal(&mut self, seat: Seat, signal: Signal) {
        let (_, participant) = &mut self.people[seat.participant.0 as usize - 1];
        match signal {
            Signal::Answer { sdp } => participant.answered(&sdp, self.now).unwrap(),
            Signal::Offer { sdp, tracks } => {
                let answer = participant.offered(&sdp, tracks, self.now).unwrap();
                self.sfu.answer(seat, &answer, self.now).unwrap();
            }
            _ => {}
        }
    }
}

fn seat(participant: ParticipantId) -> Seat {
    Seat { room: RoomId(1), participant }
}
