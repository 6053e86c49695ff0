//! The driver with real sockets: a connection by UDP, one by TCP, noise, and the end.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use rapport_media::sfu::{ParticipantId, RoomId, Seat, Signal, framing};
use rapport_media::{MediaConfig, MediaEvent, MediaHandle, start};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::sync::mpsc::Receiver;

const PATIENCE: Duration = Duration::from_secs(20);

fn seat(number: u32) -> Seat {
    Seat { room: RoomId(1), participant: ParticipantId(number) }
}

struct Caller {
    rtc: Rtc,
    pending: Option<SdpPendingOffer>,
    path: Path,
    connected: bool,
}

enum Path {
    Udp(UdpSocket),
    Tcp(TcpStream, framing::Deframer),
}

impl Caller {
    fn new(path: Path) -> (Self, String) {
        let mut rtc = Rtc::new(Instant::now());
        rtc.add_local_candidate(path.candidate());
        let mut changes = rtc.sdp_api();
        changes.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let (offer, pending) = changes.apply().expect("an offer");
        (Self { rtc, pending: Some(pending), path, connected: false }, offer.to_sdp_string())
    }

    fn answered(&mut self, sdp: &str) {
        let answer = SdpAnswer::from_sdp_string(sdp).expect("an answer");
        let pending = self.pending.take().expect("an offer was made");
        self.rtc.sdp_api().accept_answer(pending, answer).expect("an answer that fits");
    }

    fn step(&mut self) {
        let due = loop {
            match self.rtc.poll_output().expect("output") {
                Output::Timeout(at) => break at,
                Output::Transmit(transmit) => self.path.send(transmit.destination, &transmit.contents),
                Output::Event(event) => self.connected |= matches!(event, Event::Connected),
            }
        };
        let wait = due
            .saturating_duration_since(Instant::now())
            .clamp(Duration::from_millis(1), Duration::from_millis(20));
        let local = self.path.local();
        let proto = self.path.proto();
        match self.path.receive(wait) {
            Some((from, bytes)) => {
                let receive = Receive::new(proto, from, local, &bytes).expect("a datagram");
                self.rtc.handle_input(Input::Receive(Instant::now(), receive)).expect("input");
            }
            None => self.rtc.handle_input(Input::Timeout(Instant::now())).expect("time"),
        }
    }
}

impl Path {
    fn candidate(&self) -> Candidate {
        let address = self.local();
        match self {
            Self::Udp(_) => Candidate::builder().udp().host(address).build(),
            Self::Tcp(..) => Candidate::builder().tcp().host(address).tcptype(TcpType::Active).build(),
        }
        .expect("a candidate")
    }

    fn local(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr(),
            Self::Tcp(stream, _) => stream.local_addr(),
        }
        .expect("an address")
    }

    fn proto(&self) -> Protocol {
        match self {
            Self::Udp(_) => Protocol::Udp,
            Self::Tcp(..) => Protocol::Tcp,
        }
    }

    fn send(&mut self, to: SocketAddr, bytes: &[u8]) {
        match self {
            Self::Udp(socket) => drop(socket.send_to(bytes, to)),
            Self::Tcp(stream, _) => {
                let mut framed = Vec::new();
                framing::frame(bytes, &mut framed).expect("a short datagram");
                stream.write_all(&framed).expect("a connection that takes it");
            }
        }
    }

    fn receive(&mut self, wait: Duration) -> Option<(SocketAddr, Vec<u8>)> {
        let mut buffer = [0; 2048];
        match self {
            Self::Udp(socket) => {
                socket.set_read_timeout(Some(wait)).expect("a timeout");
                let (size, from) = socket.recv_from(&mut buffer).ok()?;
                Some((from, buffer[..size].to_vec()))
            }
            Self::Tcp(stream, deframer) => {
                let peer = stream.peer_addr().expect("an address");
                if let Some(frame) = deframer.next_frame().expect("frames") {
                    return Some((peer, frame));
                }
                stream.set_read_timeout(Some(wait)).expect("a timeout");
                match stream.read(&mut buffer) {
                    Ok(size) => deframer.push(&buffer[..size]),
                    Err(error) => {
                        assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
                    }
                }
                Some((peer, deframer.next_frame().expect("frames")?))
            }
        }
    }
}

fn media(tcp: Vec<SocketAddr>) -> (MediaHandle, Receiver<MediaEvent>) {
    let config = MediaConfig {
        bind: "127.0.0.1:0".parse().expect("an address"),
        advertised: vec!["127.0.0.1".parse().expect("an address")],
        advertised_tcp: tcp,
    };
    start(&config).expect("media")
}

fn connect(media: &MediaHandle, events: &mut Receiver<MediaEvent>, path: Path, without: &str) -> Caller {
    let (mut caller, offer) = Caller::new(path);
    media.join(seat(1), offer).expect("a command taken");
    let Some(MediaEvent::Signal { signal: Signal::Answer { sdp }, .. }) = events.blocking_recv() else {
        panic!("an answer");
    };
    let sdp: String = sdp.split_inclusive('\n').filter(|line| !line.contains(without)).collect();
    caller.answered(&sdp);
    let until = Instant::now() + PATIENCE;
    while !caller.connected && Instant::now() < until {
        caller.step();
    }
    caller
}

#[test]
fn a_connection_by_udp_among_noise() {
    let (media, mut events) = media(vec![]);
    let noise = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    for size in [0, 1, 20, 1500, 9000, 60_000] {
        let _ = noise.send_to(&vec![0x80; size], ("127.0.0.1", media.udp_port()));
    }
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let caller = connect(&media, &mut events, Path::Udp(socket), " tcp ");
    assert!(caller.connected);
    assert_eq!(events.blocking_recv(), Some(MediaEvent::Signal { seat: seat(1), signal: Signal::Connected }));
}

#[test]
fn a_connection_by_tcp_handed_over_after_peeking() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
    let address = listener.local_addr().expect("an address");
    let (media, mut events) = media(vec![address]);
    let acceptor = media.clone();
    let accept = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut first = [0; framing::SNIFF_BYTES];
        while stream.peek(&mut first).expect("bytes") < first.len() {}
        assert_eq!(framing::looks_like_ice(&first), Some(true));
        acceptor.tcp(stream).expect("a command taken");
    });
    let stream = TcpStream::connect(address).expect("a connection");
    let path = Path::Tcp(stream, framing::Deframer::default());
    let caller = connect(&media, &mut events, path, " udp ");
    assert!(caller.connected);
    accept.join().expect("the acceptor");
}

#[test]
fn a_refused_offer_is_an_event_and_the_thread_ends_with_the_handle() {
    let (media, mut events) = media(vec![]);
    media.join(seat(1), "nonsense".to_owned()).expect("a command taken");
    assert!(matches!(events.blocking_recv(), Some(MediaEvent::Refused { .. })));
    drop(media);
    assert_eq!(events.blocking_recv(), None, "the thread ended and let go of its end");
}
