//! All rooms of a node behind one pair of addresses.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::counters::Counters;
use crate::demux::{Demux, Path};
use crate::error::SfuError;
use crate::ids::{RoomId, Seat};
use crate::io::{Input, Output};
use crate::limits::{DATAGRAM_BYTES_MAX, OUTPUTS_MAX, ROOMS_MAX};
use crate::room::{Effect, Room};

/// How long a node with no room sleeps.
const IDLE: Duration = Duration::from_mins(1);

/// Sees every media payload that passes, for a test to show that it is sealed.
pub type Tap = Box<dyn FnMut(&[u8]) + Send>;

/// What looks on while media passes.
#[derive(Default)]
pub(crate) struct Watch {
    pub(crate) counters: Counters,
    pub(crate) tap: Option<Tap>,
}

/// The SFU of a node: rooms, and who is where.
pub struct Sfu {
    config: Config,
    rooms: HashMap<RoomId, Room>,
    demux: Demux,
    due: BTreeSet<(Instant, RoomId)>,
    due_of: HashMap<RoomId, Instant>,
    outputs: VecDeque<Output>,
    watch: Watch,
    now: Instant,
}

impl Sfu {
    /// An SFU without rooms.
    pub fn new(config: Config, now: Instant) -> Self {
        Self {
            config,
            rooms: HashMap::new(),
            demux: Demux::default(),
            due: BTreeSet::new(),
            due_of: HashMap::new(),
            outputs: VecDeque::new(),
            watch: Watch::default(),
            now,
        }
    }

    /// Shows every media payload to `tap` from now on.
    pub fn set_tap(&mut self, tap: Tap) {
        self.watch.tap = Some(tap);
    }

    /// Totals since the start.
    pub fn counters(&self) -> Counters {
        self.watch.counters
    }

    /// Rooms with somebody in them.
    pub fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// Paths and user names that are known: zero once everybody left.
    pub fn known_paths(&self) -> usize {
        self.demux.len()
    }

    /// Seats a participant, opening the room if need be. [`Signal::Answer`](crate::Signal::Answer) follows.
    /// Whoever is already seated there is replaced.
    pub fn join(&mut self, seat: Seat, offer: &str, now: Instant) -> Result<(), SfuError> {
        self.now = now;
        if self.rooms.len() >= ROOMS_MAX && !self.rooms.contains_key(&seat.room) {
            return Err(SfuError::NodeFull);
        }
        let rtc = self.config.connection(now)?;
        let room = self.rooms.entry(seat.room).or_insert_with(|| Room::new(now));
        let joined = room.join(seat.participant, rtc, offer, now);
        self.collect(seat.room);
        self.demux.learn_ufrag(joined?, seat);
        Ok(())
    }

    /// Takes a later offer of a participant. [`Signal::Answer`](crate::Signal::Answer) follows, unless an offer of
    /// ours is on its way: then theirs was taken back, and they will make it again.
    pub fn offer(&mut self, seat: Seat, offer: &str, now: Instant) -> Result<(), SfuError> {
        self.now = now;
        let room = self.rooms.get_mut(&seat.room).ok_or(SfuError::NotInRoom)?;
        let outcome = room.offer(seat.participant, offer, now);
        self.collect(seat.room);
        self.demux.learn_ufrag(outcome?, seat);
        Ok(())
    }

    /// Takes a participant's answer to our offer.
    pub fn answer(&mut self, seat: Seat, answer: &str, now: Instant) -> Result<(), SfuError> {
        self.now = now;
        let room = self.rooms.get_mut(&seat.room).ok_or(SfuError::NotInRoom)?;
        let outcome = room.answer(seat.participant, answer, now);
        self.collect(seat.room);
        outcome
    }

    /// Removes a participant; the room ends with the last.
    pub fn leave(&mut self, seat: Seat, now: Instant) {
        self.now = now;
        if let Some(room) = self.rooms.get_mut(&seat.room) {
            room.leave(seat.participant, now);
            self.collect(seat.room);
        }
    }

    /// Takes what happened outside. Follow with [`Sfu::poll`] until it gives a timeout.
    pub fn handle(&mut self, input: &Input<'_>, now: Instant) {
        self.now = now;
        match input {
            Input::Datagram { transport, source, payload } => {
                self.watch.counters.datagrams_in += 1;
                if !self.receive((*transport, *source), payload, now) {
                    self.watch.counters.datagrams_ignored += 1;
                }
            }
            Input::Disconnected { source } => self.demux.forget_connection(*source),
            Input::Timeout => self.advance(now),
        }
    }

    /// What is to be done outside; a timeout once there is nothing more.
    pub fn poll(&mut self) -> Output {
        if let Some(output) = self.outputs.pop_front() {
            return output;
        }
        Output::Timeout(self.due.first().map_or(self.now + IDLE, |(at, _)| *at))
    }

    fn receive(&mut self, path: Path, payload: &[u8], now: Instant) -> bool {
        if payload.len() > DATAGRAM_BYTES_MAX {
            return false;
        }
        let Some(destination) = self.config.local_address(path.0, path.1) else {
            return false;
        };
        let known = self.demux.by_path(path);
        if known.is_some_and(|seat| self.offer_datagram(seat, path, destination, payload, now)) {
            return true;
        }
        // A path not seen before, or one that changed hands (a NAT gave its port away).
        let Some(seat) = self.demux.by_stun(payload).filter(|seat| known != Some(*seat)) else {
            return false;
        };
        let taken = self.offer_datagram(seat, path, destination, payload, now);
        if taken {
            self.learn_path(path, seat);
        }
        taken
    }

    fn offer_datagram(
        &mut self,
        seat: Seat,
        path: Path,
        destination: SocketAddr,
        payload: &[u8],
        now: Instant,
    ) -> bool {
        let Some(room) = self.rooms.get_mut(&seat.room) else {
            return false;
        };
        let taken = room.receive(seat.participant, path, destination, payload, now, &mut self.watch);
        self.collect(seat.room);
        taken
    }

    fn learn_path(&mut self, path: Path, seat: Seat) {
        self.demux.learn_path(path, seat);
        let room = self.rooms.get_mut(&seat.room);
        if let Some(forgotten) = room.and_then(|room| room.remember_path(seat.participant, path)) {
            self.demux.forget_path(forgotten, seat);
        }
    }

    fn advance(&mut self, now: Instant) {
        let due: Vec<RoomId> =
            self.due.iter().take_while(|(at, _)| *at <= now).map(|(_, room)| *room).collect();
        for id in due {
            if let Some(room) = self.rooms.get_mut(&id) {
                room.advance(now, &mut self.watch);
                self.collect(id);
            }
        }
    }

    /// Takes a room's effects and its next timeout.
    fn collect(&mut self, id: RoomId) {
        let Some(room) = self.rooms.get_mut(&id) else {
            return;
        };
        for effect in room.take_effects() {
            let output = match effect {
                Effect::Transmit(transmit) => Output::Transmit(transmit),
                Effect::Signal(participant, signal) => Output::Signal(Seat { room: id, participant }, signal),
                Effect::Left(participant, paths, ufrags) => {
                    let seat = Seat { room: id, participant };
                    for path in paths {
                        self.demux.forget_path(path, seat);
                    }
                    for ufrag in &ufrags {
                        self.demux.forget_ufrag(ufrag);
                    }
                    continue;
                }
            };
            push_bounded(&mut self.outputs, output, &mut self.watch.counters);
        }
        if room.is_empty() {
            self.rooms.remove(&id);
            self.reschedule(id, None);
        } else {
            let due = room.due(self.now);
            self.reschedule(id, Some(due));
        }
    }

    fn reschedule(&mut self, id: RoomId, at: Option<Instant>) {
        let before = match at {
            Some(at) => self.due_of.insert(id, at),
            None => self.due_of.remove(&id),
        };
        if before == at {
            return;
        }
        if let Some(before) = before {
            self.due.remove(&(before, id));
        }
        if let Some(at) = at {
            self.due.insert((at, id));
        }
    }
}

/// Keeps the queue short by dropping media, never signals.
fn push_bounded(outputs: &mut VecDeque<Output>, output: Output, counters: &mut Counters) {
    let is_media = |output: &Output| matches!(output, Output::Transmit(_));
    if outputs.len() >= OUTPUTS_MAX
        && let Some(oldest) = outputs.iter().position(is_media)
    {
        outputs.remove(oldest);
        counters.outputs_dropped += 1;
    }
    outputs.push_back(output);
}
