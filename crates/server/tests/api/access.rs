//! For every route: who may call it, and that others cannot.

use rapport_wire::Code;
use rapport_wire::account::{GetKeyring, GetMe, PassphraseStart, PutKeyring, PutRecovery, Recovery, SignOut};
use rapport_wire::blob::OpenBlob;
use rapport_wire::device::{ListDevices, RevokeDevice};
use rapport_wire::endpoint::{Endpoint, HEADER};
use rapport_wire::invitation::{ListInvitations, RevokeInvitation};
use rapport_wire::practice::GetPractice;
use rapport_wire::space::SpaceKind;
use rapport_wire::{BlobId, DeviceId, InvitationId, Role};

use crate::support::server::refused;
use crate::support::{Kind, Person, Server, Socket};

/// Refused alike without a cookie, with nonsense, and with a cookie nobody was given.
async fn needs_sign_in<E: Endpoint>(server: &Server, ask: E) {
    let nobody = format!("rapport={}", "A".repeat(43));
    for cookie in [None, Some("rapport=nonsense"), Some(nobody.as_str()), Some("other=1")] {
        let refused = server.ask(cookie, &ask).await.err().map(|refused| refused.code);
        assert_eq!(refused, Some(Code::SignedOut), "{} with {cookie:?}", E::PATH);
    }
}

on_both! {
    async fn nobody_signed_in_gets_in(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, practice) = Person::owner(&server).await;
        let space = practice.space();
        needs_sign_in(&server, GetMe {}).await;
        needs_sign_in(&server, SignOut {}).await;
        needs_sign_in(&server, GetKeyring {}).await;
        needs_sign_in(&server, ListDevices {}).await;
        needs_sign_in(&server, RevokeDevice { device: owner.device }).await;
        needs_sign_in(&server, ListInvitations { space }).await;
        let invitation = InvitationId::from_bytes([1; 16]);
        needs_sign_in(&server, RevokeInvitation { space, invitation }).await;
        needs_sign_in(&server, OpenBlob { space, blob: BlobId::from_bytes([1; 16]), chunks: 1 }).await;
        needs_sign_in(&server, PassphraseStart { opaque_request: vec![1].into() }).await;
        let empty = rapport_wire::Bytes::default;
        let put = PutKeyring { replaces: empty(), keyring: empty(), recovery_keyring: empty() };
        needs_sign_in(&server, put).await;
        let recovery = Recovery { verify_key: empty(), keyring: empty() };
        needs_sign_in(&server, PutRecovery { replaces: empty(), keyring: empty(), recovery }).await;
        assert_eq!(Socket::open(&server, "rapport=nonsense", None).await.err(), Some(401));
        // The owner is still in.
        assert_eq!(server.ask(Some(&owner.cookie), &GetMe {}).await.unwrap().account, owner.account);
        owner.create(&server, SpaceKind::Own, Role::Owner).await.unwrap();
    }

    async fn a_stranger_to_a_space_finds_nothing_there(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (mut therapist, _) = Person::join(&server, "noor", &link).await;
        let mut care = therapist.create(&server, SpaceKind::Care, Role::Therapist).await.unwrap();
        let (space, cookie) = (care.space(), Some(owner.cookie.as_str()));
        let code = |refused: Option<crate::support::server::Refused>| refused.map(|refused| refused.code);
        let listed = server.ask(cookie, &ListInvitations { space }).await.err();
        assert_eq!(code(listed), Some(Code::NotFound));
        let blob = OpenBlob { space, blob: BlobId::from_bytes([1; 16]), chunks: 1 };
        assert_eq!(code(server.ask(cookie, &blob).await.err()), Some(Code::NotFound));
        let revoked = RevokeInvitation { space, invitation: InvitationId::from_bytes([1; 16]) };
        assert_eq!(code(server.ask(cookie, &revoked).await.err()), Some(Code::NotFound));
        // A client of the space sees its words and not its invitations.
        let link = therapist.invite(&server, &mut care, Role::Client).await.unwrap();
        let (mut client, _) = Person::join(&server, "mara", &link).await;
        let listed = server.ask(Some(&client.cookie), &ListInvitations { space }).await.err();
        assert_eq!(code(listed), Some(Code::Forbidden));
        // And begins no care.
        let begun = client.create(&server, SpaceKind::Care, Role::Client).await.err();
        assert_eq!(code(begun), Some(Code::Forbidden));
        let second = owner.create(&server, SpaceKind::Practice, Role::Owner).await.err();
        assert_eq!(code(second), Some(Code::Forbidden));
    }

    async fn somebody_elses_device_is_not_found(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (therapist, _) = Person::join(&server, "noor", &link).await;
        for device in [therapist.device, DeviceId::from_bytes([9; 16])] {
            let refused = server.ask(Some(&owner.cookie), &RevokeDevice { device }).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        assert!(server.ask(Some(&therapist.cookie), &GetMe {}).await.is_ok());
    }
}

#[tokio::test]
async fn another_site_gets_nowhere() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    // A form of another site sends the cookie perhaps, and never the header.
    let plain = reqwest::Client::new().post(format!("{}/api/sign-out", server.origin));
    let response = plain.header("cookie", &owner.cookie).body("{}").send().await.unwrap();
    assert_eq!(refused(response).await.code, Code::CrossSite);
    // And what sends the header says where it comes from.
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let post = server.request(reqwest::Method::POST, "/api/sign-out", Some(&owner.cookie));
        let response = post.header(name, value).body("{}").send().await.unwrap();
        assert_eq!(refused(response).await.code, Code::CrossSite, "{name}");
    }
    assert_eq!(Socket::open(&server, &owner.cookie, Some("https://evil.example")).await.err(), Some(403));
    assert!(Socket::open(&server, &owner.cookie, Some(&server.origin)).await.is_ok());
    assert!(server.ask(Some(&owner.cookie), &GetMe {}).await.is_ok());
    assert_eq!(HEADER, ("x-rapport", "1"));
}

#[tokio::test]
async fn anybody_may_know_the_practices_face() {
    let server = Server::start(Kind::Sqlite).await;
    assert_eq!(server.ask(None, &GetPractice {}).await.unwrap().space, None);
    let (_, practice) = Person::owner(&server).await;
    let face = server.ask(None, &GetPractice {}).await.unwrap();
    assert_eq!(face.space, Some(practice.space()));
    assert_eq!(face.name, "Our practice");
}
