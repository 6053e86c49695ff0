//! A connection too weak for pictures gets voices, is told so, and recovers.

mod world;

use std::time::Duration;

use rapport_sfu::{Media, Quality, Signal};
use world::{Link, World};

#[test]
fn voice_only_until_it_recovers_and_nobody_else_suffers() {
    let mut world = World::new();
    for number in 1..=3 {
        world.join(number, Link::GOOD);
    }
    world.run(Duration::from_secs(10));
    assert!(!world.person(3).heard.iter().any(|signal| matches!(signal, Signal::Quality(_))));

    // Two cameras of 500 kbit/s do not fit through 250.
    let address = world.person(3).address;
    world.wire.set_link(address, Link { down_bps: Some(250_000), ..Link::GOOD });
    let told = world.run_until(Duration::from_secs(20), |world| {
        world.people[&3].heard.contains(&Signal::Quality(Quality::VoiceOnly))
    });
    assert!(told, "told that the connection carries voices only");
    world.run(Duration::from_secs(3));
    let pictures = world.person(3).numbers(1, Media::Video).len();
    let voices = world.person(3).numbers(1, Media::Audio).len();
    world.run(Duration::from_secs(2));
    let more = world.person(3).numbers(1, Media::Video).len() - pictures;
    assert!(more <= 3, "{more} pictures of 50, where only stragglers of before may come");
    assert!(world.person(3).numbers(1, Media::Audio).len() > voices + 90, "voices go on");
    assert!(world.person(2).numbers(1, Media::Video).len() > 300, "the others notice nothing");

    world.wire.set_link(address, Link::GOOD);
    let back = world.run_until(Duration::from_mins(2), |world| {
        world.people[&3].numbers(1, Media::Video).len() > pictures + 50
    });
    assert!(back, "pictures return by themselves");
}
