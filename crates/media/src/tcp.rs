//! ICE-TCP connections, handed over by the accept loop.
//!
//! Media that cannot be written at once is worth little later: a connection keeps a
//! short queue and drops whole datagrams beyond it, as a full UDP path would.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::Instant;

use rapport_sfu::framing::{Deframer, frame};
use rapport_sfu::limits::{TCP_IDLE_MAX, TCP_QUEUE_BYTES_MAX};

/// One connection.
pub(crate) struct Connection {
    pub(crate) stream: mio::net::TcpStream,
    pub(crate) peer: SocketAddr,
    deframer: Deframer,
    waiting: VecDeque<u8>,
    heard: Instant,
    scratch: Vec<u8>,
}

/// Whether a connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    Open,
    Closed,
}

impl Connection {
    /// Takes over a connection from which nothing was read yet.
    pub(crate) fn new(stream: std::net::TcpStream, now: Instant) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        let peer = stream.peer_addr()?;
        let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
        Ok(Self {
            stream: mio::net::TcpStream::from_std(stream),
            peer,
            deframer: Deframer::default(),
            waiting: VecDeque::new(),
            heard: now,
            scratch: vec![0; 16 * 1024],
        })
    }

    /// Reads everything that is there.
    pub(crate) fn read(&mut self, now: Instant, mut each: impl FnMut(&[u8])) -> Flow {
        loop {
            match self.stream.read(&mut self.scratch) {
                Ok(0) => return Flow::Closed,
                Ok(size) => {
                    self.heard = now;
                    self.deframer.push(&self.scratch[..size]);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Flow::Open,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Flow::Closed,
            }
            loop {
                match self.deframer.next_frame() {
                    Ok(Some(datagram)) => each(&datagram),
                    Ok(None) => break,
                    Err(_) => return Flow::Closed,
                }
            }
        }
    }

    /// Sends a datagram; whether it was dropped instead.
    pub(crate) fn send(&mut self, datagram: &[u8]) -> io::Result<bool> {
        if self.waiting.len() + datagram.len() > TCP_QUEUE_BYTES_MAX {
            return Ok(true);
        }
        self.scratch.clear();
        let framed = frame(datagram, &mut self.scratch);
        if framed.is_ok() {
            self.waiting.extend(&self.scratch);
        }
        self.scratch.resize(16 * 1024, 0);
        self.flush()?;
        Ok(framed.is_err())
    }

    /// Writes as much as the connection takes.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        while !self.waiting.is_empty() {
            match self.stream.write(self.waiting.as_slices().0) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(size) => drop(self.waiting.drain(..size)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether nothing was heard for too long.
    pub(crate) fn is_idle(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.heard) > TCP_IDLE_MAX
    }
}
