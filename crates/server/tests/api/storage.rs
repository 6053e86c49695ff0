//! A full disk, a damaged database, a backup of a running server.

use rapport_server::{Clock, Config, backup, start};
use rapport_wire::BlobId;
use rapport_wire::Code;
use rapport_wire::account::GetMe;
use rapport_wire::blob::OpenBlob;
use rapport_wire::socket::Down;

use crate::support::{Kind, Person, Server, Socket};

on_both! {
    async fn a_full_disk_refuses_words_and_keeps_what_there_is(kind: Kind) {
        let mut server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let space = practice.space();
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let first = owner.seal(&mut practice, "while there is room");
        socket.send(1, space, &first).await;
        socket.until(|down| matches!(down, Down::Accepted { .. }).then_some(())).await;
        server.stop().await;
        server.config.disk.free_bytes_min = u64::MAX;
        server.start_again().await;
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let second = owner.seal(&mut practice, "and when there is none");
        socket.send(2, space, &second).await;
        let code = socket.until(|down| if let Down::Refused { code, .. } = down { Some(code) } else { None });
        assert_eq!(code.await, Code::DiskFull);
        let open = OpenBlob { space, blob: BlobId::from_bytes([1; 16]), chunks: 1 };
        assert_eq!(server.ask(Some(&owner.cookie), &open).await.unwrap_err().status, 507);
        socket.follow(space, 9, 0).await;
        let entries = socket.until(|down| if let Down::Entries { entries, .. } = down { Some(entries) } else { None });
        assert_eq!(entries.await.len(), 1);
        let ready = server.request(reqwest::Method::GET, "/readyz", None).send().await.unwrap();
        assert_eq!(ready.status(), 503);
    }

    async fn a_backup_of_a_running_server_is_a_whole_server(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let space = practice.space();
        let open = OpenBlob { space, blob: BlobId::from_bytes([1; 16]), chunks: 1 };
        server.ask(Some(&owner.cookie), &open).await.unwrap();
        let path = rapport_wire::blob::chunk_path(space, open.blob, 0);
        let put = server.request(reqwest::Method::PUT, &path, Some(&owner.cookie)).body("sealed bytes");
        assert_eq!(put.send().await.unwrap().status(), 204);
        let (mut socket, _) = Socket::hello(&server, &owner.cookie).await;
        let sealed = owner.seal(&mut practice, "to be kept");
        socket.send(1, space, &sealed).await;
        socket.until(|down| matches!(down, Down::Accepted { .. }).then_some(())).await;

        let file = server.data.path().join("backup.tar");
        let made = backup::create(&server.config, &file, server.clock.now()).await.unwrap();
        assert_eq!(made.chunks, 1);
        // Into the other kind's default: a fresh SQLite folder.
        let there = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: there.path().join("data"),
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        assert_eq!(backup::restore(&config, &file, server.clock.now()).await.unwrap(), made);
        let running = start(config, Clock::default()).await.unwrap();
        assert_eq!(running.owner_link(), None);
        let mut restored = server.view();
        restored.origin = running.url();
        assert_eq!(restored.ask(Some(&owner.cookie), &GetMe {}).await.unwrap().account, owner.account);
        let got = restored.request(reqwest::Method::GET, &path, Some(&owner.cookie)).send().await.unwrap();
        assert_eq!(got.text().await.unwrap(), "sealed bytes");
        let (mut socket, _) = Socket::hello(&restored, &owner.cookie).await;
        socket.follow(space, 0, 0).await;
        let entries = socket.until(|down| match down {
            Down::Entries { entries, .. } if !entries.is_empty() => Some(entries),
            _ => None,
        });
        assert_eq!(entries.await[0].head.to_vec(), sealed.head);
        running.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_damaged_page_is_named_and_nothing_is_served_from_it() {
    let mut server = Server::start(Kind::Sqlite).await;
    Person::owner(&server).await;
    server.stop().await;
    let file = server.config.data_dir.join("rapport.db");
    let mut bytes = std::fs::read(&file).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page[..64].fill(0xff);
    }
    std::fs::write(&file, bytes).unwrap();
    let refused = start(server.config.clone(), Clock::default()).await.err().unwrap();
    assert!(format!("{refused:#}").contains("rapport restore"), "{refused:#}");
}

#[tokio::test]
async fn a_clock_an_hour_wrong_is_told_and_harms_nobody() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    for shift in [3600, -7200] {
        server.clock.advance_seconds(shift);
        let me = server.ask(Some(&owner.cookie), &GetMe {}).await.unwrap();
        let wrong = me.now.seconds_since(Clock::default().now()).abs();
        assert!((3590..3610).contains(&wrong), "the device can tell by {wrong} seconds");
        let (_, welcome) = Socket::hello(&server, &owner.cookie).await;
        assert!(matches!(welcome, Down::Welcome { spaces, .. } if spaces.len() == 1));
    }
}
