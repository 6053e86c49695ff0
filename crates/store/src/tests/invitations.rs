use rapport_wire::invitation::InvitationState;
use rapport_wire::space::SpaceKind;
use rapport_wire::{InvitationId, Role, SpaceId, limits};

use super::practice::*;
use super::{Db, at, on_both};
use crate::{AcceptError, AcceptInvitation, AppendError, Entrance, InviteError, NewInvitation, SignUpError};

on_both!(
    an_invitation_goes_through_its_states,
    one_that_is_over_lets_nobody_in,
    an_account_enters_a_further_space,
    a_new_owner_link_ends_the_one_before,
    a_space_has_so_many_open_invitations,
);

const CARE: SpaceId = SpaceId::from_bytes([77; 32]);

fn into_care(number: u64, index: u64) -> NewInvitation {
    NewInvitation { space: CARE, ..invitation(number, index) }
}

fn accept(number: u64, who: u8, index: u64) -> AcceptInvitation {
    AcceptInvitation {
        token_hash: hash(number),
        account: person(who),
        space: CARE,
        record: record(index, vec![enters(who)]),
        now: at(20),
    }
}

async fn an_invitation_goes_through_its_states(db: Db) {
    with_people(&db.store, 1).await;
    db.store.create_invitation(invitation(70, 3)).await.unwrap();
    db.store.create_invitation(invitation(71, 4)).await.unwrap();
    assert!(db.store.revoke_invitation(PRACTICE, invitation(71, 4).id, at(5)).await.unwrap());
    // One that was used stays used.
    assert!(!db.store.revoke_invitation(PRACTICE, invitation(1, 1).id, at(5)).await.unwrap());
    assert!(!db.store.revoke_invitation(CARE, invitation(70, 3).id, at(5)).await.unwrap());

    let listed = db.store.invitations(PRACTICE).await.unwrap();
    let states: Vec<_> = listed.iter().map(|one| one.state(at(50))).collect();
    assert_eq!(states, [InvitationState::Revoked, InvitationState::Open, InvitationState::Used]);
    assert_eq!(listed[1].state(at(100_000)), InvitationState::Expired);
    assert_eq!((listed[2].used_by, listed[2].created_by), (Some(person(1)), Some(OWNER)));
    let found = db.store.invitation_by_token(&hash(70)).await.unwrap().unwrap();
    assert_eq!((found.id, found.space, found.role), (invitation(70, 3).id, Some(PRACTICE), Role::Client));
    assert!(db.store.invitation_by_token(&hash(72)).await.unwrap().is_none());
}

async fn one_that_is_over_lets_nobody_in(db: Db) {
    with_people(&db.store, 1).await;
    db.store.create_invitation(invitation(70, 3)).await.unwrap();
    db.store.create_invitation(invitation(71, 4)).await.unwrap();
    db.store.revoke_invitation(PRACTICE, invitation(71, 4).id, at(5)).await.unwrap();
    let join = || Entrance::Join { space: PRACTICE, record: record(5, vec![enters(2)]) };
    let with = |token| sign_up(2, token, join());
    assert!(matches!(db.store.sign_up(with(1)).await, Err(SignUpError::InvitationUsed)));
    assert!(matches!(db.store.sign_up(with(71)).await, Err(SignUpError::InvitationExpired)));
    assert!(matches!(db.store.sign_up(with(99)).await, Err(SignUpError::InvitationUnknown)));
    let mut late = with(70);
    late.now = at(100_000);
    assert!(matches!(db.store.sign_up(late).await, Err(SignUpError::InvitationExpired)));
    assert!(db.store.account(person(2)).await.unwrap().is_none());
}

async fn an_account_enters_a_further_space(db: Db) {
    with_people(&db.store, 2).await;
    db.store.create_space(new_space(CARE, SpaceKind::Care, 0)).await.unwrap();
    db.store.create_invitation(into_care(70, 1)).await.unwrap();
    let moved = db.store.accept_invitation(accept(70, 1, 1)).await.unwrap_err();
    assert!(matches!(moved, AcceptError::Append(AppendError::LogMoved)));
    let mut elsewhere = accept(70, 1, 3);
    elsewhere.space = PRACTICE;
    assert!(matches!(db.store.accept_invitation(elsewhere).await, Err(AcceptError::NotFound)));

    db.store.accept_invitation(accept(70, 1, 2)).await.unwrap();
    assert!(matches!(db.store.accept_invitation(accept(70, 2, 3)).await, Err(AcceptError::Used)));
    assert!(db.store.member(CARE, person(1)).await.unwrap().is_some());
    assert!(db.store.member(CARE, person(2)).await.unwrap().is_none());
    assert_eq!(db.store.spaces_of(person(1)).await.unwrap().len(), 2);
}

async fn a_new_owner_link_ends_the_one_before(db: Db) {
    for (number, token) in [(1, 501), (2, 502)] {
        let id = InvitationId::from_bytes([number; 16]);
        db.store.create_owner_invitation(id, &hash(token), at(1_000), at(0)).await.unwrap();
    }
    let begin = |token| {
        let genesis = new_space(PRACTICE, SpaceKind::Practice, 0);
        db.store.sign_up(sign_up(0, token, Entrance::Genesis(genesis)))
    };
    assert!(matches!(begin(501).await, Err(SignUpError::InvitationExpired)));
    assert_eq!(begin(502).await.unwrap(), Role::Owner);
    assert!(matches!(begin(502).await, Err(SignUpError::InvitationUsed)));
}

async fn a_space_has_so_many_open_invitations(db: Db) {
    begin(&db.store).await;
    let last = limits::SPACE_INVITATIONS_MAX as u64;
    for number in 1..=last {
        db.store.create_invitation(invitation(number, number)).await.unwrap();
    }
    let error = db.store.create_invitation(invitation(last + 1, last + 1)).await.unwrap_err();
    assert!(matches!(error, InviteError::TooMany));
    assert_eq!(db.store.space(PRACTICE).await.unwrap().unwrap().log_index, last);
    db.store.revoke_invitation(PRACTICE, invitation(1, 1).id, at(5)).await.unwrap();
    db.store.create_invitation(invitation(last + 1, last + 1)).await.unwrap();
}
