//! A native machine as `rapport_client::Platform`: HTTP by reqwest, the socket by tungstenite, everything on
//! one thread of tokio. The vault is memory: a bot is a device that is bought and thrown away in one run.

mod socket;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use rapport_client::platform::{Offline, Platform, Request, Response, Socket, VaultError, Write};
use rapport_seal::heavy::{Done, HeavyError, Job, run};
use rapport_wire::Timestamp;
use rapport_wire::endpoint::Method;
use reqwest::Url;
use reqwest::cookie::Jar;
use tokio::sync::watch;
use unicode_normalization::UnicodeNormalization as _;

use self::socket::Line;
use crate::chance::System;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A machine of its own: its own cookies, its own vault.
pub struct Native {
    origin: Url,
    http: reqwest::Client,
    cookies: Arc<Jar>,
    vault: RefCell<BTreeMap<String, Vec<u8>>>,
    reachable: watch::Sender<bool>,
    clock_off_seconds: Cell<i64>,
}

impl Native {
    /// A machine that talks to the server at an origin such as `http://127.0.0.1:8080`.
    pub fn new(origin: &str) -> Result<Rc<Self>> {
        let cookies = Arc::new(Jar::default());
        let http = reqwest::Client::builder()
            .cookie_provider(Arc::clone(&cookies))
            .timeout(PATIENCE)
            .no_proxy()
            .build()?;
        let origin = origin.parse().with_context(|| format!("{origin} is no address of a server"))?;
        let reachable = watch::Sender::new(true);
        Ok(Rc::new(Self {
            origin,
            http,
            cookies,
            vault: RefCell::default(),
            reachable,
            clock_off_seconds: Cell::new(0),
        }))
    }

    /// Takes the socket's network away, or gives it back.
    pub fn set_network(&self, there: bool) {
        self.reachable.send_replace(there);
    }

    /// Puts its clock off by so many seconds.
    pub fn set_clock(&self, seconds: i64) {
        self.clock_off_seconds.set(seconds);
    }

    async fn send(&self, request: Request) -> reqwest::Result<Response> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut url = self.origin.clone();
        url.set_path(&request.path);
        let builder = self.http.request(method, url).body(request.body);
        let add = |builder: reqwest::RequestBuilder, (name, value)| builder.header(name, value);
        let answer = request.headers.into_iter().fold(builder, add).send().await?;
        let status = answer.status().as_u16();
        Ok(Response { status, body: answer.bytes().await?.to_vec() })
    }
}

impl Platform for Native {
    fn http(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Offline>> {
        async move { self.send(request).await.map_err(|_| Offline) }.boxed_local()
    }

    fn connect(&self) -> LocalBoxFuture<'_, Result<Box<dyn Socket>, Offline>> {
        async move {
            let reachable = self.reachable.subscribe();
            if !*reachable.borrow() {
                return Err(Offline);
            }
            let line = Line::open(&self.origin, &self.cookies, reachable).await.map_err(|_| Offline)?;
            Ok(Box::new(line) as Box<dyn Socket>)
        }
        .boxed_local()
    }

    fn vault_read(&self, prefix: String) -> LocalBoxFuture<'_, Result<Vec<(String, Vec<u8>)>, VaultError>> {
        let vault = self.vault.borrow();
        let kept = vault.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix));
        let kept = kept.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
        std::future::ready(Ok(kept)).boxed_local()
    }

    fn vault_write(&self, batch: Vec<Write>) -> LocalBoxFuture<'_, Result<(), VaultError>> {
        let mut vault = self.vault.borrow_mut();
        for write in batch {
            match write {
                Write::Put(name, bytes) => {
                    vault.insert(name, bytes);
                }
                Write::Delete(name) => {
                    vault.remove(&name);
                }
                Write::DeleteAll(prefix) => vault.retain(|name, _| !name.starts_with(&prefix)),
            }
        }
        std::future::ready(Ok(())).boxed_local()
    }

    fn now(&self) -> Timestamp {
        now().plus_seconds(self.clock_off_seconds.get())
    }

    fn fill(&self, bytes: &mut [u8]) {
        System.fill(bytes);
    }

    fn heavy(&self, job: Job) -> LocalBoxFuture<'_, Result<Done, HeavyError>> {
        let done = tokio::task::spawn_blocking(move || run(&job, &mut System));
        async move { done.await.unwrap_or(Err(HeavyError::Garbled)) }.boxed_local()
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'_, ()> {
        tokio::time::sleep(Duration::from_millis(ms.into())).boxed_local()
    }

    fn nfkc(&self, text: &str) -> String {
        text.nfkc().collect()
    }
}

/// The machine's clock.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(since.as_micros() as i64)
}
