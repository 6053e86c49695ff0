//! The port itself: TLS, headers, pages, and what must not start.

use rapport_server::{Clock, Config, doctor, start};
use rapport_wire::practice::GetPractice;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::server::refused;
use crate::support::{Kind, Person, Server};

#[tokio::test]
async fn pages_come_with_their_headers() {
    let folder = tempfile::tempdir().unwrap();
    let pkg = folder.path().join("pkg");
    std::fs::create_dir(&pkg).unwrap();
    std::fs::write(folder.path().join("index.html"), "<!doctype html>first").unwrap();
    std::fs::write(pkg.join("app-1234.js"), "plain").unwrap();
    std::fs::write(pkg.join("app-1234.js.br"), "small").unwrap();
    let assets = folder.path().to_owned();
    let server = Server::start_with(Kind::Sqlite, |config| config.assets_dir = Some(assets)).await;
    let get = async |path: &str, encoding: &str| {
        let request = server.request(reqwest::Method::GET, path, None).header("accept-encoding", encoding);
        request.send().await.unwrap()
    };
    // Any path that is no file is the client's to route.
    for path in ["/", "/join", "/messages/17"] {
        let page = get(path, "gzip").await;
        let headers = page.headers().clone();
        assert_eq!(page.text().await.unwrap(), "<!doctype html>first", "{path}");
        assert_eq!(headers["cache-control"], "no-cache");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert!(headers.get("strict-transport-security").is_none());
    }
    let script = get("/pkg/app-1234.js", "gzip, br").await;
    assert_eq!(script.headers()["content-encoding"], "br");
    assert!(script.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(script.text().await.unwrap(), "small");
    assert_eq!(get("/pkg/app-1234.js", "gzip").await.text().await.unwrap(), "plain");
    assert_eq!(get("/pkg/gone.js", "br").await.status(), 404);
    assert_eq!(refused(get("/api/nothing", "").await).await.status, 404);
}

#[tokio::test]
async fn tls_is_spoken_and_plain_http_is_not() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let server = Server::start_with(Kind::Sqlite, |config| {
        config.tls.cert = Some(cert);
        config.tls.key = Some(key);
    })
    .await;
    assert!(server.origin.starts_with("https://127.0.0.1:"));
    let address = server.origin.strip_prefix("https://").unwrap().to_owned();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(client));
    let stream = TcpStream::connect(&address).await.unwrap();
    let mut stream = connector.connect("localhost".try_into().unwrap(), stream).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("strict-transport-security"), "{answer}");
    // Plain HTTP on the same port gets nothing at all.
    let mut plain = TcpStream::connect(&address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut nothing = Vec::new();
    let _ = plain.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
}

#[tokio::test]
async fn an_unsafe_configuration_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data_dir: folder.path().join("data"),
        listen: "0.0.0.0:0".parse().unwrap(),
        origins: vec!["https://practice.example".to_owned()],
        ..Config::default()
    };
    let refused = start(config, Clock::default()).await.err().unwrap().to_string();
    assert!(refused.contains("trusted_proxies"), "{refused}");
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[tokio::test]
async fn a_data_folder_has_one_server_at_a_time() {
    let mut server = Server::start(Kind::Sqlite).await;
    let second = async || start(server.config.clone(), Clock::default()).await;
    let refused = second().await.err().unwrap().to_string();
    assert!(refused.contains("another Rapport is serving"), "{refused}");
    // What looks on beside it goes on as before.
    rapport_server::outbox::list(&server.config, server.clock.now()).await.unwrap();
    let file = server.data.path().join("backup");
    rapport_server::backup::create(&server.config, &file, server.clock.now()).await.unwrap();
    server.stop().await;
    server.start_again().await;
    assert_eq!(server.ask(None, &GetPractice {}).await.unwrap().name, server.config.practice_name);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_tells_our_server_from_another() {
    let server = Server::start(Kind::Sqlite).await;
    let listen = server.origin.strip_prefix("http://").unwrap().parse().unwrap();
    let port = async |config: Config| {
        let findings = doctor::examine(&config, Clock::default().now()).await;
        let line = |what: &str| findings.iter().map(ToString::to_string).find(|line| line.contains(what));
        line("  port: ").unwrap()
    };
    let ours = Config { listen, ..server.config.clone() };
    assert_eq!(port(ours.clone()).await, format!("good  port: Rapport is running on {listen}"));
    let folder = tempfile::tempdir().unwrap();
    let another = Config { data_dir: folder.path().to_owned(), ..ours.clone() };
    let said = port(another).await;
    assert!(said.starts_with("MEND  port: another Rapport"), "{said}");
    // The folder is served, and not from the port that is asked for: `serve` would refuse.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = port(Config { listen: free, ..ours }).await;
    assert!(said.starts_with("MEND  port: a Rapport that listens elsewhere"), "{said}");
}

#[tokio::test]
async fn metrics_and_health_name_nobody() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, practice) = Person::owner(&server).await;
    let get = async |path: &str| {
        let response = server.request(reqwest::Method::GET, path, None).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await, (200, "alive\n".to_owned()));
    assert_eq!(get("/readyz").await, (200, "ready\n".to_owned()));
    let (status, text) = get("/metrics").await;
    assert_eq!(status, 200);
    assert!(text.contains("rapport_sign_ups_total"));
    for secret in [owner.account.to_string(), practice.space().to_string(), owner.handle] {
        assert!(!text.contains(&secret));
    }
}

#[tokio::test]
async fn a_connection_that_says_nothing_disturbs_nobody() {
    let server = Server::start(Kind::Sqlite).await;
    let address = server.origin.strip_prefix("http://").unwrap().to_owned();
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(&address).await.unwrap());
    }
    let response = server.request(reqwest::Method::GET, "/healthz", None).send().await.unwrap();
    assert_eq!(response.status(), 200);
}
