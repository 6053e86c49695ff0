//! Noise of every kind is ignored or refused, and the conversation goes on.

mod world;

use std::time::Duration;

use proptest::prelude::*;
use rapport_sfu::{Input, Media, SfuError, Transport, limits};
use world::{Link, Person, World};

fn stranger() -> std::net::SocketAddr {
    "203.0.113.9:5555".parse().expect("an address")
}

fn poke(world: &mut World, source: std::net::SocketAddr, payload: &[u8]) {
    for transport in [Transport::Udp, Transport::Tcp] {
        world.sfu.handle(&Input::Datagram { transport, source, payload }, world.now);
        world.drain_sfu();
    }
}

#[test]
fn a_conversation_survives_noise_from_strangers_and_from_its_own_addresses() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    world.join(2, Link::GOOD);
    world.run(Duration::from_secs(3));
    let before = world.person(2).numbers(1, Media::Video).len();
    let own = world.person(1).address;
    for size in [0, 1, 2, 11, 12, 19, 20, 100, 1500, limits::DATAGRAM_BYTES_MAX + 1, 65_535] {
        for first in [0_u8, 1, 2, 20, 22, 63, 64, 127, 128, 144, 191, 200, 255] {
            for second in [0_u8, 1, 96, 111, 200, 201, 205, 206, 255] {
                let mut noise = vec![0xA5; size];
                for (byte, value) in noise.iter_mut().zip([first, second]) {
                    *byte = value;
                }
                poke(&mut world, stranger(), &noise);
                poke(&mut world, own, &noise);
            }
        }
    }
    world.run(Duration::from_secs(3));
    assert!(world.person(2).numbers(1, Media::Video).len() > before + 60);
    assert!(world.sfu.counters().datagrams_ignored > 1_000);
}

#[test]
fn an_unknown_user_name_and_a_forged_one_are_ignored() {
    let mut world = World::new();
    world.join(1, Link::GOOD);
    let known = world.sfu.known_paths();
    let mut request = vec![0, 1, 0, 12, 0x21, 0x12, 0xA4, 0x42];
    request.extend([7; 12]);
    request.extend([0, 6, 0, 7]);
    request.extend(b"abcd:ef\0");
    poke(&mut world, stranger(), &request);
    assert_eq!(world.sfu.known_paths(), known);
}

#[test]
fn descriptions_that_make_no_sense_are_refused() {
    let mut world = World::new();
    let now = world.now;
    let seat = World::seat(1);
    assert!(matches!(world.sfu.join(seat, "", now), Err(SfuError::SdpRefused(_))));
    assert!(matches!(world.sfu.join(seat, "v=0\r\n", now), Err(SfuError::SdpRefused(_))));
    let long = "a".repeat(limits::SDP_BYTES_MAX + 1);
    assert_eq!(world.sfu.join(seat, &long, now), Err(SfuError::SdpTooLong));
    assert_eq!(world.sfu.join(seat, "a=simulcast:send h;l", now), Err(SfuError::Simulcast));
    assert_eq!(world.sfu.answer(seat, "v=0", now), Err(SfuError::NotInRoom));
    assert_eq!(world.sfu.rooms(), 0, "a refused join leaves no room behind");
    assert_eq!(world.sfu.known_paths(), 0);

    world.join(1, Link::GOOD);
    world.run(Duration::from_secs(1));
    assert_eq!(world.sfu.answer(seat, &answer_like(), world.now), Err(SfuError::NothingOffered));
    assert!(world.person(1).is_connected());
}

fn answer_like() -> String {
    Person::new(9, Transport::Udp, World::new().now).1
}

#[test]
fn a_full_room_refuses_and_stays_as_it_is() {
    let mut world = World::new();
    for number in 1..=limits::ROOM_PARTICIPANTS_MAX as u32 {
        world.join(number, Link::GOOD);
    }
    let (_, offer) = Person::new(99, Transport::Udp, world.now);
    assert_eq!(world.sfu.join(World::seat(99), &offer, world.now), Err(SfuError::RoomFull));
    assert_eq!(world.sfu.rooms(), 1);

    // And everybody's description of everybody else stays within bounds.
    let all = 2 * (limits::ROOM_PARTICIPANTS_MAX - 1);
    let offered =
        world.run_until(Duration::from_secs(5), |world| world.people.values().all(|p| p.tracks.len() == all));
    assert!(offered, "everybody is offered everybody");
    let most = world.people.values().map(|person| person.longest_offer).max().unwrap_or_default();
    assert!(most < limits::SDP_BYTES_MAX, "an offer of {most} bytes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_mutation_of_an_offer_or_of_a_datagram_panics(
        cuts in proptest::collection::vec((0_usize..4000, any::<u8>()), 1..12),
        noise in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut world = World::new();
        let (_, offer) = Person::new(1, Transport::Udp, world.now);
        let mut bytes = offer.into_bytes();
        for (at, value) in cuts {
            let at = at % bytes.len();
            bytes[at] = value;
        }
        let _ = world.sfu.join(World::seat(1), &String::from_utf8_lossy(&bytes), world.now);
        let _ = world.sfu.offer(World::seat(1), &String::from_utf8_lossy(&noise), world.now);
        let _ = world.sfu.answer(World::seat(1), &String::from_utf8_lossy(&bytes), world.now);
        poke(&mut world, stranger(), &noise);
        world.sfu.leave(World::seat(1), world.now);
        prop_assert_eq!(world.sfu.rooms(), 0);
    }
}
