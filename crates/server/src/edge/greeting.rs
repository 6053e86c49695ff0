//! Whose connection is this: TLS, HTTP, or media over TCP (RFC 4571 framing around STUN)?

use std::io;
use std::time::Duration;

use rapport_media::sfu::framing::{SNIFF_BYTES, looks_like_ice};
use tokio::net::TcpStream;

/// First byte of a TLS handshake record (RFC 8446 5.1).
const TLS_HANDSHAKE: u8 = 0x16;
/// Between two looks at a connection whose first bytes come one by one.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What a connection's first bytes say. They are still unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// A TLS handshake.
    Tls,
    /// Plain HTTP, or something that HTTP will refuse.
    Http,
    /// Media.
    Media,
}

/// Waits for as many bytes as it takes to tell. The caller limits for how long.
pub(super) async fn greet(stream: &TcpStream) -> io::Result<Greeting> {
    let mut first = [0; SNIFF_BYTES];
    loop {
        let count = stream.peek(&mut first).await?;
        let Some(seen) = first.get(..count).filter(|seen| !seen.is_empty()) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        if seen.starts_with(&[TLS_HANDSHAKE]) {
            return Ok(Greeting::Tls);
        }
        match looks_like_ice(seen) {
            Some(true) => return Ok(Greeting::Media),
            Some(false) => return Ok(Greeting::Http),
            // Peeking again gives the same bytes at once: wait a moment for more.
            None => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    async fn greeted(bytes: &[u8]) -> io::Result<Greeting> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        client.write_all(bytes).await.unwrap();
        client.shutdown().await.unwrap();
        greet(&listener.accept().await.unwrap().0).await
    }

    #[tokio::test]
    async fn each_language_is_recognised_by_its_first_bytes() {
        assert_eq!(greeted(b"GET / HTTP/1.1\r\n\r\n").await.unwrap(), Greeting::Http);
        assert_eq!(greeted(&[0x16, 3, 1, 0, 0]).await.unwrap(), Greeting::Tls);
        let stun = [0, 0x64, 0, 1, 0, 0x50, 0x21, 0x12, 0xa4, 0x42];
        assert_eq!(greeted(&stun).await.unwrap(), Greeting::Media);
        assert_eq!(greeted(&[0; 10]).await.unwrap(), Greeting::Http);
        assert!(greeted(&[]).await.is_err());
    }
}
