//! Ciphertexts moved, bodies swapped, one member posing as another: the entry is shown as unverified, never
//! opened, and the conversation goes on.

use rapport_envelope::EntryHead;
use rapport_envelope::entry::ENTRY_LABEL;
use rapport_wire::socket::Down;
use rapport_wire::space::StoredEntry;

use super::support::World;
use super::{honest, noticed};

/// Gives the therapist one more entry.
fn slip(world: &mut World, entry: StoredEntry) {
    let position = world.server.spaces[&world.space].entries.len() as u64 + 1;
    let entries = vec![StoredEntry { position, ..entry }];
    world.server.slip(world.thea.account, &Down::Entries { space: world.space, entries, more: false });
}

#[test]
fn an_entry_moved_from_another_space_is_named() {
    let (mut world, mut pair) = honest();
    let here = world.space;
    let there = world.another_space();
    for device in &mut pair {
        world.disconnect(device);
        world.connect(device);
    }
    world.settle(&mut pair);
    world.space = there;
    world.say(&mut pair[1], "for this room alone");
    world.settle(&mut pair);
    let moved = world.server.spaces[&there].entries.last().unwrap().clone();
    world.space = here;
    slip(&mut world, moved);
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-entry-moved");
    assert_eq!(world.texts(&pair[0]), ["Welcome.", "Thank you.", "(unverified)"]);
}

#[test]
fn a_body_under_another_head_is_named() {
    let (mut world, mut pair) = honest();
    let bodies: Vec<_> = world.server.spaces[&world.space].entries.iter().map(|e| e.body.clone()).collect();
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[1], "I am well");
    world.settle(&mut pair);
    let entries = &mut world.server.spaces.get_mut(&world.space).unwrap().entries;
    entries.last_mut().unwrap().body = bodies[0].clone();
    world.connect(&mut pair[0]);
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-entry-body");
    assert_eq!(world.texts(&pair[0]).last().unwrap(), "(unverified)");
}

#[test]
fn a_flipped_bit_is_named() {
    let (mut world, mut pair) = honest();
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[1], "I am well");
    world.settle(&mut pair);
    let entry = world.server.spaces.get_mut(&world.space).unwrap().entries.last_mut().unwrap();
    let mut head = entry.head.to_vec();
    *head.last_mut().unwrap() ^= 1;
    entry.head = head.into();
    world.connect(&mut pair[0]);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-entry-signature");
}

#[test]
fn a_member_posing_as_another_is_named() {
    let (mut world, mut pair) = honest();
    // Mara's next entry, signed by Thea.
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[1], "I want to stop the therapy");
    world.settle(&mut pair);
    let thea = world.thea.identity();
    let entry = world.server.spaces.get_mut(&world.space).unwrap().entries.last_mut().unwrap();
    let mut head = EntryHead::from_bytes(&entry.head).unwrap();
    head.signature = thea.sign(ENTRY_LABEL, &head.signed.to_bytes());
    entry.head = head.to_bytes().into();
    world.connect(&mut pair[0]);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-entry-signature");
    assert_eq!(world.texts(&pair[0]), ["Welcome.", "Thank you.", "(unverified)"]);
    // The conversation goes on: one bad entry is not the end of it.
    world.say(&mut pair[0], "What happened there?");
    assert!(pair[0].engine.space(world.space).unwrap().frozen().is_none());
}
