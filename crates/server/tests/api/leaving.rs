//! Leaving for good: who may, what is gone afterwards, what is not, and when that goes too.

use rapport_seal::opaque::{self, Passphrase};
use rapport_testkit::wait;
use rapport_wire::account::{EraseAccount, GetLeaving, GetMe, RecoverStart};
use rapport_wire::appointment::{Arrange, CancelAppointment};
use rapport_wire::blob::{OpenBlob, chunk_path};
use rapport_wire::device::ListDevices;
use rapport_wire::offer::Mode;
use rapport_wire::socket::{CLOSE_SIGNED_OUT, Down};
use rapport_wire::space::{EndRecord, KeepRecord, SpaceKind};
use rapport_wire::{BlobId, Code, Role, SpaceId, limits};

use crate::support::care::{Client, hour, id, practice};
use crate::support::{Kind, Person, Server, Socket};

const DAY: i64 = 24 * 3_600;

/// A file of one chunk, whole.
async fn upload(server: &Server, who: &Person, space: SpaceId) {
    let open = OpenBlob { space, blob: BlobId::from_bytes([1; 16]), chunks: 1 };
    server.ask(Some(&who.cookie), &open).await.unwrap();
    let path = chunk_path(space, open.blob, 0);
    let put = server.request(reqwest::Method::PUT, &path, Some(&who.cookie)).body("sealed bytes");
    assert_eq!(put.send().await.unwrap().status(), 204);
}

/// How many files lie below the data folder's part for this space.
fn files_of(server: &Server, space: SpaceId) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        entries.map(|it| it.unwrap().path()).map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    let blobs = server.config.data_dir.join("blobs");
    assert!(blobs.is_dir(), "files lie elsewhere by now");
    count(&blobs.join(space.to_string()))
}

/// The spaces somebody is told of when they come.
async fn spaces(server: &Server, who: &Person) -> Vec<SpaceId> {
    match Socket::hello(server, &who.cookie).await.1 {
        Down::Welcome { spaces, .. } => spaces.iter().map(|head| head.space).collect(),
        other => panic!("{other:?}"),
    }
}

/// A second device, words and a file in the care space, and a space of one's own with a file.
async fn settled(server: &Server, mara: &mut Client) -> (String, SpaceId) {
    let passphrase = mara.person.passphrase.clone();
    let (_, second) = mara.person.sign_in(server, &passphrase, false).await.unwrap();
    let own = mara.person.create(server, SpaceKind::Own, Role::Client).await.unwrap().space();
    upload(server, &mara.person, mara.space).await;
    upload(server, &mara.person, own).await;
    (second.unwrap(), own)
}

on_both! {
    async fn an_erased_account_lets_nobody_in_and_others_keep_what_is_theirs(kind: Kind) {
        let mut server = Server::start(kind).await;
        let (therapist, mut clients) = practice(&server, &["mara", "omar"]).await;
        let mut mara = clients.remove(0);
        let (second, own) = settled(&server, &mut mara).await;
        let (mut socket, _) = Socket::hello(&server, &mara.person.cookie).await;
        let told = server.ask(mara.cookie(), &GetLeaving {}).await.unwrap();
        assert_eq!((told.spaces_destroyed, told.spaces_kept, told.awaited), (1, 1, false));
        let erased = server.ask(mara.cookie(), &EraseAccount {}).await.unwrap();
        assert_eq!((erased.spaces_destroyed, erased.spaces_left), (1, 0));
        assert_eq!((erased.devices, erased.spaces_kept, erased.spaces_shared), (2, 1, 0));
        assert!(erased.kept_until >= told.kept_until, "earlier than was said");
        let days = erased.kept_until.seconds_since(server.clock.now()) / DAY;
        assert!((3_650..=3_653).contains(&days), "ten years are the practice's own figure, not {days} days");

        assert_eq!(socket.closed().await, CLOSE_SIGNED_OUT);
        for cookie in [mara.cookie(), Some(second.as_str())] {
            assert_eq!(server.ask(cookie, &GetMe {}).await.unwrap_err().code, Code::SignedOut);
        }
        // The passphrase opens nothing any more, and the words find nothing: as if the name had never been.
        let passphrase = mara.person.passphrase.clone();
        let refused = mara.person.sign_in(&server, &passphrase, false).await.unwrap_err();
        assert_eq!(refused.code, Code::SignInRefused);
        let begun = opaque::registration_start(&Passphrase::new("another one"), &mut mara.person.rng).unwrap();
        let ask = |handle: &str| RecoverStart { handle: handle.into(), opaque_request: begun.request.clone().into() };
        for handle in [mara.person.handle.as_str(), "nobody at all"] {
            assert!(server.ask(None, &ask(handle)).await.is_ok(), "{handle} is told apart");
        }

        // Their own space is gone with its files; nobody else has lost anything.
        assert_eq!((files_of(&server, own), files_of(&server, mara.space)), (0, 1));
        assert_eq!(server.ask(Some(&therapist.cookie), &ListDevices {}).await.unwrap().devices.len(), 1);
        let path = chunk_path(mara.space, BlobId::from_bytes([1; 16]), 0);
        server.stop().await;
        server.start_again().await;
        assert!(spaces(&server, &therapist).await.contains(&mara.space), "the therapist lost the space");
        let got = server.request(reqwest::Method::GET, &path, Some(&therapist.cookie)).send().await.unwrap();
        assert_eq!(got.text().await.unwrap(), "sealed bytes");
        assert!(server.ask(clients[0].cookie(), &GetMe {}).await.is_ok());
    }

    async fn only_a_client_who_has_just_proven_it_and_has_no_plans(kind: Kind) {
        let server = Server::start(kind).await;
        let (therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        let refused = async |cookie: Option<&str>| server.ask(cookie, &EraseAccount {}).await.err().map(|it| it.code);
        assert_eq!(refused(None).await, Some(Code::SignedOut));
        assert_eq!(refused(Some(&therapist.cookie)).await, Some(Code::StaffStays));
        let looked = async |cookie: Option<&str>| server.ask(cookie, &GetLeaving {}).await.err().map(|it| it.code);
        assert_eq!(looked(None).await, Some(Code::SignedOut));
        assert_eq!(looked(Some(&therapist.cookie)).await, Some(Code::StaffStays));
        let booked = mara.books(&server, 1, &therapist, hour(&server, 0)).await.unwrap();
        assert!(server.ask(mara.cookie(), &GetLeaving {}).await.unwrap().awaited);
        assert_eq!(refused(mara.cookie()).await, Some(Code::SessionsAhead));
        let cancel = CancelAppointment { appointment: booked.id, sequence: booked.sequence, and_following: false };
        server.ask(mara.cookie(), &cancel).await.unwrap();
        assert!(!server.ask(mara.cookie(), &GetLeaving {}).await.unwrap().awaited);
        server.clock.advance_seconds(limits::REAUTH_SECONDS_MAX + 1);
        assert_eq!(refused(mara.cookie()).await, Some(Code::ReauthNeeded));
        assert!(server.ask(mara.cookie(), &GetMe {}).await.is_ok(), "nothing was erased");
    }

    async fn nobody_meets_who_has_left(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        server.ask(mara.cookie(), &EraseAccount {}).await.unwrap();
        let given = Arrange {
            id: id(1),
            space: mara.space,
            with: Vec::new(),
            mode: Mode::Video,
            minutes: 30,
            starts_at: hour(&server, 0),
            repeat: None,
            only_look: false,
            skip_taken: false,
        };
        let refused = server.ask(Some(&therapist.cookie), &given).await.unwrap_err();
        assert_eq!(refused.code, Code::HasLeft);
        // Somebody else who comes into the same space is met, and they alone.
        let link = therapist.invite_again(&server, mara.space, Role::Client).await;
        let (omar, _) = Person::join(&server, "omar", &link).await;
        let given = server.ask(Some(&therapist.cookie), &given).await.unwrap();
        let mut met: Vec<_> = given.appointments[0].attendees.iter().map(|it| it.account).collect();
        met.sort();
        let mut both = vec![therapist.account, omar.account];
        both.sort();
        assert_eq!(met, both);
    }

    async fn what_is_kept_goes_at_its_date_also_after_a_crash_in_between(kind: Kind) {
        let mut server = Server::start_with(kind, |config| config.records_years = 2).await;
        let (therapist, mut clients) = practice(&server, &["mara", "omar"]).await;
        let mut mara = clients.remove(0);
        settled(&server, &mut mara).await;
        let erased = server.ask(mara.cookie(), &EraseAccount {}).await.unwrap();
        // A sweep runs whenever a server starts. On the last day everything is there.
        let last_day = erased.kept_until.seconds_since(server.clock.now()) - DAY;
        server.clock.advance_seconds(last_day);
        server.stop().await;
        server.start_again().await;
        let mut therapist = therapist;
        let passphrase = therapist.passphrase.clone();
        let (_, cookie) = therapist.sign_in(&server, &passphrase, false).await.unwrap();
        therapist.cookie = cookie.unwrap();
        assert!(spaces(&server, &therapist).await.contains(&mara.space));
        assert_eq!(files_of(&server, mara.space), 1);
        server.stop().await;
        // Killed after the files, before the rows: the next sweep finds the space again.
        std::fs::remove_dir_all(server.config.data_dir.join("blobs").join(mara.space.to_string())).unwrap();
        server.clock.advance_seconds(2 * DAY);
        server.start_again().await;
        wait::until("the space to go", async || {
            Ok((!spaces(&server, &therapist).await.contains(&mara.space)).then_some(()))
        })
        .await
        .unwrap();
        assert_eq!(files_of(&server, mara.space), 0);
        assert!(spaces(&server, &therapist).await.contains(&clients[0].space), "somebody else's went too");
    }

    async fn a_record_goes_at_its_date_when_its_reader_says_that_it_ended(kind: Kind) {
        let mut server = Server::start_with(kind, |config| config.records_years = 2).await;
        let (mut therapist, clients) = practice(&server, &["mara"]).await;
        let mara = &clients[0];
        let record = therapist.create(&server, SpaceKind::Record, Role::Owner).await.unwrap().space();
        let code = |refused: Option<crate::support::server::Refused>| refused.map(|refused| refused.code);
        let end = async |cookie: Option<&str>, space| server.ask(cookie, &EndRecord { space }).await;
        let keep = async |cookie: Option<&str>, space| server.ask(cookie, &KeepRecord { space }).await;
        for (cookie, space, refused) in [
            (None, record, Code::SignedOut),
            (mara.cookie(), record, Code::NotFound),
            (mara.cookie(), mara.space, Code::NotFound),
            (Some(therapist.cookie.as_str()), mara.space, Code::NotFound),
        ] {
            assert_eq!(code(end(cookie, space).await.err()), Some(refused), "a space that is not theirs to end");
            assert_eq!(code(keep(cookie, space).await.err()), Some(refused));
        }
        let me = Some(therapist.cookie.as_str());
        let first = end(me, record).await.unwrap().kept_until;
        let days = first.seconds_since(server.clock.now()) / DAY;
        assert!((730..=762).contains(&days), "two years and the rest of a month, not {days} days");
        assert_eq!(first.as_micros() % (DAY * 1_000_000), 0, "its hour would say with whom it ended");
        assert_eq!(end(me, record).await.unwrap().kept_until, first, "asked again, it is the same");
        server.clock.advance_seconds(40 * DAY);
        let later = end(me, record).await.unwrap().kept_until;
        assert!((28..=62).contains(&(later.seconds_since(first) / DAY)), "the later date stands");
        keep(me, record).await.unwrap();
        assert_eq!(end(me, record).await.unwrap().kept_until, later, "taken away, and counted anew");
        assert!(spaces(&server, &therapist).await.contains(&record));
        // What it means: at that date it goes, and nothing else does.
        server.stop().await;
        server.clock.advance_seconds(764 * DAY);
        server.start_again().await;
        let passphrase = therapist.passphrase.clone();
        let (_, cookie) = therapist.sign_in(&server, &passphrase, false).await.unwrap();
        therapist.cookie = cookie.unwrap();
        wait::until("the record to go", async || {
            Ok((!spaces(&server, &therapist).await.contains(&record)).then_some(()))
        })
        .await
        .unwrap();
        assert!(spaces(&server, &therapist).await.contains(&mara.space));
    }
}
