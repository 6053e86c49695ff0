//! Leaving frees everything, however one leaves.

mod world;

use std::time::Duration;

use rapport_sfu::{CloseReason, Media, Signal};
use world::{Link, World};

#[test]
fn the_others_lose_the_tracks_and_the_last_closes_the_room() {
    let mut world = World::new();
    for number in 1..=3 {
        world.join(number, Link::GOOD);
    }
    world.run(Duration::from_secs(3));
    assert_eq!(world.person(1).tracks.len(), 4);

    world.leave(2);
    world.run(Duration::from_secs(1));
    let left: Vec<u32> = world.person(1).tracks.iter().map(|track| track.participant.0).collect();
    assert_eq!(left, [3, 3], "only who is still there is offered");

    world.join(4, Link::GOOD);
    world.run(Duration::from_secs(3));
    assert!(world.person(1).numbers(4, Media::Video).len() > 40, "a freed section serves again");

    for number in [1, 3, 4] {
        world.leave(number);
    }
    assert_eq!(world.sfu.rooms(), 0);
    assert_eq!(world.sfu.known_paths(), 0);
}

#[test]
fn silence_is_interruption_and_then_the_end() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(3));
    world.people.remove(&2);
    world.run(Duration::from_secs(90));
    let about_two: Vec<&Signal> =
        world.signals.iter().filter(|(seat, _)| seat.participant.0 == 2).map(|(_, signal)| signal).collect();
    assert!(about_two.contains(&&Signal::Interrupted));
    assert!(about_two.contains(&&Signal::Closed(CloseReason::Lost)));
    assert!(world.person(1).tracks.is_empty());
}

#[test]
fn whoever_never_connects_is_removed() {
    let mut world = World::new();
    world.join(1, Link { loss: 1000, ..Link::GOOD });
    world.people.remove(&1);
    world.run(Duration::from_secs(40));
    assert!(world.signals.iter().any(|(_, signal)| *signal == Signal::Closed(CloseReason::NeverConnected)));
    assert_eq!(world.sfu.rooms(), 0);
}

#[test]
fn joining_again_replaces_the_old_connection() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(3));
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(3));
    assert_eq!(world.person(1).tracks.len(), 2);
    assert!(world.person(2).numbers(1, Media::Video).len() > 40);
    assert!(world.person(1).numbers(2, Media::Audio).len() > 200);
}
