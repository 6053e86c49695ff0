//! Two people, several devices, one history: what the engine promises when everybody is honest.

#[expect(dead_code, reason = "the other suite uses more of it")]
mod support;

use proptest::prelude::*;
use rapport_care::content::{Content, Left, Message, Profile};
use rapport_care::conversation::Receipt;
use rapport_client::ClientError;
use rapport_seal::mark::Note;
use rapport_wire::Timestamp;
use support::{Device, World};

const NONE: Vec<&str> = Vec::new();

#[test]
fn words_arrive_and_their_receipts_come_back() {
    let mut world = World::new();
    let mut pair = world.both();
    world.say(&mut pair[1], "I could not sleep");
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["I could not sleep"]);
    let view = pair[1].engine.timeline(world.space, 9);
    assert_eq!(view.items.last().unwrap().receipt, Some(Receipt::Delivered));

    let newest = pair[0].engine.space(world.space).unwrap().position();
    assert_eq!(pair[0].engine.timeline(world.space, 9).unread, 1);
    pair[0].engine.mark_read(world.space, newest, world.now);
    world.settle(&mut pair);
    let view = pair[1].engine.timeline(world.space, 9);
    assert_eq!(view.items.last().unwrap().receipt, Some(Receipt::Read));
    assert_eq!(pair[0].engine.timeline(world.space, 9).unread, 0);
    assert_eq!((pair[0].keys(), pair[1].keys()), (NONE, NONE));
}

#[test]
fn what_is_written_offline_survives_a_reload_and_is_sent_once() {
    let mut world = World::new();
    let mut pair = world.both();
    world.disconnect(&mut pair[1]);
    world.say(&mut pair[1], "one");
    world.say(&mut pair[1], "two");
    world.reload(&mut pair[1]);
    assert_eq!(world.texts(&pair[1]), ["one", "two"]);
    assert_eq!(pair[1].engine.unsent(), 2);
    world.connect(&mut pair[1]);
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["one", "two"]);
    assert_eq!(pair[1].engine.unsent(), 0);
    assert!(!pair[1].vault.keys().any(|name| name.starts_with("out/")));
    assert_eq!((pair[0].keys(), pair[1].keys()), (NONE, NONE));
}

#[test]
fn nothing_readable_is_kept_on_a_device() {
    let mut world = World::new();
    let mut pair = world.both();
    world.say(&mut pair[0], "canary-in-the-vault");
    world.settle(&mut pair);
    world.disconnect(&mut pair[0]);
    world.say(&mut pair[0], "canary-in-the-vault");
    for device in &pair {
        assert!(device.vault.len() > 4);
        for sealed in device.vault.values() {
            assert!(!sealed.windows(6).any(|w| w == b"canary"));
        }
    }
}

#[test]
fn taken_back_is_gone_everywhere() {
    let mut world = World::new();
    let mut pair = world.both();
    let id = world.say(&mut pair[1], "too much");
    world.settle(&mut pair);
    pair[1].engine.withdraw(world.space, id, world.now, &mut world.rng).unwrap();
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[0]), ["(withdrawn)"]);
    let stored = &world.server.spaces[&world.space].entries;
    assert_eq!(stored.iter().filter(|entry| entry.body.is_none()).count(), 1);
    // Not this device either, after a reload.
    world.reload(&mut pair[0]);
    assert_eq!(world.texts(&pair[0]), ["(withdrawn)"]);
    assert_eq!((pair[0].keys(), pair[1].keys()), (NONE, NONE));
}

#[test]
fn a_new_device_reads_all_of_it_page_by_page() {
    let mut world = World::new();
    let mut pair = world.both();
    for n in 0..20 {
        world.say(&mut pair[n % 2], &format!("line {n}"));
        world.settle(&mut pair);
    }
    let mut fresh = world.device(world.mara.account);
    world.connect(&mut fresh);
    world.settle(std::slice::from_mut(&mut fresh));
    assert_eq!(world.texts(&fresh), world.texts(&pair[1]));
    assert_eq!(fresh.keys(), NONE);
}

#[test]
fn typing_shows_and_passes() {
    let mut world = World::new();
    let mut pair = world.both();
    pair[1].engine.hint(world.space, Note::Typing, world.now, &mut world.rng);
    while world.step(&mut pair[1]) | world.step(&mut pair[0]) {}
    let here = |world: &World, device: &Device| {
        device.engine.space(world.space).unwrap().is_here(world.mara.account, world.now)
    };
    assert_eq!(here(&world, &pair[0]), (true, true));
    world.pass_seconds(&mut pair, 7);
    assert_eq!(here(&world, &pair[0]), (true, false));
    world.pass_seconds(&mut pair, 80);
    assert_eq!(here(&world, &pair[0]), (false, false));
}

#[test]
fn the_removed_read_on_what_they_had_and_nothing_more() {
    let mut world = World::new();
    let mut pair = world.both();
    pair[0].engine.remove_member(world.space, world.mara.account).unwrap();
    world.settle(&mut pair);
    assert_eq!(world.server.spaces[&world.space].log.members().count(), 1);
    world.say(&mut pair[0], "a note for later");
    world.settle(&mut pair);
    assert_eq!(world.texts(&pair[1]), Vec::<String>::new());
    assert_eq!(pair[0].keys(), NONE);
}

/// What may happen to the two devices of one person.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Say(bool),
    Break(bool),
    Mend(bool),
    Reload(bool),
    Steps(bool, u8),
    Wait,
}

fn happens() -> impl Strategy<Value = Happens> {
    let which = any::<bool>();
    prop_oneof![
        4 => which.prop_map(Happens::Say),
        1 => which.prop_map(Happens::Break),
        2 => which.prop_map(Happens::Mend),
        1 => which.prop_map(Happens::Reload),
        4 => (which, 1u8..6).prop_map(|(device, n)| Happens::Steps(device, n)),
        1 => Just(Happens::Wait),
    ]
}

/// Mara's last words, and the date she was told.
fn farewell(world: &mut World, mara: &mut Device, seconds: i64) -> Timestamp {
    let until = world.now.plus_seconds(seconds);
    let left = Content::Left(Left { kept_until: until.as_micros() });
    mara.engine.say(world.space, &left, world.now, &mut world.rng).unwrap();
    world.outputs(mara);
    until
}

#[test]
fn who_left_is_spoken_to_no_more_and_their_words_stay() {
    let mut world = World::new();
    let mut pair = world.both();
    world.say(&mut pair[1], "thank you");
    world.settle(&mut pair);
    assert!(pair[0].engine.space(world.space).unwrap().ended().is_none());
    let until = farewell(&mut world, &mut pair[1], 1_000_000);
    world.settle(&mut pair);
    let ended = pair[0].engine.space(world.space).unwrap().ended().unwrap();
    assert_eq!(ended.kept_until, until.as_micros());
    let words = Content::Message(Message { text: "are you there?".into(), reply_to: None });
    let refused = pair[0].engine.say(world.space, &words, world.now, &mut world.rng);
    assert_eq!(refused, Err(ClientError::NobodyHere));
    // What belongs to the record can still be said, and a new name too.
    let name = Content::Profile(Profile { display_name: "Dr Thea".into() });
    pair[0].engine.say(world.space, &name, world.now, &mut world.rng).unwrap();
    world.settle(&mut pair);
    world.reload(&mut pair[0]);
    assert_eq!(world.texts(&pair[0]), ["thank you"]);
    assert!(pair[0].engine.space(world.space).unwrap().ended().is_some());
    // She could not leave after all: her next word says so.
    world.say(&mut pair[1], "I am still here");
    world.settle(&mut pair);
    world.connect(&mut pair[0]);
    world.settle(&mut pair);
    assert!(pair[0].engine.space(world.space).unwrap().ended().is_none());
    assert_eq!((pair[0].keys(), pair[1].keys()), (NONE, NONE));
}

#[test]
fn what_was_kept_long_enough_may_go_and_nothing_before() {
    for (later, finding) in [(900_000, vec!["finding-space-missing"]), (1_000_100, NONE)] {
        let mut world = World::new();
        let mut pair = world.both();
        world.say(&mut pair[1], "thank you");
        farewell(&mut world, &mut pair[1], 1_000_000);
        world.settle(&mut pair);
        let other = world.another_space();
        world.disconnect(&mut pair[0]);
        world.server.spaces.remove(&world.space);
        world.pass_seconds(&mut pair[..1], later);
        world.connect(&mut pair[0]);
        world.settle(&mut pair[..1]);
        assert_eq!(pair[0].keys(), finding);
        let of_space = world.space.to_string();
        let kept = pair[0].vault.keys().filter(|name| name.contains(&of_space)).count();
        assert_eq!(kept == 0, finding.is_empty(), "{kept} things are kept");
        assert_eq!(pair[0].engine.space(world.space).is_none(), finding.is_empty());
        assert!(pair[0].engine.space(other).is_some(), "another space went too");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn two_devices_of_one_person_converge_with_every_word_once(schedule in proptest::collection::vec(happens(), 1..40)) {
        let mut world = World::new();
        let mut devices = [world.device(world.mara.account), world.device(world.mara.account)];
        let mut online = [false; 2];
        let mut said: [Vec<String>; 2] = Default::default();
        for (n, what) in schedule.into_iter().enumerate() {
            match what {
                Happens::Say(d) => {
                    let device = &mut devices[usize::from(d)];
                    if device.engine.space(world.space).is_some() {
                        let text = format!("{} {n}", if d { "desk" } else { "phone" });
                        world.say(device, &text);
                        said[usize::from(d)].push(text);
                    }
                }
                Happens::Break(d) => {
                    world.disconnect(&mut devices[usize::from(d)]);
                    online[usize::from(d)] = false;
                }
                Happens::Reload(d) => {
                    world.reload(&mut devices[usize::from(d)]);
                    online[usize::from(d)] = false;
                }
                Happens::Mend(d) => {
                    if !std::mem::replace(&mut online[usize::from(d)], true) {
                        world.connect(&mut devices[usize::from(d)]);
                    }
                }
                Happens::Steps(d, count) => {
                    for _ in 0..count {
                        world.step(&mut devices[usize::from(d)]);
                    }
                }
                Happens::Wait => world.pass_seconds(&mut devices, 3),
            }
        }
        for (device, online) in devices.iter_mut().zip(online) {
            if !online {
                world.connect(device);
            }
        }
        for _ in 0..4 {
            world.settle(&mut devices);
        }
        let [phone, desk] = &devices;
        let (texts, others) = (world.texts(phone), world.texts(desk));
        prop_assert_eq!(&texts, &others);
        for (said, prefix) in said.iter().zip(["phone", "desk"]) {
            let of_device: Vec<&String> = texts.iter().filter(|text| text.starts_with(prefix)).collect();
            prop_assert_eq!(of_device, said.iter().collect::<Vec<_>>(), "each once, in order");
        }
        prop_assert_eq!(phone.keys(), NONE);
        prop_assert_eq!(desk.keys(), NONE);
    }
}
