//! A server of a test's own.

use rapport_server::{Clock, Config, Running, start};
use rapport_testkit::Postgres;
use rapport_wire::endpoint::{Endpoint, HEADER, Method};
use rapport_wire::{Code, Problem};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A running server, its data, and the clock it goes by.
pub(crate) struct Server {
    pub(crate) origin: String,
    pub(crate) clock: Clock,
    pub(crate) owner_token: Vec<u8>,
    pub(crate) data: TempDir,
    pub(crate) config: Config,
    _postgres: Option<Postgres>,
    running: Option<Running>,
}

/// A refusal as a caller sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: Code,
    pub(crate) retry_after_seconds: Option<u32>,
}

impl Server {
    pub(crate) async fn start(kind: Kind) -> Self {
        Self::start_with(kind, |_| {}).await
    }

    pub(crate) async fn start_with(kind: Kind, change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(Postgres::start().await.unwrap()),
        };
        let mut config = Config {
            data_dir: data.path().join("data"),
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        config.database.url = postgres.as_ref().map(|postgres| postgres.url().to_owned());
        // Every person of a test knocks from the same address.
        config.limits.knocks_per_minute = 10_000;
        change(&mut config);
        let clock = Clock::default();
        let running = start(config.clone(), clock.clone()).await.unwrap();
        let link = running.owner_link().unwrap_or_default().to_owned();
        let token = link.rsplit_once('#').map_or("", |(_, token)| token);
        let owner_token =
            serde_json::from_value::<rapport_wire::Bytes>(token.into()).unwrap_or_default().to_vec();
        Self {
            origin: running.url(),
            clock,
            owner_token,
            data,
            config,
            _postgres: postgres,
            running: Some(running),
        }
    }

    /// A server that runs as a process of its own, as its callers see it.
    pub(crate) fn of_process(origin: &str, owner_link: &str) -> Self {
        let token = owner_link.rsplit_once('#').map_or("", |(_, token)| token);
        let token = serde_json::from_value::<rapport_wire::Bytes>(token.into()).unwrap_or_default();
        Self {
            origin: origin.to_owned(),
            clock: Clock::default(),
            owner_token: token.to_vec(),
            data: tempfile::tempdir().unwrap(),
            config: Config::default(),
            _postgres: None,
            running: None,
        }
    }

    /// Its address and clock, for another task.
    pub(crate) fn view(&self) -> Self {
        Self { clock: self.clock.clone(), config: self.config.clone(), ..Self::of_process(&self.origin, "") }
    }

    /// Stops it as an operator would.
    pub(crate) async fn stop(&mut self) {
        self.running.take().unwrap().stop().await.unwrap();
    }

    /// Starts it again on the same data, at another port.
    pub(crate) async fn start_again(&mut self) {
        let running = start(self.config.clone(), self.clock.clone()).await.unwrap();
        self.origin = running.url();
        self.running = Some(running);
    }

    /// Calls an endpoint, with a cookie or without.
    pub(crate) async fn ask<E: Endpoint>(&self, cookie: Option<&str>, ask: &E) -> Result<E::Reply, Refused> {
        self.ask_whole(cookie, ask).await.map(|(reply, _)| reply)
    }

    /// Calls an endpoint; returns the cookie it set, too.
    pub(crate) async fn ask_whole<E: Endpoint>(
        &self,
        cookie: Option<&str>,
        ask: &E,
    ) -> Result<(E::Reply, Option<String>), Refused> {
        let method = match E::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.request(method, &ask.path(), cookie);
        if matches!(E::METHOD, Method::Post | Method::Put) {
            request = request.json(ask);
        }
        let response = request.send().await.unwrap();
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        let set = response.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        let cookie = set.map(|set| set.split(';').next().unwrap().to_owned());
        Ok((response.json().await.unwrap(), cookie))
    }

    /// A request as the browser client makes it.
    pub(crate) fn request(
        &self,
        method: reqwest::Method,
        path: &str,
        cookie: Option<&str>,
    ) -> reqwest::RequestBuilder {
        let request = reqwest::Client::new().request(method, format!("{}{path}", self.origin));
        let request = request.header(HEADER.0, HEADER.1);
        match cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }
}

/// What a refusal says; it must be problem details.
pub(crate) async fn refused(response: reqwest::Response) -> Refused {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status().as_u16();
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.code.status(), status);
    Refused { status, code: problem.code, retry_after_seconds: problem.retry_after_seconds }
}
