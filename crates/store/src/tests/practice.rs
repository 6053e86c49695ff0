//! A practice with people in it, made through the store's own doors.

use rapport_wire::account::Recovery;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Bytes, DeviceId, EntryId, InvitationId, Role, SpaceId};

use super::at;
use crate::writer::CHAIN_START;
use crate::{
    Entrance, Hash, MemberChange, NewDevice, NewEntry, NewInvitation, NewRecord, NewSpace, SignUp, Store,
};

/// The practice's space; the owner is its first member.
pub(crate) const PRACTICE: SpaceId = SpaceId::from_bytes([200; 32]);
/// Who begins it.
pub(crate) const OWNER: AccountId = AccountId::from_bytes([0; 16]);

/// Bytes that name a number.
pub(crate) fn hash(number: u64) -> Hash {
    let mut hash = [0xaa; 32];
    hash[..8].copy_from_slice(&number.to_be_bytes());
    hash
}

/// The person with this number; 0 is the owner.
pub(crate) fn person(number: u8) -> AccountId {
    AccountId::from_bytes([number; 16])
}

/// The head of a log whose newest record has this index.
pub(crate) fn log_head(index: u64) -> Hash {
    hash(index)
}

/// A record at an index.
pub(crate) fn record(index: u64, changes: Vec<MemberChange>) -> NewRecord {
    NewRecord {
        index,
        hash: log_head(index),
        record: vec![index as u8; 3].into(),
        wraps: index.is_multiple_of(2).then(|| vec![4; 5].into()),
        changes,
        received_at: at(index as i64),
    }
}

/// Somebody comes in as a client, the owner as owner.
pub(crate) fn enters(number: u8) -> MemberChange {
    let role = if number == 0 { Role::Owner } else { Role::Client };
    MemberChange::Enter { account: person(number), role }
}

/// A device of a person.
pub(crate) fn device(number: u64) -> NewDevice {
    let mut id = [3; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let token_hash = hash(number);
    NewDevice {
        id: DeviceId::from_bytes(id),
        token_hash,
        device_key: [5; 32],
        label: "Firefox on Linux".to_owned(),
        at: at(0),
    }
}

/// A space that its first member begins.
pub(crate) fn new_space(id: SpaceId, kind: SpaceKind, first: u8) -> NewSpace {
    NewSpace { id, kind, genesis: record(0, vec![enters(first)]) }
}

/// Somebody who signs up with the invitation whose token hash is `token`.
pub(crate) fn sign_up(number: u8, token: u64, entrance: Entrance) -> SignUp {
    SignUp {
        account: person(number),
        handle: format!("person{number}"),
        opaque_record: vec![1, number].into(),
        identity: vec![2, number].into(),
        keyring: vec![3, number].into(),
        recovery: Recovery { verify_key: vec![4, number].into(), keyring: vec![5, number].into() },
        device: device(u64::from(number)),
        token_hash: hash(token),
        entrance,
        now: at(10),
    }
}

/// An invitation into the practice; its token hash is `hash(number)`, its record stands at `index`.
pub(crate) fn invitation(number: u64, index: u64) -> NewInvitation {
    let mut id = [6; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    NewInvitation {
        id: InvitationId::from_bytes(id),
        space: PRACTICE,
        role: Role::Client,
        created_by: OWNER,
        token_hash: hash(number),
        expires_at: at(100_000),
        record: record(index, Vec::new()),
    }
}

/// The owner signs up and begins the practice.
pub(crate) async fn begin(store: &Store) {
    store
        .create_owner_invitation(InvitationId::from_bytes([9; 16]), &hash(0), at(1000), at(0))
        .await
        .unwrap();
    let first = new_space(PRACTICE, SpaceKind::Practice, 0);
    store.sign_up(sign_up(0, 0, Entrance::Genesis(first))).await.unwrap();
}

/// The practice with people 1 to `last` beside the owner. Its log then stands at twice `last`.
pub(crate) async fn with_people(store: &Store, last: u8) {
    begin(store).await;
    for number in 1..=last {
        let index = u64::from(number) * 2 - 1;
        store.create_invitation(invitation(u64::from(number), index)).await.unwrap();
        let record = record(index + 1, vec![enters(number)]);
        let join = Entrance::Join { space: PRACTICE, record };
        store.sign_up(sign_up(number, u64::from(number), join)).await.unwrap();
    }
}

/// A care space with these people; its log then stands at one less than their number.
pub(crate) async fn care_space(store: &Store, id: SpaceId, people: &[u8]) {
    store.create_space(new_space(id, SpaceKind::Care, people[0])).await.unwrap();
    for (index, number) in people.iter().enumerate().skip(1) {
        store.append_record(id, record(index as u64, vec![enters(*number)])).await.unwrap();
    }
}

/// The `seq`-th entry of a person in a space whose log stands at `index`.
pub(crate) fn entry(space: SpaceId, author: u8, seq: u64, index: u64) -> NewEntry {
    let mut id = [author; 16];
    id[..8].copy_from_slice(&seq.to_be_bytes());
    let chain = |seq| if seq == 0 { CHAIN_START } else { hash(seq * 1000 + u64::from(author)) };
    NewEntry {
        space,
        author: person(author),
        entry_id: EntryId::from_bytes(id),
        seq,
        prev: chain(seq - 1),
        hash: chain(seq),
        log_head: log_head(index),
        head: vec![author, seq as u8].into(),
        body: Bytes::from(vec![7; 100]),
        received_at: at(seq as i64),
    }
}
