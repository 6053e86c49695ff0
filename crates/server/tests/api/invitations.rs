//! Invitations: used once, in time, until taken back.

use rapport_seal::invitation::InvitationSecret;
use rapport_wire::account::{Entrance, GetMe};
use rapport_wire::endpoint::Done;
use rapport_wire::invitation::{
    AcceptInvitation, InvitationState, ListInvitations, LookAtInvitation, RevokeInvitation,
};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, Role, limits};

use crate::support::person::{enter, wire};
use crate::support::{Kind, Person, Server};

on_both! {
    async fn a_link_lets_one_person_in(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let look = LookAtInvitation { token: wire(&link.token()) };
        let view = server.ask(None, &look).await.unwrap();
        assert_eq!(view.role, Role::Therapist);
        // Two people have the link; both get as far as the last step, and one gets through.
        let first = Person::begin(&server, "noor", &link.token(), Some(&link)).await.unwrap();
        let second = Person::begin(&server, "eve", &link.token(), Some(&link)).await.unwrap();
        let (noor, _) = first.finish(&server).await.unwrap();
        assert_eq!(server.ask(Some(&noor.cookie), &GetMe {}).await.unwrap().role, Role::Therapist);
        assert_eq!(second.finish(&server).await.err().unwrap().code, Code::InvitationUsed);
        assert_eq!(server.ask(None, &look).await.unwrap_err().code, Code::InvitationUsed);
        let listed = server.ask(Some(&owner.cookie), &ListInvitations { space: practice.space() }).await;
        assert_eq!(listed.unwrap().invitations[0].state, InvitationState::Used);
    }

    async fn a_link_expires_and_is_taken_back(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let kept = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let taken = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let revoke = RevokeInvitation { space: practice.space(), invitation: taken.id() };
        assert_eq!(server.ask(Some(&owner.cookie), &revoke).await.unwrap(), Done {});
        let look = |link: &InvitationSecret| LookAtInvitation { token: wire(&link.token()) };
        assert_eq!(server.ask(None, &look(&taken)).await.unwrap_err().code, Code::InvitationExpired);
        assert!(server.ask(None, &look(&kept)).await.is_ok());
        let begun = Person::begin(&server, "noor", &kept.token(), Some(&kept)).await.unwrap();
        server.clock.advance_seconds(3601);
        assert_eq!(begun.finish(&server).await.err().unwrap().code, Code::InvitationExpired);
        let unknown = LookAtInvitation { token: wire(&[9; 32]) };
        assert_eq!(server.ask(None, &unknown).await.unwrap_err().code, Code::NotFound);
    }

    async fn nobody_makes_an_invitation_that_is_not_theirs_to_make(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (mut noor, known) = Person::join(&server, "noor", &link).await;
        // A therapist invites no therapists.
        let secret = InvitationSecret::generate(&mut noor.rng);
        let ask = noor.invitation(&server, &known, Role::Therapist, &secret, 3600);
        assert_eq!(server.ask(Some(&noor.cookie), &ask).await.unwrap_err().code, Code::Forbidden);
        // Nobody sends another's record, or for longer than a month.
        let mut care = noor.create(&server, SpaceKind::Care, Role::Therapist).await.unwrap();
        let ask = noor.invitation(&server, &care, Role::Client, &secret, 3600);
        assert_eq!(server.ask(Some(&owner.cookie), &ask).await.unwrap_err().code, Code::RecordInvalid);
        let long = limits::INVITATION_SECONDS_MAX + 3600;
        let ask = noor.invitation(&server, &care, Role::Client, &secret, long);
        assert_eq!(server.ask(Some(&noor.cookie), &ask).await.unwrap_err().code, Code::Malformed);
        let ask = noor.invitation(&server, &care, Role::Client, &secret, -5);
        assert_eq!(server.ask(Some(&noor.cookie), &ask).await.unwrap_err().code, Code::Malformed);
        // The path and the body name one space.
        let ask = noor.invitation(&server, &care, Role::Client, &secret, 3600);
        let path = format!("/api/spaces/{}/invitations", known.space());
        let post = server.request(reqwest::Method::POST, &path, Some(&noor.cookie)).json(&ask);
        let refused = crate::support::server::refused(post.send().await.unwrap()).await;
        assert_eq!(refused.code, Code::Malformed);
        noor.invite(&server, &mut care, Role::Client).await.unwrap();
    }

    async fn a_join_fits_its_link_and_its_keys(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        // Other keys in the account than in the record.
        let mut begun = Person::begin(&server, "noor", &link.token(), Some(&link)).await.unwrap();
        begun.finish.identity = wire(&owner.identity.public().to_bytes());
        assert_eq!(begun.finish(&server).await.err().unwrap().code, Code::RecordInvalid);
        // Another account than the one reserved.
        let mut begun = Person::begin(&server, "noor", &link.token(), Some(&link)).await.unwrap();
        begun.finish.account = owner.account;
        assert_eq!(begun.finish(&server).await.err().unwrap().code, Code::Malformed);
        // A flipped bit in the record.
        let mut begun = Person::begin(&server, "noor", &link.token(), Some(&link)).await.unwrap();
        let Entrance::Join { append, .. } = &mut begun.finish.entrance else { panic!() };
        let mut bytes = append.record.to_vec();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        append.record = bytes.into();
        assert_eq!(begun.finish(&server).await.err().unwrap().code, Code::RecordInvalid);
        // The same name as somebody else's.
        let taken = Person::begin(&server, "Thea", &link.token(), Some(&link)).await.err().unwrap();
        assert_eq!(taken.code, Code::HandleTaken);
        // After all that, the link still works.
        Person::join(&server, "noor", &link).await;
    }

    async fn an_account_enters_a_further_space(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, mut practice) = Person::owner(&server).await;
        let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
        let (mut noor, _) = Person::join(&server, "noor", &link).await;
        let mut care = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
        let link = owner.invite(&server, &mut care, Role::Therapist).await.unwrap();
        let (entrance, _) =
            enter(&server, noor.account, &noor.identity, &link, &mut noor.rng).await.unwrap();
        let Entrance::Join { space, append } = entrance else { panic!() };
        let accept = AcceptInvitation { token: wire(&link.token()), space, append };
        server.ask(Some(&noor.cookie), &accept).await.unwrap();
        assert_eq!(
            server.ask(Some(&noor.cookie), &accept).await.unwrap_err().code,
            Code::LogMoved,
            "the log has the record already"
        );
        // A client takes no therapist's place.
        let link = owner.invite_again(&server, space, Role::Client).await;
        let (mut mara, _) = Person::join(&server, "mara", &link).await;
        let mut other = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
        let link = owner.invite(&server, &mut other, Role::Therapist).await.unwrap();
        let (entrance, _) =
            enter(&server, mara.account, &mara.identity, &link, &mut mara.rng).await.unwrap();
        let Entrance::Join { space, append } = entrance else { panic!() };
        let accept = AcceptInvitation { token: wire(&link.token()), space, append };
        assert_eq!(server.ask(Some(&mara.cookie), &accept).await.unwrap_err().code, Code::Forbidden);
    }
}
