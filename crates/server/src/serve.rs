//! `rapport serve`: from a configuration to a running server, and back to an exit without loss.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use rapport_store::{EntryWriter, Store};
use rapport_wire::limits::STOP_SECONDS_MAX;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::account::{AccountIds, Attempts, Opaque};
use crate::app::{App, Parts};
use crate::assets::Assets;
use crate::blob::Blobs;
use crate::calendar_link::{SourceKey, keep_sources};
use crate::call::{Calls, MediaDoor, run_news};
use crate::chance::{Token, random};
use crate::clock::Clock;
use crate::config::{Config, rules};
use crate::disk::{Disk, make_private};
use crate::edge::{self, Edge};
use crate::housekeeping::keep_house;
use crate::invitation::renew_owner_link;
use crate::lock::FolderLock;
use crate::mail::Mailer;
use crate::marks::Marks;
use crate::outbox::Outbox;
use crate::rate::Rates;
use crate::socket::{CLOSE_GOING_AWAY, Hub, publish};
use crate::space::Logs;
use crate::time::Lapses;
use crate::{health, http, outbox, router, waiting};

/// Under which the key is stored that account ids come from.
const ACCOUNT_IDS: &str = "account_id_key";

/// A server that has started.
pub struct Running {
    app: App,
    address: SocketAddr,
    owner_link: Option<String>,
    stop: CancellationToken,
    accepting: JoinHandle<()>,
    connections: TaskTracker,
    writing: JoinHandle<()>,
    marking: JoinHandle<()>,
    sending: JoinHandle<()>,
    folder: FolderLock,
}

/// Starts a server; it answers when this returns.
///
/// # Errors
/// Says what to change: an unsafe configuration, a port in use, a folder that cannot be written or that another
/// server has, a database that does not open.
pub async fn start(config: Config, clock: Clock) -> anyhow::Result<Running> {
    rules::check(&config)?;
    edge::install_provider();
    health::recorder();
    let folder = &config.data_dir;
    make_private(folder).with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    let lock = FolderLock::take(folder)?;
    let tls = edge::acceptor(&config.tls)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another server running there?", config.listen))?;
    let address = listener.local_addr()?;
    let store = Store::open(&config.database_url(), clock.now()).await?;
    let link = renew_owner_link(&store, clock.now()).await?;
    let (media, news) = MediaDoor::open(&config, address)?;
    let (app, writing, marking) = assemble(config, clock, store, address, media.clone()).await?;

    let stop = app.stop.clone();
    let connections = TaskTracker::new();
    let edge = Edge {
        router: router::router(app.clone())?,
        tls,
        plain_from: plain_from(&app.config),
        media,
        stop: stop.clone(),
        open: connections.clone(),
    };
    let accepting = tokio::spawn(edge::accept_until_stopped(listener, edge));
    tokio::spawn(keep_house(app.clone()));
    tokio::spawn(waiting::drive(app.clone()));
    tokio::spawn(run_news(app.clone(), news));
    tokio::spawn(keep_sources(app.clone()));
    let sending = tokio::spawn(outbox::run(app.clone()));
    let owner_link = link.map(|token| setup_link(&app.origins, &token));
    Ok(Running {
        app,
        address,
        owner_link,
        stop,
        accepting,
        connections,
        writing,
        marking,
        sending,
        folder: lock,
    })
}

async fn assemble(
    config: Config,
    clock: Clock,
    store: Store,
    address: SocketAddr,
    media: MediaDoor,
) -> anyhow::Result<(App, JoinHandle<()>, JoinHandle<()>)> {
    let key = store.setting_or(ACCOUNT_IDS, &random::<32>().as_slice().into()).await?;
    let key = key.as_ref().try_into().context("the key of account ids is damaged")?;
    let hub = Arc::new(Hub::default());
    let published = Arc::clone(&hub);
    let (writer, writing) = EntryWriter::start(store.clone(), move |batch| publish(&published, batch));
    let (marks, marking) = Marks::start(store.clone(), clock.clone());
    let origins = config.origins(address);
    let secure = origins.iter().all(|origin| origin.starts_with("https://"));
    let app = App::new(Parts {
        clock,
        writer: Mutex::new(Some(writer)),
        marks,
        blobs: Blobs::in_folder(&config.blobs_dir()).context("the folder for attachments cannot be made")?,
        disk: Disk::new(&config.data_dir, config.disk.free_bytes_min),
        opaque: Opaque::load(&store).await?,
        account_ids: AccountIds::new(key),
        attempts: Attempts::default(),
        rates: Rates::new(&config.limits),
        logs: Logs::default(),
        mailer: Mailer::open(&config)?,
        outbox: Outbox::default(),
        source_key: SourceKey::in_folder(&config.data_dir)?,
        calls: Calls::new(Arc::clone(&hub), media),
        hub,
        lapses: Lapses::default(),
        assets: Assets::new(config.assets_dir.clone()),
        headers: http::all_headers(&origins, secure),
        origins,
        secure_cookies: secure,
        stop: CancellationToken::new(),
        store,
        config,
    });
    Ok((app, writing, marking))
}

impl Running {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        let scheme = if self.app.config.has_tls() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The first owner's link, while nobody has used it.
    pub fn owner_link(&self) -> Option<&str> {
        self.owner_link.as_deref()
    }

    /// Stops: takes nothing more, writes what was taken, closes what is open.
    ///
    /// # Errors
    /// The database could not be closed; what was acknowledged is safe all the same.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        let Self { app, accepting, connections, writing, marking, sending, folder, .. } = self;
        let _ = accepting.await;
        app.hub.close_all(CLOSE_GOING_AWAY);
        connections.close();
        let patience = Duration::from_secs(STOP_SECONDS_MAX);
        let _ = timeout(patience, async { tokio::join!(connections.wait(), app.hub.emptied()) }).await;
        app.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        app.marks.stop();
        // The writer ends once the last socket has let go of it and everything is on disk.
        let _ = timeout(patience, async { tokio::join!(writing, marking, sending) }).await;
        let closed = app.store.close().await;
        // Another may have the folder only now that nothing here writes any more.
        drop(folder);
        Ok(closed?)
    }
}

fn setup_link(origins: &[String], token: &Token) -> String {
    let origin = origins.first().map_or("", String::as_str);
    let token = serde_json::to_value(token.to_wire()).unwrap_or_default();
    format!("{origin}/setup#{}", token.as_str().unwrap_or_default())
}

/// Plain HTTP is for this machine and declared proxies; under TLS for nobody.
fn plain_from(config: &Config) -> Box<dyn Fn(SocketAddr) -> bool + Send + Sync> {
    let (has_tls, proxies) = (config.has_tls(), config.trusted_proxies.clone());
    Box::new(move |peer| {
        let from = peer.ip().to_canonical();
        !has_tls && (from.is_loopback() || proxies.iter().any(|proxy| proxy.contains(from)))
    })
}
