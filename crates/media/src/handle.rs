//! Signalling's end of the media thread.

use std::net::TcpStream;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use mio::Waker;
use rapport_sfu::{Counters, Seat, SfuError, Signal};

/// What signalling asks of the media thread.
#[derive(Debug)]
pub(crate) enum Command {
    Join { seat: Seat, offer: String },
    Offer { seat: Seat, offer: String },
    Answer { seat: Seat, answer: String },
    Leave { seat: Seat },
    Tcp { stream: TcpStream },
}

/// What the media thread tells signalling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaEvent {
    /// To be carried to a participant, or known about them.
    Signal {
        /// Who.
        seat: Seat,
        /// What.
        signal: Signal,
    },
    /// A description was refused; for a join it means the participant is not in the room.
    Refused {
        /// Whose.
        seat: Seat,
        /// Why.
        error: SfuError,
    },
}

/// The media thread takes no more: it is overloaded or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the media thread is not taking commands; try again in a moment")]
pub struct MediaUnavailable;

/// Asks the media thread for things. Cheap to clone; the thread ends with the last clone.
#[derive(Clone, Debug)]
pub struct MediaHandle {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// `None` only while being dropped.
    commands: Option<SyncSender<Command>>,
    waker: Arc<Waker>,
    counters: Arc<Mutex<Counters>>,
    udp_port: u16,
}

impl MediaHandle {
    pub(crate) fn new(
        commands: SyncSender<Command>,
        waker: Arc<Waker>,
        counters: Arc<Mutex<Counters>>,
        udp_port: u16,
    ) -> Self {
        Self { inner: Arc::new(Inner { commands: Some(commands), waker, counters, udp_port }) }
    }

    /// Seats a participant with their first offer. An answer or a refusal follows as an event.
    pub fn join(&self, seat: Seat, offer: String) -> Result<(), MediaUnavailable> {
        self.send(Command::Join { seat, offer })
    }

    /// Passes on a later offer.
    pub fn offer(&self, seat: Seat, offer: String) -> Result<(), MediaUnavailable> {
        self.send(Command::Offer { seat, offer })
    }

    /// Passes on the answer to an offer of ours.
    pub fn answer(&self, seat: Seat, answer: String) -> Result<(), MediaUnavailable> {
        self.send(Command::Answer { seat, answer })
    }

    /// Removes a participant.
    pub fn leave(&self, seat: Seat) -> Result<(), MediaUnavailable> {
        self.send(Command::Leave { seat })
    }

    /// Hands over a connection whose first bytes, peeked and not taken, are ICE-TCP.
    pub fn tcp(&self, stream: TcpStream) -> Result<(), MediaUnavailable> {
        self.send(Command::Tcp { stream })
    }

    /// The port of the UDP socket.
    pub fn udp_port(&self) -> u16 {
        self.inner.udp_port
    }

    /// Totals since the start, at most a second old.
    pub fn counters(&self) -> Counters {
        *self.inner.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, command: Command) -> Result<(), MediaUnavailable> {
        let commands = self.inner.commands.as_ref().ok_or(MediaUnavailable)?;
        commands.try_send(command).map_err(|_| MediaUnavailable)?;
        self.inner.waker.wake().map_err(|_| MediaUnavailable)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The channel first, so that the thread finds it closed when it wakes.
        self.commands = None;
        let _ = self.waker.wake();
    }
}
