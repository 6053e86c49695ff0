//! `kill -9` of the real server at any point between due and sent, two hundred times: every reminder is sent at
//! least once, each copy under its one name, and only what was on its way at a kill is sent twice.
//!
//! On PostgreSQL a start takes longer, so by default there are fewer kills; the full measure is
//! `TESTKIT_KILLS=200 cargo test -p rapport-server --test outside kill`.
//!
//! The mail server is the test's own: it holds the conversation at a step that chance chose (at its greeting, at
//! any command, with the mail kept but not yet acknowledged, just after the acknowledgement), and the server
//! dies there. Nothing here waits for a time.

use std::collections::BTreeMap;

use rand_core::Rng as _;
use rapport_store::{NewOut, Store, What};
use rapport_testkit::server::Options;
use rapport_testkit::{Postgres, chance, wait};
use rapport_wire::AppointmentId;

use crate::people::give_address;
use crate::smtp::{Smtp, Step};
use crate::support::{Person, Server};

/// Steps of the longest conversation between two kills: two mails and a half.
const STEPS_MAX: u32 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reminder_survives_two_hundred_kills_on_sqlite() {
    survives(None, kills(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reminder_survives_kills_on_postgres() {
    let database = Postgres::start_durable().await.unwrap();
    survives(Some(database.url().to_owned()), kills(15)).await;
}

/// How often to kill: `TESTKIT_KILLS`, or so often.
fn kills(otherwise: u32) -> u32 {
    std::env::var("TESTKIT_KILLS").map_or(otherwise, |number| number.parse().expect("a number of kills"))
}

async fn survives(database_url: Option<String>, kills: u32) {
    // More than can be sent between the kills: there is always one to die with.
    let reminders = u64::from(kills) * u64::from(STEPS_MAX) / 6;
    let smtp = Smtp::start().await;
    let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let settings = vec![
        setting("RAPPORT_MAIL__HOST", "127.0.0.1"),
        setting("RAPPORT_MAIL__PORT", &smtp.port().to_string()),
        setting("RAPPORT_MAIL__TLS", "none"),
    ];
    let options = Options { database_url: database_url.clone(), settings };
    let mut server = rapport_testkit::Server::start_with(options).await.unwrap();
    let view = Server::of_process(server.origin(), server.owner_link());
    let (owner, _) = Person::owner(&view).await;
    give_address(&view, &owner, "thea@post.test", &smtp).await;

    let url =
        database_url.unwrap_or_else(|| format!("sqlite:{}", server.data().join("rapport.db").display()));
    let now = view.clock.now();
    let store = Store::open(&url, now).await.unwrap();
    let mut wanted = BTreeMap::new();
    smtp.hold_after(0);
    for number in 0..reminders {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&number.to_be_bytes());
        let starts_at = now.plus_seconds(24 * 3600);
        let new = NewOut {
            what: What::Reminder { before_minutes: 60, sequence: 0, starts_at },
            account: owner.account,
            appointment: Some(AppointmentId::from_bytes(id)),
            due_at: now.plus_seconds(-1),
            not_after: starts_at,
        };
        store.put_out(&new, now).await.unwrap();
        wanted.insert(new.id().to_string(), 0_usize);
    }

    let mut rng = chance::seeded(23);
    // Which mail was on its way at each kill, as far as it had come to the other side.
    let mut in_hand: BTreeMap<String, usize> = BTreeMap::new();
    let mut died_at: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..kills {
        server.kill().await.unwrap();
        let before = smtp.taken().len();
        let mut held = smtp.hold_after(rng.next_u32() % STEPS_MAX);
        server.start_again().await.unwrap();
        let step =
            tokio::time::timeout(wait::PATIENCE, held.recv()).await.expect("the outbox to be worked on");
        let step = step.unwrap();
        *died_at.entry(format!("{step:?}")).or_default() += 1;
        let taken = smtp.taken();
        if let Some(last) = taken[before..].last().filter(|_| matches!(step, Step::Kept | Step::Answered)) {
            *in_hand.entry(last.header("Idempotency-Key").to_owned()).or_default() += 1;
        }
    }
    server.kill().await.unwrap();
    smtp.let_go();
    server.start_again().await.unwrap();
    // On PostgreSQL, what the dead had in their hands is another's only when the leases are over.
    let patience = wait::PATIENCE * 5;
    let empty = async || Ok(store.list_out().await?.is_empty().then_some(()));
    wait::until_within(patience, "the outbox to be empty", empty).await.unwrap();

    for mail in &smtp.taken()[1..] {
        let key = mail.header("Idempotency-Key");
        assert_eq!(mail.header("Message-ID"), format!("<{key}@localhost>"));
        *wanted.get_mut(key).expect("only what was asked for") += 1;
    }
    println!("{kills} kills at {died_at:?}; {} copies of {reminders} reminders", smtp.taken().len() - 1);
    for (key, copies) in wanted {
        assert!(copies >= 1, "a reminder was lost");
        let excused = in_hand.get(&key).copied().unwrap_or_default();
        assert!(copies <= 1 + excused, "{copies} copies, and {excused} kills while it was on its way");
    }
    assert!(died_at.len() >= 6 || kills < 100, "the kills were not at every step: {died_at:?}");
}
