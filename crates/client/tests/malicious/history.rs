//! Replay, reorder, drop; withheld tails and forks; what was acknowledged and is not there.

use rapport_seal::entry::{self, Draft, Place};
use rapport_wire::EntryId;
use rapport_wire::socket::{Down, Up};
use rapport_wire::space::StoredEntry;

use super::support::people::epochs_of;
use super::{assert_frozen, honest, noticed, rewrite};

#[test]
fn an_entry_replayed_under_a_new_number_is_noticed() {
    let (mut world, mut pair) = honest();
    let stored = &world.server.spaces[&world.space].entries;
    let old = stored.last().unwrap().clone();
    let again = StoredEntry { position: old.position + 1, ..old };
    world
        .server
        .slip(world.thea.account, &Down::Entries { space: world.space, entries: vec![again], more: false });
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-order");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn the_same_entry_twice_at_its_own_place_is_no_cheat() {
    let (mut world, mut pair) = honest();
    let entries = world.server.spaces[&world.space].entries.clone();
    world.server.slip(world.thea.account, &Down::Entries { space: world.space, entries, more: false });
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["Welcome.", "Thank you."]);
    assert!(pair[0].keys().is_empty());
}

#[test]
fn two_entries_in_the_wrong_order_are_noticed() {
    let (mut world, mut pair) = honest();
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[1], "first");
    world.say(&mut pair[1], "second");
    world.settle(&mut pair);
    rewrite(&mut world, |mut entries| {
        if let [.., one, two] = entries.as_mut_slice() {
            std::mem::swap(&mut one.head, &mut two.head);
            std::mem::swap(&mut one.body, &mut two.body);
        }
        entries
    });
    world.connect(&mut pair[0]);
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-order");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn a_dropped_entry_is_noticed_at_the_next_one() {
    let (mut world, mut pair) = honest();
    let dropped = world.server.spaces[&world.space].entries.len() as u64 + 1;
    rewrite(&mut world, move |entries| {
        let kept = entries.into_iter().filter(|entry| entry.position != dropped);
        kept.map(|e| StoredEntry { position: e.position - u64::from(e.position > dropped), ..e }).collect()
    });
    world.say(&mut pair[1], "I am not safe at home");
    world.settle(&mut pair);
    assert!(pair[0].engine.space(world.space).unwrap().frozen().is_none() || !pair[0].keys().is_empty());
    world.say(&mut pair[1], "did you read this?");
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-order");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn a_withheld_tail_is_noticed_by_the_others_marks_alone() {
    let (mut world, mut pair) = honest();
    rewrite(&mut world, |_| Vec::new());
    world.say(&mut pair[1], "please answer");
    world.settle(&mut pair);
    assert!(pair[0].keys().is_empty(), "for a moment it may only be late");
    world.pass_seconds(&mut pair, 20);
    assert_eq!(noticed(&pair[0]), "finding-withheld");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn two_histories_are_noticed_by_both() {
    let (mut world, mut pair) = honest();
    // The server keeps one entry of Thea's for Mara and shows Thea another one of hers at that place.
    let log = world.server.spaces[&world.space].log.clone();
    let epochs = epochs_of(&log, &world.server, &world.thea);
    let identity = world.thea.identity();
    let author = rapport_seal::space::Author { log: &log, account: world.thea.account, identity: &identity };
    let mut chain = rapport_envelope::Chain::new(world.space);
    for entry in &world.server.spaces[&world.space].entries {
        chain.append(&log, entry.position, &entry.head, entry.body.as_deref()).unwrap();
    }
    let place = Place::next(&chain, world.thea.account);
    let draft = |n: u8, content: &'static [u8]| Draft {
        id: EntryId::from_bytes([n; 16]),
        urgent: false,
        place,
        content,
    };
    let one = entry::seal(&author, &epochs, &draft(50, b"\x01\x02\x03yes\x00"), &mut world.rng).unwrap();
    let other = entry::seal(&author, &epochs, &draft(51, b"\x01\x02\x02no\x00"), &mut world.rng).unwrap();
    rewrite(&mut world, move |mut entries| {
        for entry in entries.iter_mut().filter(|entry| entry.position == chain.position() + 1) {
            entry.head = one.head.clone().into();
            entry.body = Some(one.body.clone().into());
        }
        entries
    });
    let port = world.server.open(world.thea.account);
    let up = Up::Send { reference: 1, space: world.space, head: other.head.into(), body: other.body.into() };
    world.server.up(port, up);
    world.settle(&mut pair);
    // Their marks alone tell it: nobody has written a word since.
    assert_eq!(noticed(&pair[0]), "finding-forked");
    assert_eq!(noticed(&pair[1]), "finding-forked");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn something_acknowledged_that_is_not_there_is_noticed() {
    let (mut world, mut pair) = honest();
    let space = world.space;
    let next = world.server.spaces[&space].entries.len() as u64 + 1;
    // Every sending is "accepted", and nothing of it is stored.
    let tamper = move |frame| match frame {
        Down::Entries { space, mut entries, more } => {
            entries.retain(|entry| entry.position != next);
            entries.iter_mut().filter(|e| e.position > next).for_each(|e| e.position -= 1);
            vec![Down::Entries { space, entries, more }]
        }
        other => vec![other],
    };
    world.server.tamper.insert(world.thea.account, Box::new(tamper));
    world.say(&mut pair[0], "Call me tonight.");
    world.settle(&mut pair[..1]);
    world.server.tamper.clear();
    let mut entries = world.server.spaces[&space].entries.clone();
    entries.truncate(next as usize - 1);
    world.server.spaces.get_mut(&space).unwrap().entries = entries;
    world.say(&mut pair[1], "No word from you.");
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-lost");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn a_server_put_back_to_an_older_state_is_noticed() {
    let (mut world, mut pair) = honest();
    world.disconnect(&mut pair[0]);
    world.server.spaces.get_mut(&world.space).unwrap().entries.pop();
    world.connect(&mut pair[0]);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-space-rolled-back");
    assert_frozen(&mut world, &mut pair[0]);
}

#[test]
fn a_wiped_device_still_knows_from_its_keyring() {
    let (mut world, pair) = honest();
    let mut fresh = world.device(world.thea.account);
    let space = world.space;
    let seen = *pair[0].engine.keyring().pins().seen(&space).unwrap();
    fresh.engine.keyring_mut().pins_mut().saw(space, seen);
    world.server.spaces.get_mut(&space).unwrap().entries.pop();
    world.connect(&mut fresh);
    world.settle(std::slice::from_mut(&mut fresh));
    assert_eq!(noticed(&fresh), "finding-space-rolled-back");
}

#[test]
fn a_space_that_is_not_named_any_more_is_noticed() {
    let (mut world, mut pair) = honest();
    world.disconnect(&mut pair[0]);
    world.server.spaces.clear();
    world.connect(&mut pair[0]);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-space-missing");
}

#[test]
fn other_spaces_go_on_and_a_person_may_thaw() {
    let (mut world, mut pair) = honest();
    let second = world.another_space();
    for device in &mut pair {
        world.disconnect(device);
        world.connect(device);
    }
    world.settle(&mut pair);
    rewrite(&mut world, |mut entries| {
        for entry in &mut entries {
            entry.position += 7;
        }
        entries
    });
    world.say(&mut pair[1], "lost on the way");
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-order");
    assert!(pair[0].engine.space(second).unwrap().frozen().is_none());

    world.server.tamper.clear();
    pair[0].engine.thaw(world.space, world.now, &mut world.rng).unwrap();
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["Welcome.", "Thank you.", "lost on the way"]);
    assert!(pair[0].keys().is_empty());
}
