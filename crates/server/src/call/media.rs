//! The way to the media thread, and what it says back.

use std::net::{IpAddr, SocketAddr};

use rapport_media::sfu::{RoomId, Seat, SfuError, Signal};
use rapport_media::{MediaConfig, MediaEvent, MediaHandle, MediaUnavailable};
use rapport_wire::call::CallDown;
use rapport_wire::{Code, ParticipantId};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

use crate::app::App;
use crate::config::Config;

/// What the media side has to say about a seat.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Something the participant must be told.
    Tell(CallDown),
    /// Their connection is gone; another may follow.
    Gone,
    /// They cannot stay, and why.
    Out(Code),
}

/// The way in. Cheap to clone.
#[derive(Clone)]
pub(crate) struct MediaDoor {
    handle: MediaHandle,
}

impl MediaDoor {
    /// Starts the media thread.
    ///
    /// # Errors
    /// The UDP port cannot be had.
    pub(crate) fn open(
        config: &Config,
        listening: SocketAddr,
    ) -> anyhow::Result<(Self, Receiver<MediaEvent>)> {
        let (handle, events) = rapport_media::start(&media_config(config, listening))?;
        Ok((Self { handle }, events))
    }

    /// The first description of a connection.
    pub(super) fn join(&self, seat: Seat, sdp: String) -> Result<(), Code> {
        self.handle.join(seat, sdp).map_err(unavailable)
    }

    /// A further one.
    pub(super) fn offer(&self, seat: Seat, sdp: String) -> Result<(), Code> {
        self.handle.offer(seat, sdp).map_err(unavailable)
    }

    /// The answer to an offer of the server's.
    pub(super) fn answer(&self, seat: Seat, sdp: String) -> Result<(), Code> {
        self.handle.answer(seat, sdp).map_err(unavailable)
    }

    /// A connection ends. If the thread is too busy to hear it, it finds out by the silence.
    pub(super) fn leave(&self, seat: Seat) {
        if self.handle.leave(seat).is_err() {
            tracing::warn!("the media thread is overloaded");
        }
    }

    /// Hands over a connection that begins with ICE, its bytes still unread.
    pub(crate) fn enter(&self, stream: TcpStream) {
        let handed = stream.into_std().map(|stream| self.handle.tcp(stream));
        if !matches!(handed, Ok(Ok(()))) {
            tracing::warn!("a media connection could not be handed over");
        }
    }
}

/// The seat of a participant in a room of the media side.
pub(super) const fn seat(room: u64, participant: ParticipantId) -> Seat {
    Seat { room: RoomId(room), participant }
}

/// Carries what the media thread says to the calls, until either ends.
pub(crate) async fn run_news(app: App, mut events: Receiver<MediaEvent>) {
    while let Some(event) = events.recv().await {
        let (seat, news) = match event {
            MediaEvent::Signal { seat, signal } => (seat, of_signal(signal)),
            MediaEvent::Refused { seat, error } => (seat, of_refusal(&error)),
        };
        if let Some(news) = news {
            app.calls.news(seat, news);
        }
    }
}

fn of_signal(signal: Signal) -> Option<News> {
    Some(match signal {
        Signal::Answer { sdp } => News::Tell(CallDown::Answer { sdp }),
        Signal::Offer { sdp, tracks } => News::Tell(CallDown::Offer { sdp, tracks }),
        Signal::Quality(quality) => News::Tell(CallDown::Quality(quality)),
        // The browser sees these on its own side.
        Signal::Connected | Signal::Interrupted => return None,
        Signal::Closed(_) => News::Gone,
    })
}

fn of_refusal(error: &SfuError) -> Option<News> {
    match error {
        // Said to a connection that has just ended.
        SfuError::NotInRoom => Some(News::Gone),
        // An answer to an offer that was taken back meanwhile.
        SfuError::NothingOffered => None,
        SfuError::NodeFull => Some(News::Out(Code::Unavailable)),
        SfuError::RoomFull => Some(News::Out(Code::CallFull)),
        SfuError::SdpTooLong | SfuError::SdpRefused(_) | SfuError::Simulcast => {
            Some(News::Out(Code::SdpInvalid))
        }
    }
}

fn unavailable(_: MediaUnavailable) -> Code {
    Code::Unavailable
}

/// Where media comes in, and what browsers are told.
fn media_config(config: &Config, listening: SocketAddr) -> MediaConfig {
    let mut bind = config.media_udp(listening);
    if config.media.udp.is_none() && config.listen.port() == 0 {
        // Any port was good enough for TCP; the same number may be taken for UDP.
        bind.set_port(0);
    }
    let addresses: Vec<IpAddr> =
        if config.media.addresses.is_empty() { vec![bind.ip()] } else { config.media.addresses.clone() };
    // Media over TCP comes to the listener itself, where that is reached directly.
    let direct = listening.ip().is_unspecified() || addresses.contains(&listening.ip());
    let tcp = addresses.iter().map(|ip| SocketAddr::new(*ip, listening.port()));
    MediaConfig {
        bind,
        advertised_tcp: if direct { tcp.collect() } else { Vec::new() },
        advertised: addresses,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_addresses_they_can_reach() {
        let local = media_config(&Config::default(), "127.0.0.1:8080".parse().unwrap());
        assert_eq!(local.advertised_tcp, ["127.0.0.1:8080".parse().unwrap()]);
        let public: IpAddr = "192.0.2.1".parse().unwrap();
        let media =
            crate::config::Media { udp: Some("0.0.0.0:443".parse().unwrap()), addresses: vec![public] };
        let behind_proxy = Config { media, ..Config::default() };
        let told = media_config(&behind_proxy, "127.0.0.1:8080".parse().unwrap());
        assert_eq!((told.advertised, told.advertised_tcp), (vec![public], vec![]));
        let direct = media_config(&behind_proxy, "0.0.0.0:443".parse().unwrap());
        assert_eq!(direct.advertised_tcp, [SocketAddr::new(public, 443)]);
    }

    #[test]
    fn a_late_word_to_a_connection_that_ended_throws_nobody_out() {
        assert_eq!(of_refusal(&SfuError::NotInRoom), Some(News::Gone));
        assert_eq!(of_refusal(&SfuError::NothingOffered), None);
        let garbage = SfuError::SdpRefused(String::new());
        assert_eq!(of_refusal(&garbage), Some(News::Out(Code::SdpInvalid)));
    }
}
