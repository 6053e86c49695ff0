//! Whose datagram is this?
//!
//! By its source address if that is known; else, for a STUN request, by the local
//! half of its user name, which only somebody who was given our description knows.
//! An address is remembered once the connection has checked such a request's
//! integrity, never before: otherwise anybody could claim another's address.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::ids::Seat;
use crate::io::Transport;

/// Where a datagram comes from, as the socket sees it.
pub(crate) type Path = (Transport, SocketAddr);

/// Tables from paths and ICE user names to seats.
#[derive(Debug, Default)]
pub(crate) struct Demux {
    by_path: HashMap<Path, Seat>,
    by_ufrag: HashMap<String, Seat>,
}

impl Demux {
    /// The seat whose connection uses this path.
    pub(crate) fn by_path(&self, path: Path) -> Option<Seat> {
        self.by_path.get(&path).copied()
    }

    /// The seat a STUN request is addressed to.
    pub(crate) fn by_stun(&self, datagram: &[u8]) -> Option<Seat> {
        self.by_ufrag.get(stun_local_ufrag(datagram)?).copied()
    }

    /// Remembers a verified path.
    pub(crate) fn learn_path(&mut self, path: Path, seat: Seat) {
        self.by_path.insert(path, seat);
    }

    /// Forgets a path, if it is (still) this seat's.
    pub(crate) fn forget_path(&mut self, path: Path, seat: Seat) {
        if self.by_path(path) == Some(seat) {
            self.by_path.remove(&path);
        }
    }

    /// A TCP connection ended.
    pub(crate) fn forget_connection(&mut self, source: SocketAddr) {
        self.by_path.remove(&(Transport::Tcp, source));
    }

    /// Remembers a connection's user name.
    pub(crate) fn learn_ufrag(&mut self, ufrag: String, seat: Seat) {
        self.by_ufrag.insert(ufrag, seat);
    }

    /// Forgets a connection's user name.
    pub(crate) fn forget_ufrag(&mut self, ufrag: &str) {
        self.by_ufrag.remove(ufrag);
    }

    /// How many paths and names are known (for tests of leaving).
    pub(crate) fn len(&self) -> usize {
        self.by_path.len() + self.by_ufrag.len()
    }
}

/// The part of a STUN request's USERNAME before the colon (RFC 8445, section 7.2.2).
fn stun_local_ufrag(datagram: &[u8]) -> Option<&str> {
    const HEADER_BYTES: usize = 20;
    const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
    const USERNAME: u16 = 0x0006;

    let (header, mut attributes) = datagram.split_at_checked(HEADER_BYTES)?;
    if header[0] > 1 || header[4..8] != COOKIE {
        return None;
    }
    while let Some((head, rest)) = attributes.split_first_chunk::<4>() {
        let size = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let value = rest.get(..size)?;
        if u16::from_be_bytes([head[0], head[1]]) == USERNAME {
            return std::str::from_utf8(value).ok()?.split(':').next();
        }
        // Attributes are padded to four bytes (RFC 8489, section 14).
        attributes = rest.get(size.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(username: &[u8]) -> Vec<u8> {
        let mut datagram = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
        datagram.extend([0; 12]);
        // An attribute to be skipped, with padding.
        datagram.extend([0x80, 0x22, 0, 3, b'a', b'b', b'c', 0]);
        datagram.extend([0, 6]);
        datagram.extend((username.len() as u16).to_be_bytes());
        datagram.extend(username);
        datagram
    }

    #[test]
    fn the_local_half_of_the_name_is_found() {
        assert_eq!(stun_local_ufrag(&request(b"ours:theirs")), Some("ours"));
        assert_eq!(stun_local_ufrag(&request(&[0xFF, 0xFE])), None);
        assert_eq!(stun_local_ufrag(b"\x80\x60 an RTP packet of more than twenty bytes"), None);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..60) {
            let _ = stun_local_ufrag(&bytes);
            let whole = request(b"ours:theirs");
            let _ = stun_local_ufrag(&whole[..cut.min(whole.len())]);
        }
    }
}
