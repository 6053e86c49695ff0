use super::*;
use crate::epoch::EpochError;
use crate::fixture::{Person, World};
use rapport_envelope::LogError;

#[test]
fn both_know_every_epoch_they_may() {
    let world = World::new();
    assert_eq!(world.thea.epochs.known().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(world.mara.epochs.known().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_new_device_learns_all_from_the_log_alone() {
    let world = World::new();
    let mut epochs = Epochs::default();
    for append in &world.appends {
        let learnt = epochs.learn(
            &world.log,
            append.wraps.as_deref().unwrap(),
            world.mara.account,
            &world.mara.identity,
        );
        assert!(matches!(learnt, Ok(()) | Err(EpochError::NotForMe | EpochError::UnknownEpoch)));
    }
    // Epoch 1 came through the history chain: no wrap of it is hers.
    assert_eq!(epochs.known().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_removed_do_not_open_what_follows() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let gone = remove(&world.by_thea(), &world.thea.epochs, world.mara.account, 0, &mut rng).unwrap();
    world.append(&gone);
    assert_eq!(world.log.epoch(), 3);
    assert!(world.thea.epochs.get(3).is_some());
    assert!(world.mara.epochs.get(3).is_none());
    let wraps = gone.wraps.as_deref().unwrap();
    let learnt = world.mara.epochs.learn(&world.log, wraps, world.mara.account, &world.mara.identity);
    assert_eq!(learnt, Err(EpochError::NotForMe));
}

#[test]
fn the_added_read_history_only_when_told_so() {
    for history in [true, false] {
        let mut world = World::new();
        let mut rng = world.rng.clone();
        let mut newcomer = Person::new(3, &mut rng);
        let who = (newcomer.account, Role::Client, newcomer.identity.public());
        let added = add(&world.by_thea(), &world.thea.epochs, who, history, &mut rng).unwrap();
        world.append(&added);
        // A later epoch's chain does not lead past the break either.
        let rotated = rotate(&world.by_mara(), &world.mara.epochs, &mut rng).unwrap();
        world.append(&rotated);
        for append in [&added, &rotated] {
            let wraps = append.wraps.as_deref().unwrap();
            newcomer.epochs.learn(&world.log, wraps, newcomer.account, &newcomer.identity).unwrap();
        }
        let expected: &[u32] = if history { &[1, 2, 3, 4] } else { &[3, 4] };
        assert_eq!(newcomer.epochs.known().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_used_invitation_does_not_enter_again_and_another_link_not_at_all() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let secret = InvitationSecret::generate(&mut rng);
    let expires = Timestamp::from_millis(5);
    let made =
        invite(&world.by_thea(), &world.thea.epochs, Role::Client, expires, &secret, &mut rng).unwrap();
    world.append(&made);
    let newcomer = Person::new(3, &mut rng);
    let entering = Author { log: &world.log, account: newcomer.account, identity: &newcomer.identity };
    let other = InvitationSecret::generate(&mut rng);
    let refused = join(&entering, &newcomer.epochs, &other, &mut rng).unwrap_err();
    assert_eq!(refused, SpaceError::UnknownInvitation);

    let late = join(&entering, &newcomer.epochs, &secret, &mut rng).unwrap();
    let (at, mut log) = (Timestamp::from_millis(6), world.log.clone());
    assert_eq!(log.append(&late.record, late.wraps.as_deref(), Some(at)), Err(LogError::Invitation));
    world.append(&late);
    let again = Person::new(4, &mut rng);
    let entering = Author { log: &world.log, account: again.account, identity: &again.identity };
    let again = join(&entering, &again.epochs, &secret, &mut rng).unwrap();
    assert_eq!(world.log.append(&again.record, again.wraps.as_deref(), None), Err(LogError::Invitation));
}

#[test]
fn taking_back_and_policy_stand_in_the_log() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let secret = InvitationSecret::generate(&mut rng);
    let expires = Timestamp::from_millis(5);
    let made =
        invite(&world.by_thea(), &world.thea.epochs, Role::Client, expires, &secret, &mut rng).unwrap();
    world.append(&made);
    let back = uninvite(&world.by_thea(), secret.id());
    world.append(&back);
    assert!(world.log.invitation(&secret.id()).unwrap().closed);
    let raised = policy(&world.by_thea(), 1);
    world.append(&raised);
    assert_eq!(world.log.version_min(), 1);
}

/// Begins epoch 3 as a dishonest member would: the wrap for Mara holds another key than the committed one.
#[test]
fn different_keys_for_different_members_are_noticed() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let honest = rotate(&world.by_thea(), &world.thea.epochs, &mut rng).unwrap();
    let mut set = WrapSet::from_bytes(honest.wraps.as_deref().unwrap()).unwrap();
    let her_key = world.mara.identity.public();
    let recipient = Recipient::Member(world.mara.account);
    let info = wrap_info(&world.log.space(), 3, recipient, her_key.seal_to(), &world.log.head());
    let other = her_key.seal_to().seal(&info, b"", &[9; 32], &mut rng).unwrap();
    set.wraps.iter_mut().find(|(to, _)| *to == recipient).unwrap().1 = other;
    let wraps = set.to_bytes();
    let mut record = Record::from_bytes(&honest.record).unwrap();
    if let Act::Rotate { epoch } = &mut record.act {
        epoch.wraps = WrapSet::hash_of(&wraps);
    }
    let forged = signed(record, &world.thea.identity, Some(wraps));
    world.log.append(&forged.record, forged.wraps.as_deref(), None).unwrap();
    let wraps = forged.wraps.as_deref().unwrap();
    let learnt = world.mara.epochs.learn(&world.log, wraps, world.mara.account, &world.mara.identity);
    assert_eq!(learnt, Err(EpochError::Commitment));
    assert!(world.mara.epochs.get(3).is_none());
}

#[test]
fn wraps_of_another_record_are_refused() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let one = rotate(&world.by_thea(), &world.thea.epochs, &mut rng).unwrap();
    let other = rotate(&world.by_thea(), &world.thea.epochs, &mut rng).unwrap();
    let refused = world.log.append(&one.record, other.wraps.as_deref(), None);
    assert_eq!(refused, Err(LogError::Wraps));
    world.append(&one);
    let wraps = other.wraps.as_deref().unwrap();
    let learnt = world.mara.epochs.learn(&world.log, wraps, world.mara.account, &world.mara.identity);
    assert_eq!(learnt, Err(EpochError::UnknownEpoch));
}

#[test]
fn a_spoilt_history_does_not_take_the_epoch_away() {
    let mut world = World::new();
    let mut rng = world.rng.clone();
    let honest = rotate(&world.by_thea(), &world.thea.epochs, &mut rng).unwrap();
    let mut record = Record::from_bytes(&honest.record).unwrap();
    if let Act::Rotate { epoch } = &mut record.act {
        epoch.previous_key = Some([7; 72]);
    }
    let wraps = honest.wraps.as_ref().map(rapport_wire::Bytes::to_vec);
    let spoilt = signed(record, &world.thea.identity, wraps);
    world.log.append(&spoilt.record, spoilt.wraps.as_deref(), None).unwrap();
    // On a fresh device, which would need the history chain.
    let mut epochs = Epochs::default();
    let wraps = spoilt.wraps.as_deref().unwrap();
    let learnt = epochs.learn(&world.log, wraps, world.mara.account, &world.mara.identity);
    assert_eq!(learnt, Err(EpochError::DoesNotOpen));
    assert!(epochs.get(3).is_some());
}
