//! One suite a version, no negotiation, and a floor that only rises.

use rapport_envelope::entry::VERSION;
use rapport_seal::space::{Author, policy};
use rapport_wire::socket::Down;

use super::{assert_frozen, honest, noticed};

#[test]
fn an_entry_below_the_spaces_floor_is_named() {
    let (mut world, mut pair) = honest();
    let log = world.server.spaces[&world.space].log.clone();
    let thea = world.thea.identity();
    let author = Author { log: &log, account: world.thea.account, identity: &thea };
    world.server.append(world.space, &policy(&author, VERSION + 1)).unwrap();
    world.settle(&mut pair);
    world.say(&mut pair[1], "in the old way");
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[0]), "finding-entry-downgrade");
}

#[test]
fn a_floor_that_is_lowered_is_noticed() {
    let (mut world, mut pair) = honest();
    let thea = world.thea.identity();
    let mut log = world.server.spaces[&world.space].log.clone();
    for floor in [VERSION + 1, VERSION] {
        let author = Author { log: &log, account: world.thea.account, identity: &thea };
        let append = policy(&author, floor);
        // What an honest server refuses, a cheating one passes on.
        let index = log.next_index();
        let _ = log.append(&append.record, None, None);
        let record = rapport_wire::space::StoredRecord {
            index,
            received_at: world.now,
            record: append.record,
            wraps: None,
        };
        let frame = Down::Records { space: world.space, records: vec![record], more: false };
        world.server.slip(world.mara.account, &frame);
    }
    world.settle(&mut pair);
    assert_eq!(noticed(&pair[1]), "finding-membership");
    assert_frozen(&mut world, &mut pair[1]);
}

#[test]
fn an_unknown_version_is_refused_whole() {
    let (mut world, mut pair) = honest();
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[1], "from the future");
    world.settle(&mut pair);
    let entry = world.server.spaces.get_mut(&world.space).unwrap().entries.last_mut().unwrap();
    let mut head = entry.head.to_vec();
    head[0] = VERSION + 1;
    entry.head = head.into();
    world.connect(&mut pair[0]);
    world.settle(&mut pair[..1]);
    assert_eq!(noticed(&pair[0]), "finding-malformed");
    assert_frozen(&mut world, &mut pair[0]);
}
