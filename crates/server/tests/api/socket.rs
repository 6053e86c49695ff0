//! Entries over the socket: in order, once, without gaps; and what a socket may not do.

use futures_util::SinkExt;
use rapport_seal::entry::SealedEntry;
use rapport_wire::socket::{CLOSE_MALFORMED, CLOSE_VERSION, Down, Up, VERSION, encode};
use rapport_wire::{Code, Role, SpaceId, limits};
use tokio_tungstenite::tungstenite::protocol::Message;

use crate::support::person::{Known, name_of};
use crate::support::{Kind, Person, Server, Socket};

/// The owner, a therapist, and the practice space as each knows it.
async fn two(server: &Server) -> ((Person, Known), (Person, Known)) {
    let (mut owner, mut practice) = Person::owner(server).await;
    let link = owner.invite(server, &mut practice, Role::Therapist).await.unwrap();
    let (noor, known) = Person::join(server, "noor", &link).await;
    let (mut socket, _) = Socket::hello(server, &owner.cookie).await;
    socket.follow(practice.space(), practice.log.next_index(), 0).await;
    let records =
        socket.until(|down| if let Down::Records { records, .. } = down { Some(records) } else { None });
    records.await.iter().for_each(|record| practice.learn(record, &owner));
    ((owner, practice), (noor, known))
}

/// The answer to one's entry.
async fn answered(socket: &mut Socket, to: u32) -> Result<u64, Code> {
    socket
        .until(|down| match down {
            Down::Accepted { reference, position, .. } if reference == to => Some(Ok(position)),
            Down::Refused { reference, code } if reference == to => Some(Err(code)),
            _ => None,
        })
        .await
}

/// Positions up to `last`, asking for pages as a client does.
async fn read_up_to(socket: &mut Socket, space: SpaceId, last: u64) -> Vec<u64> {
    let mut seen = Vec::new();
    while seen.last() != Some(&last) {
        if let Down::Entries { entries, more, .. } = socket.hear().await {
            seen.extend(entries.iter().map(|entry| entry.position));
            if more {
                socket.say(&Up::Page { space, after: *seen.last().unwrap() }).await;
            }
        }
    }
    seen
}

on_both! {
    async fn words_go_to_everybody_and_are_answered_once(kind: Kind) {
        let mut server = Server::start(kind).await;
        let ((mut owner, mut hers), (noor, _)) = two(&server).await;
        let space = hers.space();
        let (mut owners, _) = Socket::hello(&server, &owner.cookie).await;
        let (mut noors, _) = Socket::hello(&server, &noor.cookie).await;
        noors.follow(space, hers.log.next_index(), 0).await;
        let sealed = owner.seal(&mut hers, "good morning");
        owners.send(1, space, &sealed).await;
        assert_eq!(answered(&mut owners, 1).await, Ok(1));
        // Sent again, it is answered as it was the first time.
        owners.send(2, space, &sealed).await;
        assert_eq!(answered(&mut owners, 2).await, Ok(1));
        let next = owner.seal(&mut hers, "are you there");
        owners.send(3, space, &next).await;
        assert_eq!(answered(&mut owners, 3).await, Ok(2));
        assert_eq!(read_up_to(&mut noors, space, 2).await, [1, 2]);
        // What was acknowledged is there after a restart.
        server.stop().await;
        server.start_again().await;
        let (mut noors, _) = Socket::hello(&server, &noor.cookie).await;
        noors.follow(space, 0, 0).await;
        assert_eq!(read_up_to(&mut noors, space, 2).await, [1, 2]);
    }

    async fn a_follower_misses_nothing_while_others_write(kind: Kind) {
        let server = Server::start(kind).await;
        let ((mut owner, mut hers), (noor, _)) = two(&server).await;
        let space = hers.space();
        let count = 700;
        let entries: Vec<SealedEntry> = (0..count).map(|n| owner.seal(&mut hers, &format!("word {n}"))).collect();
        let (mut owners, _) = Socket::hello(&server, &owner.cookie).await;
        let cookie = noor.cookie.clone();
        let view = server.view();
        let reading = tokio::spawn(async move {
            // Follows in the midst of it: pages and live words meet.
            let (mut noors, _) = Socket::hello(&view, &cookie).await;
            noors.follow(space, 0, 0).await;
            read_up_to(&mut noors, space, count).await
        });
        for (reference, sealed) in entries.iter().enumerate() {
            owners.send(reference as u32, space, sealed).await;
        }
        assert_eq!(answered(&mut owners, count as u32 - 1).await, Ok(count));
        assert_eq!(reading.await.unwrap(), (1..=count).collect::<Vec<_>>());
    }

    async fn an_entry_that_is_not_right_is_refused_and_leaves_its_neighbours_alone(kind: Kind) {
        let server = Server::start(kind).await;
        let ((mut owner, mut hers), (mut noor, mut theirs)) = two(&server).await;
        let space = hers.space();
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let good = owner.seal(&mut hers, "first");
        let second = owner.seal(&mut hers, "second");
        let spoilt = |change: &dyn Fn(&mut SealedEntry)| {
            let mut entry = good.clone();
            change(&mut entry);
            entry
        };
        let bad = [
            spoilt(&|entry| entry.head.clear()),
            spoilt(&|entry| entry.head.truncate(40)),
            spoilt(&|entry| entry.head.push(0)),
            spoilt(&|entry| entry.head[0] = 99),
            spoilt(&|entry| entry.body.truncate(3)),
            spoilt(&|entry| entry.body[0] ^= 1),
            noor.seal(&mut theirs, "in another's name"),
        ];
        for (reference, entry) in bad.iter().enumerate() {
            socket.send(reference as u32, space, entry).await;
            assert_eq!(answered(&mut socket, reference as u32).await, Err(Code::EntryInvalid), "{reference}");
        }
        // Into a space it was not sealed for.
        socket.send(20, SpaceId::from_bytes([9; 32]), &good).await;
        assert_eq!(answered(&mut socket, 20).await, Err(Code::EntryInvalid));
        // Too large: the frame still fits, the entry does not.
        let large = spoilt(&|entry| entry.body = vec![0; limits::ENTRY_BYTES_MAX]);
        socket.send(21, space, &large).await;
        assert_eq!(answered(&mut socket, 21).await, Err(Code::TooLarge));
        // Out of order, then in order.
        socket.send(22, space, &second).await;
        assert_eq!(answered(&mut socket, 22).await, Err(Code::Stale));
        socket.send(23, space, &good).await;
        socket.send(24, space, &second).await;
        assert_eq!(answered(&mut socket, 23).await, Ok(1));
        assert_eq!(answered(&mut socket, 24).await, Ok(2));
    }

    async fn words_sealed_under_an_older_membership_are_refused(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let old = owner.seal(&mut practice, "sealed before");
        owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        socket.send(1, practice.space(), &old).await;
        assert_eq!(answered(&mut socket, 1).await, Err(Code::OldEpoch));
        practice.place.seq -= 1;
        practice.place.previous = [0; 32];
        let anew = owner.seal(&mut practice, "sealed anew");
        socket.send(2, practice.space(), &anew).await;
        assert_eq!(answered(&mut socket, 2).await, Ok(1));
        assert_ne!(name_of(&old), name_of(&anew));
    }

    async fn an_erased_body_is_gone_for_everybody(kind: Kind) {
        let server = Server::start(kind).await;
        let ((mut owner, mut hers), (noor, _)) = two(&server).await;
        let space = hers.space();
        let (mut owners, _) = Socket::hello(&server, &owner.cookie).await;
        let (mut noors, _) = Socket::hello(&server, &noor.cookie).await;
        noors.follow(space, 0, 0).await;
        let sealed = owner.seal(&mut hers, "better unsaid");
        owners.send(1, space, &sealed).await;
        assert_eq!(answered(&mut owners, 1).await, Ok(1));
        // Only by its author.
        noors.say(&Up::Erase { reference: 5, space, position: 1 }).await;
        assert_eq!(answered(&mut noors, 5).await, Err(Code::Forbidden));
        owners.say(&Up::Erase { reference: 2, space, position: 1 }).await;
        assert_eq!(answered(&mut owners, 2).await, Ok(1));
        noors.until(|down| matches!(down, Down::Erased { position: 1, .. }).then_some(())).await;
        let (mut again, _) = Socket::hello(&server, &noor.cookie).await;
        again.follow(space, 9, 0).await;
        let entries = again.until(|down| if let Down::Entries { entries, .. } = down { Some(entries) } else { None });
        let entry = entries.await.remove(0);
        assert_eq!((entry.head.to_vec(), entry.body), (sealed.head, None));
    }
}

#[tokio::test]
async fn a_socket_speaks_this_language_or_is_closed() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    let open = async || Socket::open(&server, &owner.cookie, None).await.unwrap();
    let mut newer = open().await;
    newer.say(&Up::Hello { version: VERSION + 1 }).await;
    assert_eq!(newer.closed().await, CLOSE_VERSION);
    let mut rude = open().await;
    rude.follow(SpaceId::from_bytes([1; 32]), 0, 0).await;
    assert_eq!(rude.closed().await, CLOSE_MALFORMED);
    for message in [
        Message::Binary(vec![0xff; 40].into()),
        Message::Binary(Vec::new().into()),
        Message::Text("{}".into()),
        Message::Binary([encode(&Up::Hello { version: VERSION }), vec![0]].concat().into()),
    ] {
        let mut garbled = open().await;
        garbled.0.send(message).await.unwrap();
        assert_eq!(garbled.closed().await, CLOSE_MALFORMED);
    }
    let (mut large, _) = Socket::hello(&server, &owner.cookie).await;
    let _ = large.0.send(Message::Binary(vec![0; limits::FRAME_BYTES_MAX + 1].into())).await;
    assert!([CLOSE_MALFORMED, 1006].contains(&large.closed().await));
}

#[tokio::test]
async fn one_account_has_so_many_sockets() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    let mut open = Vec::new();
    for _ in 0..limits::ACCOUNT_SOCKETS_MAX {
        open.push(Socket::hello(&server, &owner.cookie).await.0);
    }
    assert_eq!(Socket::open(&server, &owner.cookie, None).await.err(), Some(409));
    drop(open);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_that_stops_reading_delays_nobody_and_catches_up() {
    let server = Server::start(Kind::Sqlite).await;
    let ((mut owner, mut hers), (noor, _)) = two(&server).await;
    let space = hers.space();
    let (mut deaf, _) = Socket::hello(&server, &noor.cookie).await;
    deaf.follow(space, 0, 0).await;
    let (mut owners, _) = Socket::hello(&server, &owner.cookie).await;
    // Far more than the kernel's buffers and the queue hold.
    let count = 240;
    let words = "x".repeat(90_000);
    for reference in 0..count {
        let sealed = owner.seal(&mut hers, &words);
        owners.send(reference, space, &sealed).await;
        assert_eq!(answered(&mut owners, reference).await, Ok(u64::from(reference) + 1));
    }
    // It reads again before the write's time is over, and has missed nothing.
    assert_eq!(read_up_to(&mut deaf, space, count.into()).await, (1..=count.into()).collect::<Vec<u64>>());
}
