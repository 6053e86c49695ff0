//! The way to the media side, and back.

use std::net::SocketAddr;

use rapport_wire::call::CallDown;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::app::App;
use crate::config::Config;

/// A room of the media side.
pub(super) type Room = u64;

/// Somebody in a room of the media side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat {
    /// The room.
    pub(super) room: Room,
    /// The participant's number in the call.
    pub(super) participant: u32,
}

/// What the media side has to say about a seat.
#[derive(Debug)]
pub(crate) enum MediaNews {
    /// Something the participant must be told.
    Tell(CallDown),
    /// Their description was not understood.
    Refused,
    /// Their connection is gone; another may follow.
    Gone,
}

/// The way in. Cheap to clone.
#[derive(Clone)]
pub(crate) struct MediaDoor {
    news: mpsc::UnboundedSender<(Seat, MediaNews)>,
}

impl MediaDoor {
    /// Opens the media side.
    pub(crate) async fn open(
        _config: &Config,
        _listening: SocketAddr,
    ) -> anyhow::Result<(Self, mpsc::UnboundedReceiver<(Seat, MediaNews)>)> {
        let (news, heard) = mpsc::unbounded_channel();
        Ok((Self { news }, heard))
    }

    pub(super) fn join(&self, seat: Seat, _sdp: String) {
        let _ = self.news.send((seat, MediaNews::Refused));
    }

    pub(super) fn offer(&self, seat: Seat, _sdp: String) {
        let _ = self.news.send((seat, MediaNews::Refused));
    }

    pub(super) fn answer(&self, seat: Seat, _sdp: String) {
        let _ = self.news.send((seat, MediaNews::Refused));
    }

    pub(super) fn leave(&self, seat: Seat) {
        let _ = self.news.send((seat, MediaNews::Gone));
    }

    pub(crate) async fn enter(&self, _stream: TcpStream, _peer: SocketAddr, _prefix: &[u8]) {}
}

/// Carries what the media side says to the calls, until it ends.
pub(crate) async fn run_news(app: App, mut news: mpsc::UnboundedReceiver<(Seat, MediaNews)>) {
    while let Some((seat, said)) = news.recv().await {
        app.calls.news(seat, said);
    }
}
