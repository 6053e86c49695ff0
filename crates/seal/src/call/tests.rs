use super::*;
use crate::fixture::World;
use crate::frame::{Codec, FrameError, FrameOpener, FrameSealer};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;

const ID: CallId = CallId::from_bytes([4; 16]);

struct Two {
    world: World,
    rng: ChaCha20Rng,
    thea: Call,
    mara: Call,
    to_mara: Peer,
    to_thea: Peer,
}

fn two() -> Two {
    let world = World::new();
    let mut rng = world.rng.clone();
    let thea = Call::enter(&world.by_thea(), &world.thea.epochs, ID, &mut rng).unwrap();
    let mara = Call::enter(&world.by_mara(), &world.mara.epochs, ID, &mut rng).unwrap();
    let to_mara = thea.meet(&mara.hello(), world.mara.account, &world.log, &world.thea.epochs).unwrap();
    let to_thea = mara.meet(&thea.hello(), world.thea.account, &world.log, &world.mara.epochs).unwrap();
    Two { world, rng, thea, mara, to_mara, to_thea }
}

#[test]
fn frames_pass_from_one_to_the_other_and_media_do_not_mix() {
    let mut two = two();
    let keys = Message::Keys;
    let bytes = two.thea.send(&mut two.to_mara, &keys, &two.world.thea.identity, &mut two.rng).unwrap();
    assert!(bytes.len() <= limits::CALL_RELAY_BYTES_MAX);
    let Received::Keys(keys) = two.mara.receive(&mut two.to_thea, &bytes).unwrap() else { panic!() };
    let own = two.thea.frame_keys();
    let (mut sealed, mut out) = (Vec::new(), Vec::new());
    FrameSealer::new(own.generation, &own.audio).unwrap().seal(Codec::Opus, b"\x78hi", &mut sealed).unwrap();
    let mut opener = FrameOpener::default();
    opener.add(keys.generation, &keys.audio).unwrap();
    opener.open(Codec::Opus, &sealed, &mut out).unwrap();
    assert_eq!(out, b"\x78hi");
    let mut pictures = FrameOpener::default();
    pictures.add(keys.generation, &keys.video).unwrap();
    assert_eq!(pictures.open(Codec::Opus, &sealed, &mut out), Err(FrameError::Forged));
}

#[test]
fn states_come_in_order_and_once() {
    let mut two = two();
    let state = State { microphone: true, camera: false, screen: true };
    let message = Message::State(state);
    let bytes = two.mara.send(&mut two.to_thea, &message, &two.world.mara.identity, &mut two.rng).unwrap();
    assert_eq!(two.thea.receive(&mut two.to_mara, &bytes), Ok(Received::State(state)));
    assert_eq!(two.thea.receive(&mut two.to_mara, &bytes), Err(CallError::Replayed));
}

#[test]
fn words_about_a_page_come_in_classes_of_size_and_fit_into_a_message() {
    let mut two = two();
    let mut sizes = Vec::new();
    for len in [0, 200, limits::CALL_PAGE_BYTES_MAX] {
        let page = Message::Page(vec![7; len]);
        let bytes = two.mara.send(&mut two.to_thea, &page, &two.world.mara.identity, &mut two.rng).unwrap();
        assert!(!two.to_mara.has_spoken() || len > 0);
        assert_eq!(two.thea.receive(&mut two.to_mara, &bytes), Ok(Received::Page(vec![7; len])));
        assert!(two.to_mara.has_spoken());
        sizes.push(bytes.len());
    }
    assert!(sizes[0] == sizes[1] && sizes[2] <= limits::CALL_RELAY_BYTES_MAX, "{sizes:?}");
    let endless = Message::Page(vec![7; limits::CALL_PAGE_BYTES_MAX + 1]);
    let refused = two.mara.send(&mut two.to_thea, &endless, &two.world.mara.identity, &mut two.rng);
    assert_eq!(refused, Err(CallError::Format(FormatError::Range("page"))));
}

#[test]
fn a_renewed_key_is_another() {
    let mut two = two();
    let before = two.thea.frame_keys();
    two.thea.renew(&mut two.rng);
    let after = two.thea.frame_keys();
    assert_eq!((before.generation, after.generation), (1, 2));
    assert_ne!(before.audio, after.audio);
}

#[test]
fn strangers_reflections_and_other_calls_are_refused() {
    let mut two = two();
    let (log, epochs) = (&two.world.log, &two.world.thea.epochs);
    let own = two.thea.hello();
    assert_eq!(two.thea.meet(&own, two.world.thea.account, log, epochs).unwrap_err(), CallError::Reflected);
    let hers = two.mara.hello();
    let refused = two.thea.meet(&hers, two.world.thea.account, log, epochs).unwrap_err();
    assert_eq!(refused, CallError::NotMember);
    let refused = two.thea.meet(&hers, two.world.mara.account, log, &Epochs::default()).unwrap_err();
    assert_eq!(refused, CallError::NoKey(2));
    let elsewhere = CallId::from_bytes([5; 16]);
    let other = Call::enter(&two.world.by_mara(), &two.world.mara.epochs, elsewhere, &mut two.rng).unwrap();
    let refused = two.thea.meet(&other.hello(), two.world.mara.account, log, epochs).unwrap_err();
    assert_eq!(refused, CallError::AnotherCall);
}

#[test]
fn the_removed_are_not_met() {
    let mut two = two();
    let (world, rng) = (&mut two.world, &mut two.rng);
    let gone =
        crate::space::remove(&world.by_thea(), &world.thea.epochs, world.mara.account, 0, rng).unwrap();
    world.append(&gone);
    let refused = two.thea.meet(&two.mara.hello(), world.mara.account, &world.log, &world.thea.epochs);
    assert_eq!(refused.unwrap_err(), CallError::NotMember);
}

#[test]
fn a_message_for_one_is_not_for_another_or_from_another() {
    let mut two = two();
    let (id, rng) = (&two.world.thea.identity, &mut two.rng);
    let bytes = two.thea.send(&mut two.to_mara, &Message::Keys, id, rng).unwrap();
    // Mara's second device gets what was meant for the first.
    let second = Call::enter(&two.world.by_mara(), &two.world.mara.epochs, ID, rng).unwrap();
    let (log, epochs) = (&two.world.log, &two.world.mara.epochs);
    let mut from_thea = second.meet(&two.thea.hello(), two.world.thea.account, log, epochs).unwrap();
    assert_eq!(second.receive(&mut from_thea, &bytes), Err(CallError::Signature));
    // Mara signs what Thea should have.
    let forged = two.thea.send(&mut two.to_mara, &Message::Keys, &two.world.mara.identity, rng).unwrap();
    assert_eq!(two.mara.receive(&mut two.to_thea, &forged), Err(CallError::Signature));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_flipped_bit_and_no_cut_passes(at: prop::sample::Index, bit in 0..8u32) {
        let mut two = two();
        let id = &two.world.thea.identity;
        let bytes = two.thea.send(&mut two.to_mara, &Message::Keys, id, &mut two.rng).unwrap();
        let at = at.index(bytes.len());
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        prop_assert!(two.mara.receive(&mut two.to_thea, &flipped).is_err());
        prop_assert!(two.mara.receive(&mut two.to_thea, &bytes[..at]).is_err());
        let hello = two.mara.hello();
        let at = at % hello.len();
        let mut flipped = hello.clone();
        flipped[at] ^= 1 << bit;
        let (log, epochs) = (&two.world.log, &two.world.thea.epochs);
        prop_assert!(two.thea.meet(&flipped, two.world.mara.account, log, epochs).is_err());
    }
}
