//! The membership log over the socket: verified before it is stored, told to everybody concerned.

use rapport_seal::space::{self, Author};
use rapport_wire::socket::{Down, Up};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{Code, Role, SpaceId};

use crate::support::{Kind, Person, Server, Socket};

async fn append(socket: &mut Socket, reference: u32, space: SpaceId, append: Append) -> Result<u64, Code> {
    socket.say(&Up::Append { reference, space, append }).await;
    socket
        .until(|down| match down {
            Down::Accepted { reference: to, position, .. } if to == reference => Some(Ok(position)),
            Down::Refused { reference: to, code } if to == reference => Some(Err(code)),
            _ => None,
        })
        .await
}

on_both! {
    async fn records_are_told_live_and_in_order(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let (mut watching, _) = Socket::hello(&server, &owner.cookie).await;
        watching.follow(practice.space(), 0, 0).await;
        let Down::Records { records, .. } = watching.hear().await else { panic!() };
        assert_eq!(records.len(), 1);
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (noor, _) = Person::join(&server, "noor", &link).await;
        let mut seen = Vec::new();
        while seen.len() < 2 {
            if let Down::Records { records, .. } = watching.hear().await {
                seen.extend(records.iter().map(|record| record.index));
                for record in &records {
                    practice.learn(record, &owner);
                }
            }
        }
        assert_eq!(seen, [1, 2]);
        assert!(practice.log.current_member(noor.account).is_some());
    }

    async fn a_record_that_breaks_a_rule_is_refused(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, practice) = Person::owner(&server).await;
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let by = Author { log: &practice.log, account: owner.account, identity: &owner.identity };
        let good = space::rotate(&by, &practice.epochs, &mut owner.rng).unwrap();
        let id = practice.space();
        for length in [0, 1, 40, good.record.len() - 1] {
            let cut = Append { record: good.record[..length].into(), ..good.clone() };
            assert_eq!(append(&mut socket, 1, id, cut).await, Err(Code::RecordInvalid), "{length}");
        }
        let wrapless = Append { wraps: None, ..good.clone() };
        assert_eq!(append(&mut socket, 2, id, wrapless).await, Err(Code::RecordInvalid));
        let nowhere = SpaceId::from_bytes([9; 32]);
        assert_eq!(append(&mut socket, 3, nowhere, good.clone()).await, Err(Code::NotFound));
        assert_eq!(append(&mut socket, 4, id, good.clone()).await, Ok(1));
        // Sent again it does not follow the newest any more.
        assert_eq!(append(&mut socket, 5, id, good).await, Err(Code::LogMoved));
    }

    async fn who_is_removed_hears_no_more(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (noor, known) = Person::join(&server, "noor", &link).await;
        let id = practice.space();
        let (mut noors, _) = Socket::hello(&server, &noor.cookie).await;
        noors.follow(id, 0, 0).await;
        let (mut owners, _) = Socket::hello(&server, &owner.cookie).await;
        owners.follow(id, practice.log.next_index(), 0).await;
        let joined = owners
            .until(|down| match down {
                Down::Records { records, .. } => records.into_iter().next(),
                _ => None,
            })
            .await;
        practice.learn(&joined, &owner);
        assert_eq!(practice.log.head(), known.log.head());
        let by = Author { log: &practice.log, account: owner.account, identity: &owner.identity };
        let removal = space::remove(&by, &practice.epochs, noor.account, 0, &mut owner.rng).unwrap();
        assert_eq!(append(&mut owners, 1, id, removal.clone()).await, Ok(3));
        practice.append(&removal, &owner);
        let sealed = owner.seal(&mut practice, "now we are alone");
        owners.send(2, id, &sealed).await;
        owners.until(|down| matches!(down, Down::Accepted { reference: 2, .. }).then_some(())).await;
        // She hears of her own removal at most; asking again gives nothing, her socket still answers.
        noors.follow(id, 0, 0).await;
        noors.say(&Up::Erase { reference: 9, space: id, position: 77 }).await;
        let heard_entries = noors
            .until(|down| match down {
                Down::Entries { entries, .. } if !entries.is_empty() => Some(true),
                Down::Refused { reference: 9, .. } => Some(false),
                _ => None,
            })
            .await;
        assert!(!heard_entries);
    }

    async fn a_newcomer_is_told_of_the_space(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let own = owner.create(&server, SpaceKind::Own, Role::Owner).await.unwrap();
        let head = socket.until(|down| if let Down::Entered(head) = down { Some(head) } else { None }).await;
        assert_eq!((head.space, head.kind), (own.space(), SpaceKind::Own));
    }
}
