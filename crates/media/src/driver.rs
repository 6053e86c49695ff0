//! The loop: wait, read, let the SFU decide, send.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token, Waker};
use rapport_sfu::limits::TCP_CONNECTIONS_MAX;
use rapport_sfu::{Counters, Input, Output, Seat, Sfu, SfuError, Transmit, Transport};
use tokio::sync::mpsc::Sender;

use crate::handle::{Command, MediaEvent};
use crate::tcp::{Connection, Flow};
use crate::udp::Socket;

const UDP: Token = Token(0);
const COMMANDS: Token = Token(1);
const TCP_FIRST: usize = 2;
/// Batches read before timers and commands are looked at again.
const BATCHES_AT_ONCE: usize = 4;
/// How often totals are published and idle connections looked for.
const HOUSEKEEPING: Duration = Duration::from_secs(1);

/// Everything the media thread owns.
pub(crate) struct Driver {
    sfu: Sfu,
    socket: Socket,
    commands: Receiver<Command>,
    poll: Poll,
    waker: Arc<Waker>,
    out: Outside,
    deadline: Instant,
    housekeeping: Instant,
    next_token: usize,
    udp_ready: bool,
}

/// Where outputs go, apart from the UDP socket.
struct Outside {
    events: Sender<MediaEvent>,
    connections: HashMap<Token, Connection>,
    tokens: HashMap<SocketAddr, Token>,
    broken: Vec<Token>,
    counters: Arc<Mutex<Counters>>,
    dropped: u64,
}

impl Driver {
    /// Prepares the loop.
    pub(crate) fn new(
        sfu: Sfu,
        mut socket: Socket,
        commands: Receiver<Command>,
        events: Sender<MediaEvent>,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        poll.registry().register(&mut socket.source, UDP, Interest::READABLE)?;
        let waker = Arc::new(Waker::new(poll.registry(), COMMANDS)?);
        let now = Instant::now();
        let out = Outside {
            events,
            connections: HashMap::new(),
            tokens: HashMap::new(),
            broken: Vec::new(),
            counters: Arc::default(),
            dropped: 0,
        };
        Ok(Self {
            sfu,
            socket,
            commands,
            poll,
            waker,
            out,
            deadline: now,
            housekeeping: now,
            next_token: TCP_FIRST,
            udp_ready: true,
        })
    }

    pub(crate) fn waker(&self) -> Arc<Waker> {
        self.waker.clone()
    }

    pub(crate) fn counters(&self) -> Arc<Mutex<Counters>> {
        self.out.counters.clone()
    }

    /// Runs until signalling is gone.
    pub(crate) fn run(mut self) {
        let mut events = Events::with_capacity(256);
        loop {
            let wait = if self.udp_ready { Duration::ZERO } else { self.until_deadline() };
            match self.poll.poll(&mut events, Some(wait)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    tracing::error!(%error, "media stopped: the system's event queue failed");
                    return;
                }
                Ok(()) => {}
            }
            for event in &events {
                match event.token() {
                    UDP => self.udp_ready = true,
                    COMMANDS => {}
                    token => self.tcp(token),
                }
            }
            self.udp();
            if self.take_commands() == Flow::Closed {
                return;
            }
            self.timers();
            self.close_broken();
        }
    }

    fn until_deadline(&self) -> Duration {
        self.deadline.min(self.housekeeping).saturating_duration_since(Instant::now())
    }

    fn udp(&mut self) {
        for _ in 0..BATCHES_AT_ONCE {
            if !self.udp_ready {
                return;
            }
            let (sfu, out, deadline) = (&mut self.sfu, &mut self.out, &mut self.deadline);
            let outcome = self.socket.receive(|socket, source, payload| {
                let input = Input::Datagram { transport: Transport::Udp, source, payload };
                sfu.handle(&input, Instant::now());
                *deadline = drain(sfu, socket, out);
            });
            // An error other than "nothing there" is a datagram of ours that could not be
            // delivered somewhere; the next call reads on.
            self.udp_ready = !matches!(outcome, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        }
    }

    fn tcp(&mut self, token: Token) {
        let Some(mut connection) = self.out.connections.remove(&token) else {
            return;
        };
        let now = Instant::now();
        let source = connection.peer;
        let mut flow = if connection.flush().is_ok() { Flow::Open } else { Flow::Closed };
        let mut datagrams = Vec::new();
        if flow == Flow::Open {
            flow = connection.read(now, |datagram| datagrams.push(datagram.to_vec()));
        }
        // Back in its place first: what the SFU answers goes out by it.
        self.out.connections.insert(token, connection);
        for payload in &datagrams {
            self.sfu.handle(&Input::Datagram { transport: Transport::Tcp, source, payload }, Instant::now());
            self.deadline = drain(&mut self.sfu, &self.socket, &mut self.out);
        }
        if flow == Flow::Closed {
            self.out.broken.push(token);
        }
    }

    fn take_commands(&mut self) -> Flow {
        loop {
            match self.commands.try_recv() {
                Ok(command) => self.command(command),
                Err(TryRecvError::Empty) => return Flow::Open,
                Err(TryRecvError::Disconnected) => return Flow::Closed,
            }
        }
    }

    fn command(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Join { seat, offer } => {
                let outcome = self.sfu.join(seat, &offer, now);
                self.out.report(seat, outcome);
            }
            Command::Offer { seat, offer } => {
                let outcome = self.sfu.offer(seat, &offer, now);
                self.out.report(seat, outcome);
            }
            Command::Answer { seat, answer } => {
                let outcome = self.sfu.answer(seat, &answer, now);
                self.out.report(seat, outcome);
            }
            Command::Leave { seat } => self.sfu.leave(seat, now),
            Command::Tcp { stream } => self.take_connection(stream, now),
        }
        self.deadline = drain(&mut self.sfu, &self.socket, &mut self.out);
    }

    fn take_connection(&mut self, stream: std::net::TcpStream, now: Instant) {
        if self.out.connections.len() >= TCP_CONNECTIONS_MAX {
            return;
        }
        let Ok(mut connection) = Connection::new(stream, now) else {
            return;
        };
        let token = Token(self.next_token);
        self.next_token += 1;
        let interest = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut connection.stream, token, interest).is_ok() {
            self.out.tokens.insert(connection.peer, token);
            self.out.connections.insert(token, connection);
        }
    }

    fn timers(&mut self) {
        let now = Instant::now();
        if self.deadline <= now {
            self.sfu.handle(&Input::Timeout, now);
            self.deadline = drain(&mut self.sfu, &self.socket, &mut self.out);
        }
        if self.housekeeping <= now {
            self.housekeeping = now + HOUSEKEEPING;
            self.out.publish(self.sfu.counters());
            let idle = self.out.connections.iter().filter(|(_, connection)| connection.is_idle(now));
            let idle: Vec<Token> = idle.map(|(token, _)| *token).collect();
            self.out.broken.extend(idle);
        }
    }

    fn close_broken(&mut self) {
        for token in std::mem::take(&mut self.out.broken) {
            if let Some(mut connection) = self.out.connections.remove(&token) {
                self.out.tokens.remove(&connection.peer);
                // Closing the socket would deregister it as well; this keeps mio's books.
                let _ = self.poll.registry().deregister(&mut connection.stream);
                self.sfu.handle(&Input::Disconnected { source: connection.peer }, Instant::now());
            }
        }
    }
}

/// Sends everything the SFU has to send; when it wants to be called again.
fn drain(sfu: &mut Sfu, socket: &Socket, out: &mut Outside) -> Instant {
    loop {
        match sfu.poll() {
            Output::Timeout(at) => return at,
            Output::Transmit(transmit) => out.transmit(socket, &transmit),
            Output::Signal(seat, signal) => out.tell(MediaEvent::Signal { seat, signal }),
        }
    }
}

impl Outside {
    fn transmit(&mut self, socket: &Socket, transmit: &Transmit) {
        let sent = match transmit.transport {
            Transport::Udp => socket.send(transmit.destination, &transmit.payload).is_ok(),
            Transport::Tcp => self.transmit_tcp(transmit),
        };
        self.dropped += u64::from(!sent);
    }

    fn transmit_tcp(&mut self, transmit: &Transmit) -> bool {
        let Some(token) = self.tokens.get(&transmit.destination) else {
            return false;
        };
        let Some(connection) = self.connections.get_mut(token) else {
            return false;
        };
        if let Ok(dropped) = connection.send(&transmit.payload) {
            return !dropped;
        }
        self.broken.push(*token);
        false
    }

    fn report(&mut self, seat: Seat, outcome: Result<(), SfuError>) {
        if let Err(error) = outcome {
            self.tell(MediaEvent::Refused { seat, error });
        }
    }

    /// If signalling stopped reading, the participant concerned is given up by the SFU
    /// when no answer comes; blocking here would stop everybody's media instead.
    fn tell(&mut self, event: MediaEvent) {
        if self.events.try_send(event).is_err() {
            self.dropped += 1;
        }
    }

    fn publish(&self, mut counters: Counters) {
        counters.outputs_dropped += self.dropped;
        *self.counters.lock().unwrap_or_else(PoisonError::into_inner) = counters;
    }
}
