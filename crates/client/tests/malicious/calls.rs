//! Calls: keys reach those who prove to be there, and nobody whom the server puts in their place.

use rapport_care::content::CallKind;
use rapport_care::conversation::Body;
use rapport_client::call::{CallEvent, CallStage};
use rapport_seal::call::{Call, FrameKeys};
use rapport_wire::CallId;
use rapport_wire::call::CallDown;
use rapport_wire::socket::Down;

use super::support::{Device, World};
use super::{honest, noticed};

fn meet(world: &mut World, pair: &mut [Device; 2]) {
    for device in pair.iter_mut() {
        device.engine.call_join(world.space, CallKind::Video).unwrap();
        world.outputs(device);
    }
    world.settle(pair);
}

fn sending(device: &Device) -> Vec<&FrameKeys> {
    let heard = device.heard.iter();
    heard
        .filter_map(|event| if let CallEvent::SenderKeys(keys) = event { Some(keys) } else { None })
        .collect()
}

fn opening(device: &Device) -> Vec<&FrameKeys> {
    let heard = device.heard.iter();
    heard
        .filter_map(|event| if let CallEvent::ReceiverKeys { keys, .. } = event { Some(keys) } else { None })
        .collect()
}

#[test]
fn each_can_open_what_the_other_sends() {
    let (mut world, mut pair) = honest();
    meet(&mut world, &mut pair);
    assert_eq!(opening(&pair[0]).last(), sending(&pair[1]).last());
    assert_eq!(opening(&pair[1]).last(), sending(&pair[0]).last());
    let view = pair[0].engine.call_view().unwrap();
    assert_eq!(view.stage, CallStage::Inside);
    assert!(view.others[0].proven && view.others[0].camera);
    assert!(pair.iter().all(|device| device.keys().is_empty()));
}

#[test]
fn whoever_leaves_cannot_open_what_follows_and_the_session_is_written_down() {
    let (mut world, mut pair) = honest();
    meet(&mut world, &mut pair);
    let before = sending(&pair[0]).len();
    pair[1].engine.call_leave(world.now, &mut world.rng);
    world.settle(&mut pair);
    assert_eq!(sending(&pair[0]).len(), before + 1, "a fresh generation");
    assert_eq!(opening(&pair[1]).last().map(|keys| keys.generation), Some(1));
    pair[0].engine.call_leave(world.now, &mut world.rng);
    world.settle(&mut pair);
    let notes = |device: &Device| {
        let items = device.engine.timeline(world.space, 99).items;
        items.iter().filter(|item| matches!(item.body, Body::Call(_))).count()
    };
    assert_eq!((notes(&pair[0]), notes(&pair[1])), (1, 1));
}

#[test]
fn a_hello_put_in_place_of_the_clients_is_named_and_gets_no_keys() {
    let (mut world, mut pair) = honest();
    // The server has no key of Mara's, so it signs with one of its own.
    let mut cheat = world.device(world.thea.account);
    world.connect(&mut cheat);
    world.settle(std::slice::from_mut(&mut cheat));
    let standing = cheat.engine.standing(world.space).unwrap();
    let forged = Call::enter(&standing.author, standing.epochs, CallId::from_bytes([6; 16]), &mut world.rng);
    let forged = forged.unwrap().hello();
    let tamper = move |frame| match frame {
        Down::Call { space, call: CallDown::Joined(mut joined) } => {
            joined.hello = joined.hello.map(|_| forged.clone().into());
            vec![Down::Call { space, call: CallDown::Joined(joined) }]
        }
        other => vec![other],
    };
    world.server.tamper.insert(world.thea.account, Box::new(tamper));
    meet(&mut world, &mut pair);
    assert_eq!(noticed(&pair[0]), "finding-call-identity");
    assert!(opening(&pair[0]).is_empty() && opening(&pair[1]).is_empty());
    assert!(!pair[0].engine.call_view().unwrap().others[0].proven);
}
