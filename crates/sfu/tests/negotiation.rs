//! Offers from both sides: one at a time, and nobody waits for ever.

mod world;

use std::time::Duration;

use rapport_sfu::{CloseReason, Media, Signal};
use world::{Link, World};

#[test]
fn a_camera_that_goes_off_and_on_is_seen_again() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(3));

    let off = world.person(1).turn_camera(false);
    world.sfu.offer(World::seat(1), &off, world.now).expect("an offer taken");
    world.drain_sfu();
    world.run(Duration::from_secs(1));
    let seen = world.person(2).numbers(1, Media::Video).len();
    let heard = world.person(2).numbers(1, Media::Audio).len();
    world.run(Duration::from_secs(2));
    assert_eq!(world.person(2).numbers(1, Media::Video).len(), seen, "nothing is shown");
    assert!(world.person(2).numbers(1, Media::Audio).len() > heard + 90, "the voice goes on");

    let on = world.person(1).turn_camera(true);
    world.sfu.offer(World::seat(1), &on, world.now).expect("an offer taken");
    world.drain_sfu();
    world.run(Duration::from_secs(3));
    assert!(world.person(2).numbers(1, Media::Video).len() > seen + 50, "shown again");
}

#[test]
fn an_offer_that_crosses_ours_is_ignored_and_may_be_made_again() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.run(Duration::from_secs(2));
    world.person(1).slow_to_answer = true;
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(2));
    assert!(world.person(1).unanswered.is_some(), "our offer is on its way");

    // Theirs crosses it. Being polite, they take it back, answer, and offer again.
    let theirs = world.person(1).turn_camera(false);
    world.sfu.offer(World::seat(1), &theirs, world.now).expect("no error");
    world.drain_sfu();
    assert!(world.person(1).is_waiting_for_answer(), "no answer to the offer that crossed");
    world.answer_late(1);
    let again = world.person(1).turn_camera(false);
    world.sfu.offer(World::seat(1), &again, world.now).expect("an offer taken");
    world.drain_sfu();
    assert!(!world.person(1).is_waiting_for_answer(), "answered this time");
    world.run(Duration::from_secs(3));
    assert!(world.person(1).numbers(2, Media::Video).len() > 40);
}

#[test]
fn whoever_never_answers_is_removed() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.person(1).slow_to_answer = true;
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(20));
    let closed = Signal::Closed(CloseReason::NoAnswer);
    assert!(world.person(1).heard.contains(&closed));
    assert!(world.person(2).tracks.is_empty());
}
