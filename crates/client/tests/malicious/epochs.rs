//! Different epoch keys for different members; old epochs after a removal.

use rapport_envelope::record::RECORD_LABEL;
use rapport_envelope::wraps::wrap_info;
use rapport_envelope::{Act, Recipient, Record, WrapSet};
use rapport_seal::entry::{self, Draft, Place};
use rapport_seal::space::{self, Author};
use rapport_wire::EntryId;
use rapport_wire::socket::Down;
use rapport_wire::space::{Append, StoredEntry};

use super::support::people::epochs_of;
use super::{assert_frozen, honest, noticed};

#[test]
fn a_second_key_for_one_member_is_noticed() {
    let (mut world, mut pair) = honest();
    let log = world.server.spaces[&world.space].log.clone();
    let epochs = epochs_of(&log, &world.server, &world.thea);
    let (thea, mara) = (world.thea.identity(), world.mara.identity().public());
    let author = Author { log: &log, account: world.thea.account, identity: &thea };
    let honest = space::rotate(&author, &epochs, &mut world.rng).unwrap();

    // Thea wraps another key for Mara than the one she commits to.
    let mut set = WrapSet::from_bytes(honest.wraps.as_deref().unwrap()).unwrap();
    let recipient = Recipient::Member(world.mara.account);
    let info = wrap_info(&world.space, set.epoch, recipient, mara.seal_to(), &log.head());
    let other = mara.seal_to().seal(&info, b"", &[9; 32], &mut world.rng).unwrap();
    set.wraps.iter_mut().find(|(to, _)| *to == recipient).unwrap().1 = other;
    let wraps = set.to_bytes();
    let mut record = Record::from_bytes(&honest.record).unwrap();
    if let Act::Rotate { epoch } = &mut record.act {
        epoch.wraps = WrapSet::hash_of(&wraps);
    }
    record.signature = thea.sign(RECORD_LABEL, &record.body());
    let forged = Append { record: record.to_bytes().into(), wraps: Some(wraps.into()) };
    world.server.append(world.space, &forged).unwrap();
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[1]), "finding-epoch-key");
    assert_frozen(&mut world, &mut pair[1]);
}

#[test]
fn the_removed_cannot_go_on_writing_under_the_old_key() {
    let (mut world, mut pair) = honest();
    // Mara seals one more entry under the membership she was in, and gives it to the server alone.
    let old_log = world.server.spaces[&world.space].log.clone();
    let old_epochs = epochs_of(&old_log, &world.server, &world.mara);
    world.disconnect(&mut pair[1]);
    pair[0].engine.remove_member(world.space, world.mara.account).unwrap();
    world.settle(&mut pair[..1]);
    world.say(&mut pair[0], "A note after it ended.");
    world.settle(&mut pair[..1]);

    let mara = world.mara.identity();
    let author = Author { log: &old_log, account: world.mara.account, identity: &mara };
    let chain = pair[1].engine.standing(world.space).unwrap().chain.clone();
    let place = Place::next(&chain, world.mara.account);
    let draft =
        Draft { id: EntryId::from_bytes([77; 16]), urgent: false, place, content: b"\x01\x02\x02hi\x00" };
    let late = entry::seal(&author, &old_epochs, &draft, &mut world.rng).unwrap();
    let position = world.server.spaces[&world.space].entries.len() as u64 + 1;
    let entry = StoredEntry {
        position,
        received_at: world.now,
        head: late.head.into(),
        body: Some(late.body.into()),
    };
    let frame = Down::Entries { space: world.space, entries: vec![entry], more: false };
    world.server.slip(world.thea.account, &frame);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-entry-removed");
    assert_eq!(world.texts(&pair[0]).last().unwrap(), "(unverified)");
}

#[test]
fn a_member_cannot_go_back_to_a_membership_they_left_behind() {
    let (mut world, mut pair) = honest();
    let old_log = world.server.spaces[&world.space].log.clone();
    let old_epochs = epochs_of(&old_log, &world.server, &world.mara);
    let thea = world.thea.identity();
    let author = Author { log: &old_log, account: world.thea.account, identity: &thea };
    let epochs = epochs_of(&old_log, &world.server, &world.thea);
    let rotated = space::rotate(&author, &epochs, &mut world.rng).unwrap();
    world.server.append(world.space, &rotated).unwrap();
    world.settle(&mut pair);
    world.say(&mut pair[1], "under the new key");
    world.settle(&mut pair);

    let mara = world.mara.identity();
    let author = Author { log: &old_log, account: world.mara.account, identity: &mara };
    let place = Place::next(pair[1].engine.standing(world.space).unwrap().chain, world.mara.account);
    let draft =
        Draft { id: EntryId::from_bytes([78; 16]), urgent: false, place, content: b"\x01\x02\x02hi\x00" };
    let back = entry::seal(&author, &old_epochs, &draft, &mut world.rng).unwrap();
    let position = world.server.spaces[&world.space].entries.len() as u64 + 1;
    let (head, body) = (back.head.into(), Some(back.body.into()));
    let entry = StoredEntry { position, received_at: world.now, head, body };
    let frame = Down::Entries { space: world.space, entries: vec![entry], more: false };
    world.server.slip(world.thea.account, &frame);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-entry-old-membership");
}
