//! A small world in virtual time: one SFU, people with str0m in place of a browser,
//! and a network between them that delays, loses, reorders and narrows.
//!
//! Nothing here sleeps and nothing is random: the dice are a counter with a seed.

#![allow(dead_code, reason = "each test file uses its own part of the world")]
#![allow(clippy::disallowed_methods, reason = "the world's first instant has to come from somewhere")]

mod person;
mod wire;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapport_sfu::{Config, Input, Output, ParticipantId, RoomId, Seat, Sfu, Signal, Transport};

#[allow(unused_imports, reason = "as above")]
pub(crate) use person::{Frame, Person, Sealing};
pub(crate) use wire::{Link, Wire};

/// Where the SFU says it is.
pub(crate) const SFU_ADDRESS: &str = "192.0.2.1:3478";
const ROOM: RoomId = RoomId(1);

/// Everything there is.
pub(crate) struct World {
    pub(crate) now: Instant,
    pub(crate) sfu: Sfu,
    pub(crate) people: HashMap<u32, Person>,
    pub(crate) wire: Wire,
    /// Signals to people who are not there (any more), or of no consequence to them.
    pub(crate) signals: Vec<(Seat, Signal)>,
    /// Steps since time last moved: a world that stands still has a bug in it.
    standing: u32,
}

impl World {
    pub(crate) fn new() -> Self {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate().expect("a certificate");
        let address = SFU_ADDRESS.parse().expect("an address");
        let config = Config { udp: vec![address], tcp: vec![address], certificate, crypto };
        let now = Instant::now();
        Self {
            now,
            sfu: Sfu::new(config, now),
            people: HashMap::new(),
            wire: Wire::new(7),
            signals: Vec::new(),
            standing: 0,
        }
    }

    pub(crate) fn seat(number: u32) -> Seat {
        Seat { room: ROOM, participant: ParticipantId(number) }
    }

    /// Somebody joins with voice and camera.
    pub(crate) fn join(&mut self, number: u32, link: Link) {
        self.join_by(number, link, Transport::Udp);
    }

    pub(crate) fn join_by(&mut self, number: u32, link: Link, transport: Transport) {
        let (person, offer) = Person::new(number, transport, self.now);
        self.wire.set_link(person.address, link);
        self.people.insert(number, person);
        self.sfu.join(Self::seat(number), &offer, self.now).expect("a seat");
        self.drain_sfu();
    }

    pub(crate) fn leave(&mut self, number: u32) {
        self.people.remove(&number);
        self.sfu.leave(Self::seat(number), self.now);
        self.drain_sfu();
    }

    /// Somebody answers at last.
    pub(crate) fn answer_late(&mut self, number: u32) {
        let person = self.person(number);
        person.slow_to_answer = false;
        let (sdp, tracks) = person.unanswered.take().expect("an offer");
        let answer = person.offered(&sdp, tracks);
        self.sfu.answer(Self::seat(number), &answer, self.now).expect("an answer");
        self.drain_sfu();
    }

    pub(crate) fn person(&mut self, number: u32) -> &mut Person {
        self.people.get_mut(&number).expect("somebody of that number")
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, time: Duration) {
        let until = self.now + time;
        while self.step(until) {}
    }

    /// Lets time pass until something is so.
    pub(crate) fn run_until(&mut self, at_most: Duration, mut reached: impl FnMut(&Self) -> bool) -> bool {
        let until = self.now + at_most;
        loop {
            if reached(self) {
                return true;
            }
            if !self.step(until) {
                return false;
            }
        }
    }

    fn step(&mut self, until: Instant) -> bool {
        let sfu_due = match self.sfu.poll() {
            Output::Timeout(at) => at,
            output => {
                self.dispatch(output);
                return true;
            }
        };
        let people_due = self.people.values().map(Person::due).min();
        let due = [Some(sfu_due), people_due, self.wire.due()].into_iter().flatten().min();
        let next = due.map_or(until, |due| due.max(self.now).min(until));
        let finished = next >= until && due.is_none_or(|due| due > until);
        self.standing = if next > self.now { 0 } else { self.standing + 1 };
        assert!(self.standing < 10_000, "somebody asks to be called at once, for ever");
        self.now = next;
        while let Some(datagram) = self.wire.arrived(self.now) {
            self.deliver(&datagram);
        }
        if sfu_due <= self.now {
            self.sfu.handle(&Input::Timeout, self.now);
        }
        self.drain_sfu();
        self.act();
        !finished
    }

    fn deliver(&mut self, datagram: &wire::Datagram) {
        if datagram.to.to_string() == SFU_ADDRESS {
            let input = Input::Datagram {
                transport: datagram.transport,
                source: datagram.from,
                payload: &datagram.payload,
            };
            self.sfu.handle(&input, self.now);
            self.drain_sfu();
        } else if let Some(person) = self.people.values_mut().find(|person| person.address == datagram.to) {
            person.receive(datagram, self.now);
        }
    }

    fn act(&mut self) {
        for person in self.people.values_mut() {
            for datagram in person.act(self.now) {
                self.wire.send(datagram, self.now);
            }
        }
    }

    pub(crate) fn drain_sfu(&mut self) {
        loop {
            match self.sfu.poll() {
                Output::Timeout(_) => return,
                output => self.dispatch(output),
            }
        }
    }

    fn dispatch(&mut self, output: Output) {
        match output {
            Output::Transmit(transmit) => {
                let datagram = wire::Datagram {
                    transport: transmit.transport,
                    from: SFU_ADDRESS.parse().expect("an address"),
                    to: transmit.destination,
                    payload: transmit.payload,
                };
                self.wire.send(datagram, self.now);
            }
            Output::Signal(seat, signal) => self.signal(seat, signal),
            Output::Timeout(_) => {}
        }
    }

    fn signal(&mut self, seat: Seat, signal: Signal) {
        let Some(person) = self.people.get_mut(&seat.participant.0) else {
            self.signals.push((seat, signal));
            return;
        };
        match signal {
            Signal::Answer { sdp } => person.answered(&sdp),
            Signal::Offer { sdp, tracks } if person.slow_to_answer => {
                person.unanswered = Some((sdp, tracks));
            }
            Signal::Offer { sdp, tracks } => {
                let answer = person.offered(&sdp, tracks);
                self.sfu.answer(seat, &answer, self.now).expect("an answer");
            }
            other => {
                person.heard.push(other.clone());
                self.signals.push((seat, other));
            }
        }
    }
}
