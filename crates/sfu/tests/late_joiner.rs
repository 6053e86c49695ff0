//! Somebody who joins after sequence numbers rolled over decodes at once.

mod world;

use std::time::Duration;

use rapport_sfu::Media;
use world::{Link, World};

#[test]
fn decodes_from_a_fresh_key_frame() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    // Big pictures: 65,536 packets go by in under a minute.
    world.person(1).picture_bytes = 80_000;
    world.join(2, Link::GOOD);
    world.run(Duration::from_mins(1));
    let packets = world.sfu.counters().packets_in;
    assert!(packets > 70_000, "only {packets} packets: the counter did not roll over");
    world.person(1).picture_bytes = 2_500;
    world.run(Duration::from_secs(1));

    let asked_before = world.person(1).key_frames_sent;
    world.join(3, Link::GOOD);
    let seen = world.run_until(Duration::from_secs(5), |world| {
        world.people[&3].frames.iter().any(|frame| frame.from == 1 && frame.kind == Media::Video)
    });
    assert!(seen, "a picture of somebody who has been there for long");
    let first = world.people[&3].frames.iter().find(|f| f.from == 1 && f.kind == Media::Video);
    assert!(first.is_some_and(|frame| frame.key));
    assert!(world.person(1).key_frames_sent > asked_before, "the camera was asked for a key frame");

    world.run(Duration::from_secs(2));
    let numbers = world.person(3).numbers(1, Media::Video);
    assert!(numbers.len() > 40 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1));
}

#[test]
fn a_crowd_joining_at_once_costs_few_key_frames() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.run(Duration::from_secs(1));
    for number in 2..=8 {
        world.join(number, Link::GOOD);
    }
    world.run(Duration::from_secs(3));
    for number in 2..=8 {
        assert!(world.person(number).numbers(1, Media::Video).len() > 20);
    }
    let asked = world.person(1).key_frames_sent;
    assert!(asked <= 7, "{asked} key frames in four seconds");
}
