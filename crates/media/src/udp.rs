//! The one UDP socket everybody sends to.

use std::io::{self, IoSliceMut};
use std::net::{SocketAddr, UdpSocket};

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use rapport_sfu::limits::{DATAGRAM_BYTES_MAX, SOCKET_BUFFER_BYTES};
use socket2::{Domain, Protocol, Type};

/// A non-blocking UDP socket that reads many datagrams in one call.
pub(crate) struct Socket {
    pub(crate) source: mio::net::UdpSocket,
    state: UdpSocketState,
    buffers: Vec<Vec<u8>>,
    metas: Vec<RecvMeta>,
}

impl Socket {
    /// Opens it, with room for bursts.
    pub(crate) fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = socket2::Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        // The system may grant less; that costs losses in bursts, not correctness.
        socket.set_recv_buffer_size(SOCKET_BUFFER_BYTES)?;
        socket.set_send_buffer_size(SOCKET_BUFFER_BYTES)?;
        socket.bind(&address.into())?;
        let socket = UdpSocket::from(socket);
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        socket.set_nonblocking(true)?;
        // With receive offload one buffer may hold several datagrams of one sender.
        let buffer_bytes = DATAGRAM_BYTES_MAX.next_power_of_two() * state.gro_segments().max(1);
        Ok(Self {
            source: mio::net::UdpSocket::from_std(socket),
            state,
            buffers: vec![vec![0; buffer_bytes.min(1 << 16)]; BATCH_SIZE],
            metas: vec![RecvMeta::default(); BATCH_SIZE],
        })
    }

    /// The port it has.
    pub(crate) fn port(&self) -> io::Result<u16> {
        Ok(self.source.local_addr()?.port())
    }

    /// Reads what is there, at most a batch; `WouldBlock` once nothing is.
    pub(crate) fn receive(&mut self, mut each: impl FnMut(&Self, SocketAddr, &[u8])) -> io::Result<()> {
        let mut buffers = std::mem::take(&mut self.buffers);
        let mut metas = std::mem::take(&mut self.metas);
        let received = {
            let mut slices: Vec<IoSliceMut<'_>> =
                buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect();
            self.state.recv(UdpSockRef::from(&self.source), &mut slices, &mut metas)
        };
        if let Ok(count) = received {
            for (meta, buffer) in metas.iter().zip(&buffers).take(count) {
                let from = SocketAddr::new(meta.addr.ip().to_canonical(), meta.addr.port());
                for datagram in buffer[..meta.len].chunks(meta.stride.max(1)) {
                    each(self, from, datagram);
                }
            }
        }
        self.buffers = buffers;
        self.metas = metas;
        received.map(drop)
    }

    /// Sends one datagram, or says that it could not be sent now.
    pub(crate) fn send(&self, destination: SocketAddr, contents: &[u8]) -> io::Result<()> {
        let transmit = Transmit { destination, ecn: None, contents, segment_size: None, src_ip: None };
        self.state.try_send(UdpSockRef::from(&self.source), &transmit)
    }
}
