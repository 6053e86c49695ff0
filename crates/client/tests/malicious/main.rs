//! The malicious-server suite: real engines, a server that cheats, one test a row of the attack table in
//! `docs/protocol.md`. Each begins honestly and ends with the cheat noticed *and named*, by a key for which
//! there are words in every language.

#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "the other suite uses more of it")]
mod support;

mod calls;
mod downgrade;
mod entries;
mod epochs;
mod history;
mod keys;

use rapport_client::finding::Noticed;
use rapport_wire::socket::Down;
use rapport_wire::space::StoredEntry;
use support::{Device, World};

/// The one thing that was noticed, which must have words.
fn noticed(device: &Device) -> &'static str {
    let keys = device.keys();
    assert_eq!(keys.len(), 1, "one cheat, one finding: {keys:?}");
    assert!(Noticed::KEYS.contains(&keys[0]));
    keys[0]
}

/// Both online and honest so far: each has said something and the other has read it.
fn honest() -> (World, [Device; 2]) {
    let mut world = World::new();
    let mut pair = world.both();
    world.say(&mut pair[0], "Welcome.");
    world.settle(&mut pair);
    world.say(&mut pair[1], "Thank you.");
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["Welcome.", "Thank you."]);
    assert_eq!(world.texts(&pair[1]), ["Welcome.", "Thank you."]);
    assert!(pair.iter().all(|device| device.keys().is_empty()));
    (world, pair)
}

/// Lets a cheat rewrite the entries on their way to the therapist.
fn rewrite(world: &mut World, mut change: impl FnMut(Vec<StoredEntry>) -> Vec<StoredEntry> + 'static) {
    let tamper = move |frame| match frame {
        Down::Entries { space, entries, more } => {
            vec![Down::Entries { space, entries: change(entries), more }]
        }
        other => vec![other],
    };
    world.server.tamper.insert(world.thea.account, Box::new(tamper));
}

/// The space stands still: what comes after is not shown, and nothing is sent.
fn assert_frozen(world: &mut World, device: &mut Device) {
    assert!(device.engine.space(world.space).unwrap().frozen().is_some());
    let content = rapport_care::Content::Withdraw(rapport_care::content::Withdraw {
        of: rapport_care::EntryId([0; 16]),
    });
    let refused = device.engine.say(world.space, &content, world.now, &mut world.rng).unwrap_err();
    assert_eq!(refused.key(), "frozen");
}
