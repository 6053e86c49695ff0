//! Participants on UDP sockets, all in one thread.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::Result;
use mio::{Events, Interest, Poll, Token};
use rapport_wire::ParticipantId;
use socket2::SockRef;

use super::participant::{Frames, Participant};

/// What a browser's socket would hold while its process does something else.
const RECEIVE_BUFFER_BYTES: usize = 1024 * 1024;
/// The longest datagram of WebRTC.
const DATAGRAM_BYTES_MAX: usize = 2048;

/// Some participants and their sockets.
pub struct Room {
    poll: Poll,
    events: Events,
    seats: Vec<Seated>,
}

/// One of them.
pub struct Seated {
    /// Their number in the session.
    pub id: ParticipantId,
    /// Themselves.
    pub participant: Participant,
    socket: mio::net::UdpSocket,
}

impl Room {
    /// Nobody yet.
    pub fn new() -> Result<Self> {
        Ok(Self { poll: Poll::new()?, events: Events::with_capacity(64), seats: Vec::new() })
    }

    /// Seats somebody on a socket of their own; their offer.
    pub fn seat(&mut self, id: ParticipantId, local: IpAddr, frames: Box<dyn Frames>) -> Result<String> {
        let mut socket = mio::net::UdpSocket::bind(SocketAddr::new(local, 0))?;
        SockRef::from(&socket).set_recv_buffer_size(RECEIVE_BUFFER_BYTES)?;
        self.poll.registry().register(&mut socket, Token(self.seats.len()), Interest::READABLE)?;
        let (participant, offer) = Participant::new(socket.local_addr()?, frames, Instant::now())?;
        self.seats.push(Seated { id, participant, socket });
        Ok(offer)
    }

    /// Everybody.
    pub fn seats(&self) -> &[Seated] {
        &self.seats
    }

    /// Somebody.
    pub fn participant(&mut self, id: ParticipantId) -> Option<&mut Participant> {
        self.seats.iter_mut().find(|seated| seated.id == id).map(|seated| &mut seated.participant)
    }

    /// Lets everybody act for at most `time`; returns early once something happened.
    pub fn run(&mut self, time: Duration) -> Result<()> {
        let now = Instant::now();
        let due = self.seats.iter().map(|seated| seated.participant.due()).min();
        let wait = due.map_or(time, |due| due.saturating_duration_since(now).min(time));
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => other?,
        }
        for event in &self.events {
            read_all(&mut self.seats[event.token().0])?;
        }
        let now = Instant::now();
        for seated in &mut self.seats {
            if seated.participant.due() <= now {
                seated.participant.advance(now)?;
            }
            send_all(seated);
        }
        Ok(())
    }
}

fn read_all(seated: &mut Seated) -> Result<()> {
    let mut buffer = [0; DATAGRAM_BYTES_MAX];
    while let Ok((size, from)) = seated.socket.recv_from(&mut buffer) {
        seated.participant.receive(from, &buffer[..size], Instant::now())?;
        send_all(seated);
    }
    Ok(())
}

fn send_all(seated: &mut Seated) {
    for outgoing in seated.participant.take_outgoing() {
        // A full socket loses datagrams as a network does.
        let _ = seated.socket.send_to(&outgoing.payload, outgoing.to);
    }
}
