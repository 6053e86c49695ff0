//! Whoever listens inside the SFU sees what was sealed, byte for byte, and no more.

mod world;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use world::{Link, Sealing, World};

const CANARY: &[u8] = b"what was said in this room";

fn tapped(sealing: Sealing) -> (World, Vec<Vec<u8>>) {
    let mut world = World::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tap = seen.clone();
    world.sfu.set_tap(Box::new(move |payload| tap.lock().expect("a lock").push(payload.to_vec())));
    for number in 1..=2 {
        world.join(number, Link::GOOD);
        world.person(number).sealing = sealing;
    }
    world.run(Duration::from_secs(4));
    let seen = seen.lock().expect("a lock").clone();
    (world, seen)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn the_canary_is_never_seen() {
    let (_, seen) = tapped(Sealing::On);
    assert!(seen.len() > 300);
    assert!(!seen.iter().any(|payload| contains(payload, CANARY)));
}

#[test]
fn this_test_would_notice() {
    let (_, seen) = tapped(Sealing::Off);
    assert!(seen.iter().any(|payload| contains(payload, CANARY)));
}

#[test]
fn payloads_are_pieces_of_sealed_frames() {
    let (world, seen) = tapped(Sealing::On);
    let sealed: Vec<&Vec<u8>> = world.people.values().flat_map(|person| &person.sealed).collect();
    for payload in seen {
        // Voice is sent as it is; a picture's pieces follow a descriptor of a few bytes.
        let whole = sealed.iter().any(|frame| **frame == payload);
        let piece = (1..=6).any(|skip| {
            payload.get(skip..).is_some_and(|rest| sealed.iter().any(|frame| contains(frame, rest)))
        });
        assert!(whole || piece, "{} bytes that nobody sealed", payload.len());
    }
}
