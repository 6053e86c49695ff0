//! Planted canaries: what the server writes down names nobody.
//!
//! A test process of its own, because it listens to everything that is logged.

#[path = "api/support/mod.rs"]
#[expect(dead_code, reason = "shared with the tests in api/, which use all of it")]
mod support;

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rapport_testkit::wait;
use rapport_wire::account::GetMe;
use rapport_wire::calendar_link::CreateFeed;
use rapport_wire::reminder::PutAddress;
use rapport_wire::socket::Down;
use rapport_wire::{Code, Role};
use support::{Kind, Person, Server, Socket};
use tracing_subscriber::EnvFilter;

/// Keeps what is written to it.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_names_nobody_however_closely_it_is_kept() {
    let kept = Kept::default();
    let writer = kept.clone();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("info,rapport_server=trace,rapport_store=trace,rapport_media=trace"))
        .with_writer(move || writer.clone())
        .init();

    let mut server = Server::start_with(Kind::Sqlite, |config| {
        // Nobody listens there: what cannot be sent is logged, too.
        config.mail.host = Some("localhost".to_owned());
        config.mail.port = Some(1);
        config.mail.tls = rapport_server::config::MailTls::None;
    })
    .await;
    let (mut owner, mut practice) = Person::owner(&server).await;
    let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
    let (mut noor, mut known) = Person::join(&server, "canary-noor", &link).await;
    let refused = noor.sign_in(&server, "canary-passphrase", false).await.unwrap_err();
    assert_eq!(refused.code, Code::SignInRefused);
    let (mut socket, _) = Socket::hello(&server, &noor.cookie).await;
    socket.follow(known.space(), 0, 0).await;
    let sealed = noor.seal(&mut known, "canary-words");
    socket.send(1, known.space(), &sealed).await;
    socket.until(|down| matches!(down, Down::Accepted { .. }).then_some(())).await;
    assert!(server.ask(Some(&noor.cookie), &GetMe {}).await.is_ok());
    server.ask(Some(&noor.cookie), &PutAddress { mail: "canary-post@post.test".to_owned() }).await.unwrap();
    let feed = CreateFeed { label: "canary-label".to_owned(), zone: "UTC".to_owned() };
    let feed = server.ask(Some(&noor.cookie), &feed).await.unwrap();
    assert!(
        server.request(reqwest::Method::GET, &feed.path, None).send().await.unwrap().status().is_success()
    );
    wait::until("the mail not to be sent", async || Ok(kept.text().contains("not sent").then_some(())))
        .await
        .unwrap();
    let path = format!("/api/spaces/{}/invitations/{}", known.space(), link.id());
    let _ = server.request(reqwest::Method::DELETE, &path, Some(&owner.cookie)).send().await;
    server.stop().await;

    let log = kept.text();
    assert!(log.contains("/api/spaces/{space}/invitations/{invitation}"), "routes are logged:\n{log}");
    let cookie = noor.cookie.rsplit_once('=').map_or("", |(_, token)| token);
    let secrets = [
        ("a name", "canary-noor".to_owned()),
        ("a passphrase", "canary-passphrase".to_owned()),
        ("words", "canary-words".to_owned()),
        ("a cookie", cookie.to_owned()),
        ("a link's token", URL_SAFE_NO_PAD.encode(link.token())),
        ("an account", noor.account.to_string()),
        ("a device", noor.device.to_string()),
        ("a space", known.space().to_string()),
        ("an address for mail", "canary-post".to_owned()),
        ("a feed's label", "canary-label".to_owned()),
        ("a feed's secret", feed.path.trim_start_matches("/calendar/").trim_end_matches(".ics").to_owned()),
        ("an address", "127.0.0.1".to_owned()),
    ];
    for (what, secret) in secrets {
        assert!(!secret.is_empty() && !log.contains(&secret), "{what} is in the log");
    }
    // The check fails when something is there: the same search finds what is planted.
    tracing::info!("canary-noor");
    assert!(kept.text().contains("canary-noor"));
}
