//! Who may do what to a space: each rule of the membership log, broken by somebody who signs what they like.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rapport_envelope::{Chain, ChainError, Log, LogError};
use rapport_seal::entry::{self, Draft, Place};
use rapport_seal::invitation::InvitationSecret;
use rapport_seal::space::{self, Author};
use rapport_seal::{Epochs, SecretIdentity};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, EntryId, Role, Timestamp};

const LATER: Timestamp = Timestamp::from_millis(1_000);

struct Person {
    account: AccountId,
    role: Role,
    identity: SecretIdentity,
    epochs: Epochs,
}

impl Person {
    fn new(number: u8, role: Role, rng: &mut ChaCha20Rng) -> Self {
        let account = AccountId::from_bytes([number; 16]);
        Self { account, role, identity: SecretIdentity::generate(rng), epochs: Epochs::default() }
    }

    fn on<'a>(&'a self, log: &'a Log) -> Author<'a> {
        Author { log, account: self.account, identity: &self.identity }
    }

    fn learn(&mut self, log: &Log, append: &Append) {
        if let Some(wraps) = append.wraps.as_deref() {
            let _ = self.epochs.learn(log, wraps, self.account, &self.identity);
        }
    }
}

/// A space of one kind with a founder and one further member.
struct Space {
    rng: ChaCha20Rng,
    log: Log,
    founder: Person,
    other: Person,
}

impl Space {
    fn new(kind: SpaceKind, founder: Role, other: Role) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(11);
        let founder = Person::new(1, founder, &mut rng);
        let other = Person::new(2, other, &mut rng);
        let genesis =
            space::genesis(kind, founder.role, founder.account, &founder.identity, &mut rng).unwrap();
        let id = Log::space_of(&genesis.record);
        let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
        let mut space = Self { rng, log, founder, other };
        space.founder.learn(&space.log, &genesis);
        if kind != SpaceKind::Own {
            let added = space.add_by_founder();
            assert_eq!(space.append(&added), Ok(()));
        }
        space
    }

    fn add_by_founder(&mut self) -> Append {
        let who = (self.other.account, self.other.role, self.other.identity.public());
        space::add(&self.founder.on(&self.log), &self.founder.epochs, who, true, &mut self.rng).unwrap()
    }

    fn append(&mut self, append: &Append) -> Result<(), LogError> {
        self.log.append(&append.record, append.wraps.as_deref(), None)?;
        self.founder.learn(&self.log, append);
        self.other.learn(&self.log, append);
        Ok(())
    }

    fn invite_by_other(&mut self, role: Role) -> Result<(), LogError> {
        let secret = InvitationSecret::generate(&mut self.rng);
        let author = self.other.on(&self.log);
        let made = space::invite(&author, &self.other.epochs, role, LATER, &secret, &mut self.rng).unwrap();
        self.append(&made)
    }
}

#[test]
fn roles_decide_who_may_invite_whom() {
    use Role::{Client, Coordinator, Owner, Therapist};
    for (inviter, invited, allowed) in [
        (Client, Client, false),
        (Therapist, Client, true),
        (Therapist, Therapist, false),
        (Coordinator, Client, true),
        (Coordinator, Owner, false),
        (Owner, Therapist, true),
        (Owner, Client, true),
    ] {
        let mut space = Space::new(SpaceKind::Care, Owner, inviter);
        let expected = if allowed { Ok(()) } else { Err(LogError::NotAllowed) };
        assert_eq!(space.invite_by_other(invited), expected, "{inviter:?} invites {invited:?}");
    }
}

#[test]
fn clients_do_not_enter_the_practice_and_nobody_an_own_space() {
    let mut practice = Space::new(SpaceKind::Practice, Role::Owner, Role::Owner);
    assert_eq!(practice.invite_by_other(Role::Client), Err(LogError::NotAllowed));
    assert_eq!(practice.invite_by_other(Role::Therapist), Ok(()));
    let mut own = Space::new(SpaceKind::Own, Role::Therapist, Role::Client);
    let added = own.add_by_founder();
    assert_eq!(own.append(&added), Err(LogError::NotAllowed));
}

#[test]
fn into_a_record_comes_staff_and_nobody_by_a_link() {
    use Role::{Client, Coordinator, Owner, Therapist};
    let mut record = Space::new(SpaceKind::Record, Therapist, Therapist);
    for invited in [Client, Therapist, Owner] {
        assert_eq!(record.invite_by_other(invited), Err(LogError::NotAllowed));
    }
    let add = |record: &mut Space, role| {
        let newcomer = Person::new(3, role, &mut record.rng);
        let who = (newcomer.account, role, newcomer.identity.public());
        let author = record.other.on(&record.log);
        let made = space::add(&author, &record.other.epochs, who, true, &mut record.rng).unwrap();
        record.append(&made)
    };
    assert_eq!(add(&mut record, Client), Err(LogError::NotAllowed));
    assert_eq!(add(&mut record, Coordinator), Ok(()));
    let mut watched = Space::new(SpaceKind::Record, Therapist, Coordinator);
    assert_eq!(add(&mut watched, Therapist), Err(LogError::NotAllowed), "a coordinator adds nobody");
    let mut rng = ChaCha20Rng::seed_from_u64(12);
    let client = Person::new(1, Client, &mut rng);
    let genesis =
        space::genesis(SpaceKind::Record, Client, client.account, &client.identity, &mut rng).unwrap();
    let begun = Log::begin(Log::space_of(&genesis.record), &genesis.record, genesis.wraps.as_deref());
    assert_eq!(begun.err(), Some(LogError::NotAllowed));
}

#[test]
fn clients_remove_nobody_and_nobody_removes_themselves() {
    let mut care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let mut rng = care.rng.clone();
    let (therapist, client) = (care.founder.account, care.other.account);
    let by_client = space::remove(&care.other.on(&care.log), &care.other.epochs, therapist, 0, &mut rng);
    assert_eq!(care.append(&by_client.unwrap()), Err(LogError::NotAllowed));
    let own = space::remove(&care.founder.on(&care.log), &care.founder.epochs, therapist, 0, &mut rng);
    assert_eq!(care.append(&own.unwrap()), Err(LogError::NotAllowed));
    let policy = space::policy(&care.other.on(&care.log), 1);
    assert_eq!(care.append(&policy), Err(LogError::NotAllowed));
    let gone = space::remove(&care.founder.on(&care.log), &care.founder.epochs, client, 0, &mut rng).unwrap();
    assert_eq!(care.append(&gone), Ok(()));
    let rotated = space::rotate(&care.other.on(&care.log), &care.other.epochs, &mut rng).unwrap();
    assert_eq!(care.append(&rotated), Err(LogError::NotMember));
    let back = care.add_by_founder();
    assert_eq!(care.append(&back), Err(LogError::Membership));
}

#[test]
fn a_record_signed_by_somebody_else_is_refused() {
    let mut care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let mut rng = care.rng.clone();
    let posing = Author { log: &care.log, account: care.founder.account, identity: &care.other.identity };
    let forged = space::rotate(&posing, &care.other.epochs, &mut rng).unwrap();
    assert_eq!(care.append(&forged), Err(LogError::Signature));
}

#[test]
fn a_raised_floor_does_not_sink_and_shuts_old_entries_out() {
    let mut care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let raised = space::policy(&care.founder.on(&care.log), 2);
    assert_eq!(care.append(&raised), Ok(()));
    let lowered = space::policy(&care.founder.on(&care.log), 1);
    assert_eq!(care.append(&lowered), Err(LogError::Downgrade));
    let mut rng = care.rng.clone();
    let mut chain = Chain::new(care.log.space());
    let sealed = write(&care.other, &care.log, &chain, &mut rng);
    let refused = chain.append(&care.log, 1, &sealed.head, Some(&sealed.body));
    assert_eq!(refused, Err(ChainError::Downgrade));
}

fn write(who: &Person, log: &Log, chain: &Chain, rng: &mut ChaCha20Rng) -> entry::SealedEntry {
    let place = Place::next(chain, who.account);
    let draft = Draft { id: EntryId::from_bytes([1; 16]), urgent: false, place, content: b"words" };
    entry::seal(&who.on(log), &who.epochs, &draft, rng).unwrap()
}

#[test]
fn the_removed_write_no_more_on_any_membership() {
    let mut care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let mut rng = care.rng.clone();
    let before = care.log.clone();
    let mut chain = Chain::new(care.log.space());
    let kept = write(&care.other, &before, &chain, &mut rng);
    chain.append(&care.log, 1, &kept.head, Some(&kept.body)).unwrap();
    let client = care.other.account;
    let gone = space::remove(&care.founder.on(&care.log), &care.founder.epochs, client, 1, &mut rng).unwrap();
    assert_eq!(care.append(&gone), Ok(()));
    // On the old membership, as if the removal had not been heard of.
    let late = write(&care.other, &before, &chain, &mut rng);
    let refused = chain.append(&care.log, 2, &late.head, Some(&late.body));
    assert_eq!(refused, Err(ChainError::Removed));
    // What was written before still verifies from the beginning.
    let mut again = Chain::new(care.log.space());
    assert!(again.append(&care.log, 1, &kept.head, Some(&kept.body)).is_ok());
}

#[test]
fn nobody_goes_back_behind_a_membership_they_acknowledged() {
    let mut care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let mut rng = care.rng.clone();
    let before = care.log.clone();
    let rotated = space::rotate(&care.founder.on(&care.log), &care.founder.epochs, &mut rng).unwrap();
    assert_eq!(care.append(&rotated), Ok(()));
    let mut chain = Chain::new(care.log.space());
    let now = write(&care.other, &care.log, &chain, &mut rng);
    chain.append(&care.log, 1, &now.head, Some(&now.body)).unwrap();
    let back = write(&care.other, &before, &chain, &mut rng);
    let refused = chain.append(&care.log, 2, &back.head, Some(&back.body));
    assert_eq!(refused, Err(ChainError::OldMembership));
}

#[test]
fn a_member_does_not_pose_as_another_in_an_entry() {
    let care = Space::new(SpaceKind::Care, Role::Therapist, Role::Client);
    let mut rng = care.rng.clone();
    let mut chain = Chain::new(care.log.space());
    let posing = Author { log: &care.log, account: care.founder.account, identity: &care.other.identity };
    let place = Place::next(&chain, care.founder.account);
    let draft = Draft { id: EntryId::from_bytes([1; 16]), urgent: false, place, content: b"words" };
    let forged = entry::seal(&posing, &care.other.epochs, &draft, &mut rng).unwrap();
    let refused = chain.append(&care.log, 1, &forged.head, Some(&forged.body));
    assert_eq!(refused, Err(ChainError::Signature));
    let stranger = Person::new(9, Role::Client, &mut rng);
    let posing = Author { log: &care.log, account: stranger.account, identity: &stranger.identity };
    let forged = entry::seal(&posing, &care.other.epochs, &draft, &mut rng).unwrap();
    let refused = chain.append(&care.log, 1, &forged.head, Some(&forged.body));
    assert_eq!(refused, Err(ChainError::NotMember));
}
