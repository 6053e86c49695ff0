//! An hour that became free, told by mail to whoever it is held for: at once, and to the next when it is theirs.

use std::time::Duration;

use rapport_wire::appointment::{BookHeld, CancelAppointment};
use rapport_wire::limits::{OFFERED_HOUR_SECONDS, OUTBOX_LOOK_SECONDS};
use rapport_wire::offer::Mode;
use rapport_wire::waiting::{JoinWaiting, ListWaiting, Parts};
use tokio::time::timeout;

use crate::people::{choose, give_address, server_with};
use crate::smtp::{Smtp, Taken};
use crate::support::Kind;
use crate::support::care::{hour, practice};

/// The mail with this number, long before the worker would look for itself.
async fn soon(smtp: &Smtp, number: usize) -> Taken {
    let patience = Duration::from_secs(OUTBOX_LOOK_SECONDS / 2);
    let mails = timeout(patience, smtp.until_taken(number)).await.expect("the bell to be rung");
    assert_eq!(mails.len(), number);
    mails[number - 1].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_told_and_then_the_next() {
    let smtp = Smtp::start().await;
    let server = server_with(Kind::Sqlite, &smtp).await;
    let (therapist, clients) = practice(&server, &["mara", "omar", "ines"]).await;
    let [mara, omar, ines] = &clients[..] else { panic!() };
    let booked = mara.books(&server, 1, &therapist, hour(&server, 5)).await.unwrap();
    for (client, address) in [(omar, "one@post.test"), (ines, "two@post.test")] {
        give_address(&server, &client.person, address, &smtp).await;
        choose(&server, &client.person, &[], false).await;
        let join = JoinWaiting {
            space: client.space,
            therapist: therapist.account,
            mode: Mode::Video,
            minutes: 50,
            parts: Parts::ANY,
            before: None,
        };
        server.ask(client.cookie(), &join).await.unwrap();
    }
    let off = CancelAppointment { appointment: booked.id, sequence: 0, and_following: false };
    server.ask(Some(&therapist.cookie), &off).await.unwrap();
    let told = soon(&smtp, 3).await;
    assert_eq!(told.to, "one@post.test");
    assert!(told.header("Subject").starts_with("A time became free: "), "{}", told.text);

    // No answer: the driver passes it on, and rings the bell as a person's change would.
    server.clock.advance_seconds(OFFERED_HOUR_SECONDS + 1);
    let told = soon(&smtp, 4).await;
    assert_eq!(told.to, "two@post.test");
    let place = server.ask(ines.cookie(), &ListWaiting {}).await.unwrap().waiting.remove(0);
    let zone = "Europe/Rome".to_owned();
    let book = BookHeld { appointment: place.offered.unwrap().appointment, zone };
    server.ask(ines.cookie(), &book).await.unwrap();
    assert_eq!(smtp.taken().len(), 4, "and nobody else is told anything");
}
