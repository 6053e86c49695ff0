//! Whose connection is this: TLS, HTTP, or media over TCP (RFC 4571 framing around STUN)?

use std::io;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// First byte of a TLS handshake record (RFC 8446 5.1).
const TLS_HANDSHAKE: u8 = 0x16;
/// Magic cookie of STUN (RFC 8489 section 5).
const STUN_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
/// The two-byte length of RFC 4571 and a STUN header up to its cookie.
pub(super) const STUN_PREFIX: usize = 10;
/// No first datagram of a media connection is longer, so its length begins with less than this; every verb
/// of HTTP begins with a capital letter, which is more.
const LENGTH_HIGH_MAX: u8 = 0x08;

/// What a connection's first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// A TLS handshake; nothing has been read.
    Tls,
    /// Plain HTTP, or something that HTTP will refuse; nothing has been read.
    Http,
    /// Media; these bytes have been read.
    Media([u8; STUN_PREFIX]),
    /// Nothing this port speaks.
    Unknown,
}

/// Waits for the first byte and decides. Reads bytes away only from what cannot be HTTP or TLS.
pub(super) async fn greet(stream: &mut TcpStream) -> io::Result<Greeting> {
    let mut first = [0];
    if stream.peek(&mut first).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    match first[0] {
        TLS_HANDSHAKE => Ok(Greeting::Tls),
        0..LENGTH_HIGH_MAX => {
            let mut prefix = [0; STUN_PREFIX];
            stream.read_exact(&mut prefix).await?;
            Ok(if is_stun(&prefix) { Greeting::Media(prefix) } else { Greeting::Unknown })
        }
        _ => Ok(Greeting::Http),
    }
}

/// RFC 8489 section 5: the two top bits of a STUN message are zero, the cookie is fixed.
fn is_stun(prefix: &[u8; STUN_PREFIX]) -> bool {
    prefix[2] & 0xc0 == 0 && prefix[6..10] == STUN_COOKIE
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    async fn greeted(bytes: &[u8]) -> Greeting {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        client.write_all(bytes).await.unwrap();
        greet(&mut listener.accept().await.unwrap().0).await.unwrap()
    }

    #[tokio::test]
    async fn each_language_is_recognised_by_its_first_bytes() {
        assert_eq!(greeted(b"GET / HTTP/1.1\r\n\r\n").await, Greeting::Http);
        assert_eq!(greeted(&[0x16, 3, 1, 0, 0]).await, Greeting::Tls);
        let stun = [0, 0x64, 0, 1, 0, 0x50, 0x21, 0x12, 0xa4, 0x42];
        assert_eq!(greeted(&stun).await, Greeting::Media(stun));
        assert_eq!(greeted(&[0; 10]).await, Greeting::Unknown);
    }
}
