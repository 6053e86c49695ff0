//! A proxy on loopback that keeps every byte that passes, both ways.

use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What passed one way of one connection.
type Kept = Arc<Mutex<Vec<u8>>>;

/// The proxy. It ends with this value.
pub(crate) struct Recorder {
    origin: String,
    kept: Arc<Mutex<Vec<Kept>>>,
    accepting: JoinHandle<()>,
}

impl Recorder {
    /// Stands before the server at `origin`.
    pub(crate) async fn before(origin: &str) -> Result<Self> {
        let server = origin.strip_prefix("http://").context("plain HTTP")?.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let kept: Arc<Mutex<Vec<Kept>>> = Arc::default();
        let all = Arc::clone(&kept);
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(&server).await else { continue };
                let [up, down] = [Kept::default(), Kept::default()];
                all.lock().unwrap().extend([Arc::clone(&up), Arc::clone(&down)]);
                let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                tokio::spawn(pass(near_in, far_out, up));
                tokio::spawn(pass(far_in, near_out, down));
            }
        });
        Ok(Self { origin, kept, accepting })
    }

    /// Where it answers.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Everything that passed, each way of each connection for itself: as it passed, and what clients sent on
    /// WebSockets once more without its mask (RFC 6455, section 5.3), which hides words from a search.
    pub(crate) fn passed(&self) -> Vec<Vec<u8>> {
        let mut passed = Vec::new();
        for kept in &*self.kept.lock().unwrap() {
            let bytes = kept.lock().unwrap().clone();
            passed.extend(unmasked(&bytes));
            passed.push(bytes);
        }
        passed
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, kept: Kept) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        kept.lock().unwrap().extend_from_slice(&buffer[..count]);
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}

/// The payloads of the frames a client sent, if these bytes opened a WebSocket.
fn unmasked(bytes: &[u8]) -> Option<Vec<u8>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let (head, mut rest) = bytes.split_at(end);
    if !head.starts_with(b"GET") || !head.to_ascii_lowercase().windows(18).any(|w| w == b"upgrade: websocket")
    {
        return None;
    }
    let mut payloads = Vec::new();
    while let Some((payload, after)) = frame(rest) {
        payloads.extend(payload);
        rest = after;
    }
    Some(payloads)
}

/// The payload of the first frame, and what follows it. RFC 6455, section 5.2.
fn frame(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (&[_, second], rest) = bytes.split_first_chunk()?;
    assert!(second & 0x80 != 0, "clients mask");
    let (len, rest) = match second & 0x7F {
        126 => rest.split_first_chunk().map(|(len, rest)| (usize::from(u16::from_be_bytes(*len)), rest))?,
        127 => rest.split_first_chunk().map(|(len, rest)| (u64::from_be_bytes(*len) as usize, rest))?,
        len => (usize::from(len), rest),
    };
    let (mask, rest) = rest.split_first_chunk::<4>()?;
    let (masked, rest) = rest.split_at_checked(len)?;
    Some((masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect(), rest))
}
