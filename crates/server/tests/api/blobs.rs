//! Attachments: chunk by chunk, resumed, refused.

use rapport_wire::blob::{BlobState, OpenBlob, chunk_path};
use rapport_wire::limits::{ACCOUNT_BLOBS_OPEN_MAX, BLOB_CHUNKS_MAX, CHUNK_SEALED_BYTES_MAX};
use rapport_wire::space::SpaceKind;
use rapport_wire::{BlobId, Code, Role, SpaceId};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::server::{Refused, refused};
use crate::support::{Kind, Person, Server};

const BLOB: BlobId = BlobId::from_bytes([7; 16]);

async fn put(
    server: &Server,
    cookie: &str,
    space: SpaceId,
    chunk: u32,
    bytes: Vec<u8>,
) -> Result<(), Refused> {
    let path = chunk_path(space, BLOB, chunk);
    let response =
        server.request(reqwest::Method::PUT, &path, Some(cookie)).body(bytes).send().await.unwrap();
    if response.status() == 204 { Ok(()) } else { Err(refused(response).await) }
}

async fn get(server: &Server, cookie: &str, space: SpaceId, chunk: u32) -> Result<Vec<u8>, Refused> {
    let path = chunk_path(space, BLOB, chunk);
    let response = server.request(reqwest::Method::GET, &path, Some(cookie)).send().await.unwrap();
    if response.status() == 200 {
        Ok(response.bytes().await.unwrap().to_vec())
    } else {
        Err(refused(response).await)
    }
}

on_both! {
    async fn a_file_goes_up_in_chunks_and_comes_down(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let (space, cookie) = (practice.space(), owner.cookie.clone());
        let open = OpenBlob { space, blob: BLOB, chunks: 3 };
        let state = server.ask(Some(&cookie), &open).await.unwrap();
        assert_eq!(state, BlobState { chunks: 3, missing: vec![0, 1, 2] });
        let whole = vec![5; CHUNK_SEALED_BYTES_MAX];
        put(&server, &cookie, space, 1, whole.clone()).await.unwrap();
        // The same again is fine, other bytes are not, and asking tells what is missing.
        put(&server, &cookie, space, 1, whole.clone()).await.unwrap();
        assert_eq!(put(&server, &cookie, space, 1, vec![6]).await.unwrap_err().code, Code::BlobInvalid);
        assert_eq!(server.ask(Some(&cookie), &open).await.unwrap().missing, [0, 2]);
        assert_eq!(get(&server, &cookie, space, 1).await.unwrap(), whole);
        assert_eq!(get(&server, &cookie, space, 0).await.unwrap_err().code, Code::NotFound);
        // Announced otherwise, or numbered beyond its end.
        let other = OpenBlob { chunks: 4, ..open };
        assert_eq!(server.ask(Some(&cookie), &other).await.unwrap_err().code, Code::BlobInvalid);
        assert_eq!(put(&server, &cookie, space, 3, vec![1]).await.unwrap_err().code, Code::BlobInvalid);
        assert_eq!(put(&server, &cookie, space, 0, vec![]).await.unwrap_err().code, Code::BlobInvalid);
        // Members read it and do not write it; others find nothing.
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (mut noor, _) = Person::join(&server, "noor", &link).await;
        assert_eq!(get(&server, &noor.cookie, space, 1).await.unwrap(), whole);
        assert_eq!(put(&server, &noor.cookie, space, 0, vec![1]).await.unwrap_err().code, Code::Forbidden);
        let own = noor.create(&server, SpaceKind::Own, Role::Therapist).await.unwrap();
        assert_eq!(get(&server, &cookie, own.space(), 0).await.unwrap_err().code, Code::NotFound);
        assert_eq!(put(&server, &cookie, own.space(), 0, vec![1]).await.unwrap_err().code, Code::NotFound);
    }

    async fn there_is_an_end_to_what_is_begun(kind: Kind) {
        let server = Server::start(kind).await;
        let (owner, practice) = Person::owner(&server).await;
        let open = |n: u8, chunks| OpenBlob { space: practice.space(), blob: BlobId::from_bytes([n; 16]), chunks };
        let code = |outcome: Result<_, Refused>| outcome.map(|_: BlobState| ()).unwrap_err().code;
        assert_eq!(code(server.ask(Some(&owner.cookie), &open(0, 0)).await), Code::BlobInvalid);
        let many = open(0, BLOB_CHUNKS_MAX + 1);
        assert_eq!(code(server.ask(Some(&owner.cookie), &many).await), Code::BlobInvalid);
        for n in 0..ACCOUNT_BLOBS_OPEN_MAX as u8 {
            server.ask(Some(&owner.cookie), &open(n, 1)).await.unwrap();
        }
        assert_eq!(code(server.ask(Some(&owner.cookie), &open(200, 1)).await), Code::TooMany);
    }
}

#[tokio::test]
async fn ten_gigabytes_are_refused_at_the_first_byte_too_many() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, practice) = Person::owner(&server).await;
    let space = practice.space();
    server.ask(Some(&owner.cookie), &OpenBlob { space, blob: BLOB, chunks: 1 }).await.unwrap();
    for length in ["content-length: 10737418240", "transfer-encoding: chunked"] {
        let address = server.origin.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "PUT {} HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\nx-rapport: 1\r\n{length}\r\n\r\n",
            chunk_path(space, BLOB, 0),
            owner.cookie
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // Sends on and on; the answer comes long before the end.
        let part = [b"10000\r\n".as_slice(), &vec![7; 0x10000], b"\r\n"].concat();
        let (mut reading, mut writing) = stream.split();
        let mut answer = vec![0; 64];
        let mut sent = 0;
        tokio::select! {
            read = reading.read(&mut answer) => assert!(read.unwrap() > 0),
            () = async {
                while writing.write_all(&part).await.is_ok() && sent < 64 {
                    sent += 1;
                    tokio::task::yield_now().await;
                }
                std::future::pending::<()>().await;
            } => {}
        }
        assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    }
}
