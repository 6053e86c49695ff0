//! Too many of everything: the server slows the one and serves the others.

use rapport_wire::Code;
use rapport_wire::account::{GetMe, RecoverStart, SignInStart};
use rapport_wire::invitation::LookAtInvitation;
use rapport_wire::limits::{JSON_BODY_BYTES_MAX, KNOCKS_PER_ADDRESS_PER_MINUTE, SIGN_IN_PER_MINUTE};

use crate::support::person::wire;
use crate::support::server::refused;
use crate::support::{Kind, Person, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_sign_ins_leave_the_server_answering() {
    let server = Server::start_with(Kind::Sqlite, |config| config.limits.knocks_per_minute = 100).await;
    let (owner, _) = Person::owner(&server).await;
    let client = reqwest::Client::new();
    let url = format!("{}/api/sign-in/start", server.origin);
    let body =
        serde_json::to_string(&SignInStart { handle: "thea".to_owned(), opaque_request: wire(&[7; 96]) })
            .unwrap();
    let mut attackers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (client, url, body) = (client.clone(), url.clone(), body.clone());
        attackers.spawn(async move {
            let mut slowed = 0;
            for _ in 0..500 {
                let post =
                    client.post(&url).header("x-rapport", "1").header("content-type", "application/json");
                slowed += u32::from(post.body(body.clone()).send().await.unwrap().status() == 429);
            }
            slowed
        });
    }
    // Somebody who is signed in does not notice.
    for _ in 0..20 {
        assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
    }
    let slowed: u32 = attackers.join_all().await.into_iter().sum();
    assert!(slowed > 9_000, "{slowed}");
}

#[tokio::test]
async fn one_name_is_slowed_with_a_time_to_come_back() {
    let server = Server::start(Kind::Sqlite).await;
    let start = |handle: &str| RecoverStart { handle: handle.to_owned(), opaque_request: wire(&[0; 32]) };
    for _ in 0..SIGN_IN_PER_MINUTE {
        assert_eq!(server.ask(None, &start("thea")).await.unwrap_err().code, Code::Malformed);
    }
    // Another spelling of the same name is the same name.
    let slowed = server.ask(None, &start(" THEA")).await.unwrap_err();
    assert_eq!((slowed.status, slowed.code), (429, Code::SlowDown));
    assert!(slowed.retry_after_seconds.unwrap() <= 61);
    assert_eq!(server.ask(None, &start("noor")).await.unwrap_err().code, Code::Malformed);
}

#[tokio::test]
async fn one_address_is_slowed_at_guessing_links() {
    let server = Server::start_with(Kind::Sqlite, |config| {
        config.limits.knocks_per_minute = KNOCKS_PER_ADDRESS_PER_MINUTE;
    })
    .await;
    let look = LookAtInvitation { token: wire(&[1; 32]) };
    let mut codes = Vec::new();
    // More than enough: on a busy machine some are forgiven while the others are sent.
    while codes.last() != Some(&Code::SlowDown) && codes.len() < 4 * KNOCKS_PER_ADDRESS_PER_MINUTE as usize {
        codes.push(server.ask(None, &look).await.unwrap_err().code);
    }
    assert_eq!(codes[0], Code::NotFound);
    assert!(codes.len() >= KNOCKS_PER_ADDRESS_PER_MINUTE as usize, "slowed after {}", codes.len());
    assert_eq!(codes.last(), Some(&Code::SlowDown));
}

#[tokio::test]
async fn a_body_that_is_too_large_or_no_json_is_refused() {
    let server = Server::start(Kind::Sqlite).await;
    let post = async |body: Vec<u8>| {
        let request = server.request(reqwest::Method::POST, "/api/sign-in/start", None);
        refused(request.body(body).send().await.unwrap()).await.code
    };
    assert_eq!(post(vec![b' '; JSON_BODY_BYTES_MAX + 1]).await, Code::TooLarge);
    for body in
        ["", "{", "[]", "null", "{\"handle\":1}", "{\"handle\":\"a\",\"opaque_request\":\"!\"}", "\u{0}"]
    {
        assert_eq!(post(body.as_bytes().to_vec()).await, Code::Malformed, "{body}");
    }
    // Deep nesting ends in a refusal, not in the stack.
    assert_eq!(post("[".repeat(100_000).into_bytes()).await, Code::Malformed);
}
