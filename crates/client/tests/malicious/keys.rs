//! Swapped public keys: in a record, behind the back of a pin, and old keyrings handed out.

use rapport_client::ClientError;
use rapport_envelope::{Act, Record};
use rapport_seal::pins::Trust;
use rapport_seal::{Key, Keyring, SecretIdentity};
use rapport_wire::socket::Down;

use super::support::World;
use super::{honest, noticed};

/// Rewrites the client's Join on its way to a device that knows nothing yet.
fn with_join(world: &mut World, change: impl Fn(&mut Record) + 'static) {
    let tamper = move |frame| match frame {
        Down::Records { space, mut records, more } => {
            for stored in &mut records {
                let mut record = Record::from_bytes(&stored.record).unwrap();
                if matches!(record.act, Act::Join { .. }) {
                    change(&mut record);
                    stored.record = record.to_bytes().into();
                }
            }
            vec![Down::Records { space, records, more }]
        }
        other => vec![other],
    };
    world.server.tamper.insert(world.thea.account, Box::new(tamper));
}

#[test]
fn a_swapped_public_key_is_noticed() {
    let mut world = World::new();
    let theirs = SecretIdentity::generate(&mut world.rng).public();
    with_join(&mut world, move |record| {
        if let Act::Join { identity, .. } = &mut record.act {
            *identity = theirs.clone();
        }
    });
    let mut device = world.device(world.thea.account);
    world.connect(&mut device);
    world.settle(std::slice::from_mut(&mut device));
    assert_eq!(noticed(&device), "finding-membership");
}

#[test]
fn a_swapped_key_with_its_own_signature_is_noticed_as_well() {
    let mut world = World::new();
    let cheat = SecretIdentity::generate(&mut world.rng);
    with_join(&mut world, move |record| {
        if let Act::Join { identity, .. } = &mut record.act {
            *identity = cheat.public();
        }
        record.signature = cheat.sign(rapport_envelope::record::RECORD_LABEL, &record.body());
    });
    let mut device = world.device(world.thea.account);
    world.connect(&mut device);
    world.settle(std::slice::from_mut(&mut device));
    // The invitation's key has signed other keys than these.
    assert_eq!(noticed(&device), "finding-membership");
}

#[test]
fn other_keys_than_the_known_ones_are_noticed_until_somebody_says_yes() {
    let mut world = World::new();
    let mut device = world.device(world.thea.account);
    let (mara, before) =
        (world.mara.account, SecretIdentity::generate(&mut world.rng).public().fingerprint());
    device.engine.keyring_mut().pins_mut().pin(mara, before, Trust::Compared).unwrap();
    world.connect(&mut device);
    world.settle(std::slice::from_mut(&mut device));
    assert_eq!(noticed(&device), "finding-key-changed");
    assert_eq!(device.engine.findings()[0].account(), Some(mara));
    device.engine.accept_changed_keys(mara).unwrap();
    assert!(device.keys().is_empty());
    let now = world.mara.identity().public().fingerprint();
    assert_eq!(device.engine.keyring().pins().person(mara).unwrap().fingerprint, now);
}

#[test]
fn an_old_keyring_and_a_different_one_are_noticed() {
    let (mut world, _pair) = honest();
    let words = rapport_seal::words::RecoveryWords::generate(&mut world.rng);
    let lock = Key::random(&mut world.rng);
    let account = world.mara.account;
    let mut keyring = Keyring::create(account, world.mara.identity(), "Mara", &words, &lock, &mut world.rng);
    let first = keyring.seal(&mut world.rng).unwrap();
    let mut twin = Keyring::open(&first.keyring, &lock).unwrap();
    keyring.seal(&mut world.rng).unwrap();
    let newest = keyring.mark();
    assert!(keyring.check_follows(&newest).is_ok());

    let told = |error: rapport_seal::keyring::KeyringError| ClientError::from(error).key();
    let old = Keyring::open(&first.keyring, &lock).unwrap();
    assert_eq!(told(old.check_follows(&newest).unwrap_err()), "finding-keyring-rolled-back");
    twin.set_display_name("Somebody");
    twin.seal(&mut world.rng).unwrap();
    assert_eq!(told(twin.check_follows(&newest).unwrap_err()), "finding-keyring-forked");
}

#[test]
fn somebody_elses_spaces_are_not_taken_for_ones_own() {
    let mut world = World::new();
    let mut device = world.device(world.thea.account);
    let theirs = world.mara.account;
    let tamper = move |frame| match frame {
        Down::Welcome { now, spaces, .. } => vec![Down::Welcome { account: theirs, now, spaces }],
        other => vec![other],
    };
    world.server.tamper.insert(world.thea.account, Box::new(tamper));
    world.connect(&mut device);
    world.settle(std::slice::from_mut(&mut device));
    assert_eq!(noticed(&device), "finding-keyring-foreign");
    assert!(device.engine.spaces().is_empty());
}
