//! Everything a request may need, shared by all of them.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderName, HeaderValue};
use rapport_store::{EntryWriter, Store};
use rapport_wire::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::account::{AccountIds, Attempts, Opaque};
use crate::assets::Assets;
use crate::blob::Blobs;
use crate::calendar_link::SourceKey;
use crate::call::Calls;
use crate::clock::Clock;
use crate::config::Config;
use crate::disk::Disk;
use crate::mail::Mailer;
use crate::marks::Marks;
use crate::outbox::Outbox;
use crate::rate::Rates;
use crate::socket::{Hub, Sender};
use crate::space::Logs;
use crate::time::Lapses;

/// The running server, as a handler sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Parts>);

/// What it consists of.
pub(crate) struct Parts {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    /// The way in for entries; taken away when the server stops.
    pub(crate) writer: Mutex<Option<EntryWriter<Sender>>>,
    pub(crate) marks: Marks,
    pub(crate) blobs: Blobs,
    pub(crate) disk: Disk,
    pub(crate) opaque: Opaque,
    pub(crate) account_ids: AccountIds,
    pub(crate) attempts: Attempts,
    pub(crate) rates: Rates,
    pub(crate) logs: Logs,
    /// The way to the mail server; none when mail is off.
    pub(crate) mailer: Option<Mailer>,
    pub(crate) outbox: Outbox,
    /// Opens addresses and logins of calendars elsewhere.
    pub(crate) source_key: SourceKey,
    pub(crate) hub: Arc<Hub>,
    pub(crate) calls: Calls,
    /// When an hour that was offered to somebody waiting goes to the next.
    pub(crate) lapses: Lapses,
    pub(crate) assets: Assets,
    /// Origins browsers may come from.
    pub(crate) origins: Vec<String>,
    /// Headers of every reply.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Whether browsers reach this server over TLS.
    pub(crate) secure_cookies: bool,
    /// Says when to stop.
    pub(crate) stop: CancellationToken,
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A way in for entries; none once the server stops.
    pub(crate) fn writer(&self) -> Option<EntryWriter<Sender>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
