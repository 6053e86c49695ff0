//! Two people hear and see each other, by UDP and by TCP.

mod world;

use std::time::Duration;

use rapport_sfu::{Media, Signal, Transport};
use world::{Link, World};

fn converse(transport: Transport) -> World {
    let mut world = World::new();
    world.join_by(1, Link::GOOD, transport);
    world.join_by(2, Link::GOOD, transport);
    let both = world.run_until(Duration::from_secs(5), |world| {
        world.people.values().all(|person| person.tracks.len() == 2)
    });
    assert!(both, "each is offered the other's voice and camera");
    world.run(Duration::from_secs(5));
    world
}

fn assert_conversation(mut world: World) {
    for (me, other) in [(1, 2), (2, 1)] {
        let person = world.person(me);
        assert!(person.heard.contains(&Signal::Connected));
        assert_eq!(person.tracks.len(), 2);
        let voice = person.numbers(other, Media::Audio);
        assert!(voice.len() > 200, "{} frames of voice", voice.len());
        assert!(voice.windows(2).all(|pair| pair[1] == pair[0] + 1), "voice without gaps");
        let picture = person.numbers(other, Media::Video);
        assert!(picture.len() > 100, "{} pictures", picture.len());
        assert!(picture.windows(2).all(|pair| pair[1] == pair[0] + 1), "pictures without gaps");
        let first = person.frames.iter().find(|frame| frame.kind == Media::Video);
        assert!(first.is_some_and(|frame| frame.key), "pictures begin with a key frame");
    }
}

#[test]
fn by_udp() {
    assert_conversation(converse(Transport::Udp));
}

#[test]
fn by_tcp() {
    assert_conversation(converse(Transport::Tcp));
}
