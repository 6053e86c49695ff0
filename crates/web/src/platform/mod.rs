//! The browser as `rapport_client::Platform`: fetch, WebSocket, IndexedDB, clock, chance, worker, timers.
//!
//! Invariant: nothing here understands what it carries. What goes into the vault is sealed already.

mod awake;
mod chance;
mod device;
mod heavy;
mod host;
mod http;
mod pocket;
mod socket;
mod vault;

use futures_util::future::LocalBoxFuture;
use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use rapport_client::platform::{Offline, Platform, Request, Response, Socket, VaultError, Write};
use rapport_seal::heavy::{Done, HeavyError, Job};
use rapport_wire::Timestamp;

pub(crate) use awake::Awake;
pub(crate) use chance::SystemChance;
pub(crate) use device::device_label;
pub use host::Host;
pub(crate) use host::{Judge, Verdict};
pub(crate) use pocket::Pocket;

/// This browser.
pub(crate) struct Browser {
    vault: vault::Vault,
    heavy_worker: String,
}

impl Browser {
    /// A browser whose other parts are where `host` says.
    pub(crate) fn new(host: &Host) -> Self {
        Self { vault: vault::Vault::default(), heavy_worker: host.heavy_worker() }
    }
}

impl Platform for Browser {
    fn http(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Offline>> {
        Box::pin(http::send(request))
    }

    fn connect(&self) -> LocalBoxFuture<'_, Result<Box<dyn Socket>, Offline>> {
        Box::pin(socket::open())
    }

    fn vault_read(&self, prefix: String) -> LocalBoxFuture<'_, Result<Vec<(String, Vec<u8>)>, VaultError>> {
        Box::pin(self.vault.read(prefix))
    }

    fn vault_write(&self, batch: Vec<Write>) -> LocalBoxFuture<'_, Result<(), VaultError>> {
        Box::pin(self.vault.write(batch))
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(js_sys::Date::now() as i64)
    }

    fn fill(&self, bytes: &mut [u8]) {
        SystemChance::fill(bytes);
    }

    fn heavy(&self, job: Job) -> LocalBoxFuture<'_, Result<Done, HeavyError>> {
        Box::pin(heavy::run(&self.heavy_worker, job))
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'_, ()> {
        Box::pin(TimeoutFuture::new(ms))
    }

    fn nfkc(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKC").into()
    }
}
