//! What the outside must provide: HTTP, a socket, a vault, a clock, chance, a place for heavy work.
//!
//! Object-safe, so that a [`crate::Session`] is one type for every screen. Futures need not be `Send`:
//! a browser page is one thread, and a bot runs on a local set.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use rapport_seal::heavy::{Done, HeavyError, Job};
use rapport_wire::Timestamp;
use rapport_wire::endpoint::Method;

/// A shared platform.
pub type Outside = Rc<dyn Platform>;

/// The network did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server cannot be reached")]
pub struct Offline;

/// The device's store refused: full, forbidden (private windows), or broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this device cannot keep anything: {0}")]
pub struct VaultError(pub String);

/// An HTTP request to the own server. Cookies are the platform's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Verb.
    pub method: Method,
    /// Path from the root, `/api/…`.
    pub path: String,
    /// Names and values; [`rapport_wire::endpoint::HEADER`] is among them.
    pub headers: Vec<(&'static str, &'static str)>,
    /// Body; empty for none.
    pub body: Vec<u8>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Body.
    pub body: Vec<u8>,
}

/// What a vault keeps: names and sealed bytes.
pub type Kept = Vec<(String, Vec<u8>)>;

/// A change to the vault. A batch of them happens whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Keeps bytes under a key, replacing what was there.
    Put(String, Vec<u8>),
    /// Forgets a key.
    Delete(String),
    /// Forgets every key that begins so.
    DeleteAll(String),
}

/// An open socket. Both halves may be waited on at the same time, and `recv` may be dropped and asked
/// again without losing a frame.
pub trait Socket {
    /// Sends a binary frame; waits while the line is full.
    fn send(&self, frame: Vec<u8>) -> LocalBoxFuture<'_, Result<(), Offline>>;
    /// The next binary frame; none when the socket has ended, with the close code if there was one.
    fn recv(&self) -> LocalBoxFuture<'_, Result<Vec<u8>, Closed>>;
}

/// A socket's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// WebSocket close code ([`rapport_wire::socket`] names ours); none when the line just broke.
    pub code: Option<u16>,
}

/// Everything the outside provides.
pub trait Platform {
    /// Sends a request to the server this client came from.
    fn http(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Offline>>;
    /// Opens the socket at [`rapport_wire::socket::PATH`].
    fn connect(&self) -> LocalBoxFuture<'_, Result<Box<dyn Socket>, Offline>>;
    /// Everything kept under keys that begin with `prefix`, ascending by key.
    fn vault_read(&self, prefix: String) -> LocalBoxFuture<'_, Result<Kept, VaultError>>;
    /// Keeps and forgets, durably, before it returns.
    fn vault_write(&self, batch: Vec<Write>) -> LocalBoxFuture<'_, Result<(), VaultError>>;
    /// The device's clock.
    fn now(&self) -> Timestamp;
    /// Fills with bytes from the system's cryptographic source.
    fn fill(&self, bytes: &mut [u8]);
    /// Does a heavy job where it disturbs nobody: a worker, a blocking thread.
    fn heavy(&self, job: Job) -> LocalBoxFuture<'_, Result<Done, HeavyError>>;
    /// Waits.
    fn sleep(&self, ms: u32) -> LocalBoxFuture<'_, ()>;
    /// Brings typed text to Unicode NFKC, so that one passphrase is one passphrase on every keyboard.
    fn nfkc(&self, text: &str) -> String;
}

/// The platform's chance, as a random source.
pub struct Chance<'a>(pub &'a dyn Platform);

impl rand_core::TryRng for Chance<'_> {
    type Error = rand_core::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Chance<'_> {}
