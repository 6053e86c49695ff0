//! Reads the vectors, from the stored files alone, as another client would.

use rapport_envelope::dropbox::dropbox_info;
use rapport_envelope::{CallHello, Chain, Identity, Log, SealedBox};
use rapport_seal::attachment::{Manifest, Opener};
use rapport_seal::frame::{Codec, FrameOpener};
use rapport_seal::identity::ReceiveSecret;
use rapport_seal::invitation::Link;
use rapport_seal::mark::{self, Note};
use rapport_seal::words::RecoveryWords;
use rapport_seal::{Epochs, Key, Keyring, SecretIdentity, code, dropbox, entry, keyring, unlock};
use rapport_wire::{AccountId, SpaceId};
use serde_json::Value;

use super::load;

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn key(value: &Value) -> Key {
    Key::from_slice(&bytes(value)).unwrap()
}

fn identity_of(seeds: &Value) -> SecretIdentity {
    SecretIdentity::from_seeds(&key(&seeds["sign_seed"]), key(&seeds["receive_seed"]))
}

fn account(value: &Value) -> AccountId {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn identity() {
    let v = load("identity");
    let secret = identity_of(&v["seeds"]);
    let public = Identity::from_bytes(&bytes(&v["identity"])).unwrap();
    assert_eq!(secret.public(), public);
    assert_eq!(public.fingerprint().to_vec(), bytes(&v["fingerprint"]));
    assert_eq!(v["code"].as_array().unwrap().len(), 6);
    assert!(v["code"].as_array().unwrap().iter().zip(code::words(&public)).all(|(a, b)| a == b));
    let signature = bytes(&v["signed"]["signature"]).try_into().unwrap();
    let label = v["signed"]["label"].as_str().unwrap();
    assert!(public.verify(label, &bytes(&v["signed"]["message"]), &signature).is_ok());
    let s = &v["sealed"];
    let sealed = SealedBox::from_bytes(&bytes(&s["box"])).unwrap();
    assert_eq!(*secret.open(&bytes(&s["info"]), &bytes(&s["aad"]), &sealed).unwrap(), bytes(&s["clear"]));
}

#[test]
fn recovery_words() {
    let v = load("words");
    let words = RecoveryWords::parse(v["words"].as_str().unwrap()).unwrap();
    assert_eq!(words, RecoveryWords::from_entropy(key(&v["entropy"])));
    assert_eq!(words.verify_key().to_vec(), bytes(&v["verify_key"]));
    assert_eq!(words.receive_key().as_bytes().to_vec(), bytes(&v["receive_key"]));
    assert_eq!(words.prove(&bytes(&v["challenge"])).to_vec(), bytes(&v["proof"]));
}

#[test]
fn keyring() {
    let v = load("keyring");
    let (first, second) = (&v["first"], &v["second"]);
    let earlier = Keyring::open(&bytes(&first["keyring"]), &key(&v["passphrase_key"])).unwrap();
    let ring = Keyring::open(&bytes(&second["keyring"]), &key(&v["passphrase_key"])).unwrap();
    assert_eq!(ring.check_follows(&earlier.mark()), Ok(()));
    assert!(earlier.check_follows(&ring.mark()).is_err());
    assert_eq!(
        (ring.account(), ring.display_name()),
        (account(&v["account"]), v["display_name"].as_str().unwrap())
    );
    assert_eq!(ring.identity().public(), identity_of(&v["identity"]).public());
    let pinned = ring.pins().person(account(&second["pinned"]["account"])).unwrap();
    assert_eq!(pinned.fingerprint.to_vec(), bytes(&second["pinned"]["fingerprint"]));
    assert_eq!(ring.mark().link.to_vec(), bytes(&second["link"]));
    assert_eq!(keyring::hash_of(&bytes(&second["keyring"])).to_vec(), bytes(&second["hash"]));
    let words = RecoveryWords::from_entropy(key(&v["recovery_entropy"]));
    assert_eq!(Keyring::recover(&bytes(&second["recovery"]), &words).unwrap().mark(), ring.mark());
    let u = &v["unlock"];
    let opened =
        unlock::open(ring.account(), &bytes(&u["device_key"]), &key(&u["local"]), &bytes(&u["sealed"]));
    let opened = opened.unwrap();
    assert_eq!((opened.body_key, opened.seen), (key(&second["body_key"]), ring.mark()));
}

/// The log of `space.json`, verified from its id, and what Mara learns from it.
fn read_space(v: &Value) -> (Log, Epochs, SecretIdentity) {
    let space: SpaceId = v["space"].as_str().unwrap().parse().unwrap();
    let (mara, identity) = (account(&v["mara"]["account"]), identity_of(&v["mara"]["seeds"]));
    let records: Vec<(Vec<u8>, Vec<u8>)> =
        v["records"].as_array().unwrap().iter().map(|r| (bytes(&r["record"]), bytes(&r["wraps"]))).collect();
    let mut log = Log::begin(space, &records[0].0, Some(&records[0].1)).unwrap();
    for (record, wraps) in &records[1..] {
        log.append(record, Some(wraps), None).unwrap();
    }
    let mut epochs = Epochs::default();
    for (_, wraps) in &records {
        let _ = epochs.learn(&log, wraps, mara, &identity);
    }
    (log, epochs, identity)
}

#[test]
fn a_space_and_what_is_said_in_it() {
    let v = load("space");
    let (log, epochs, _) = read_space(&v);
    assert_eq!(log.head().to_vec(), bytes(&v["head"]));
    assert_eq!(log.roster_hash().to_vec(), bytes(&v["roster"]));
    assert_eq!(epochs.known().count(), v["epoch_keys"].as_array().unwrap().len());
    let link = Link::parse(v["link"].as_str().unwrap()).unwrap();
    assert_eq!(link.space, log.space());
    assert_eq!(link.secret.id().to_string(), v["invitation"]["id"].as_str().unwrap());
    assert_eq!(link.secret.token().to_vec(), bytes(&v["invitation"]["token"]));
    assert_eq!(link.secret.token_hash().to_vec(), bytes(&v["invitation"]["token_hash"]));

    let mut chain = Chain::new(log.space());
    for (position, e) in (1..).zip(v["entries"].as_array().unwrap()) {
        let body = bytes(&e["body"]);
        let head = chain.append(&log, position, &bytes(&e["head"]), Some(&body)).unwrap();
        assert_eq!(*entry::open(&epochs, &head, &body).unwrap(), bytes(&e["content"]));
        assert_eq!(chain.transcript().to_vec(), bytes(&e["transcript"]));
    }

    let opened = mark::open(&log, &epochs, &bytes(&v["mark"]["bytes"]), 40).unwrap();
    let said = Note::Progress { received: 2, read: 1, transcript: chain.transcript() };
    assert_eq!((opened.counter, opened.note), (v["mark"]["counter"].as_u64().unwrap(), said));
    assert_eq!(mark::open(&log, &epochs, &bytes(&v["hint"]["bytes"]), 41).unwrap().note, Note::Typing);

    let d = &v["dropped"];
    let epoch = u32::try_from(d["epoch"].as_u64().unwrap()).unwrap();
    let dropped = SealedBox::from_bytes(&bytes(&d["box"])).unwrap();
    assert_eq!(*dropbox::open(&log, &epochs, epoch, &dropped).unwrap(), bytes(&d["clear"]));
    assert!(dropbox_info(&log.space(), epoch).starts_with(b"rapport/dropbox/v1"));
}

#[test]
fn a_call() {
    let (v, s) = (load("call"), load("space"));
    let (log, _, _) = read_space(&s);
    let hello = CallHello::from_bytes(&bytes(&v["mara_hello"])).unwrap();
    assert!(hello.verify(&log.member(hello.account).unwrap().identity).is_ok());
    let ephemeral = ReceiveSecret::from_seed(key(&v["mara_ephemeral_seed"]));
    assert_eq!(ephemeral.public(), hello.seal_to);
    let theirs = CallHello::from_bytes(&bytes(&v["thea_hello"])).unwrap();

    // version (1) | counter (8) | length (4) | sealed | signature (64), opened by hand.
    let relay = bytes(&v["relay_thea_to_mara"]);
    let (counter, sealed) = (&relay[1..9], &relay[13..relay.len() - 64]);
    let info = [b"rapport/call-relay/v1", &theirs.hash()[..], &hello.hash(), counter].concat();
    let signature = relay[relay.len() - 64..].try_into().unwrap();
    let signer = &log.member(theirs.account).unwrap().identity;
    assert!(signer.verify("rapport/call-relay/v1", &[&info[..], sealed].concat(), &signature).is_ok());
    let opened = ephemeral.open(&info, b"", &SealedBox::from_bytes(sealed).unwrap()).unwrap();
    assert_eq!(opened[..5], [0, 0, 0, 41, 1]);

    let keys = &v["thea_frame_keys"];
    let generation = keys["generation"].as_u64().unwrap();
    for (codec, name, medium) in [(Codec::Opus, "opus", "audio"), (Codec::Vp8, "vp8", "video")] {
        let (mut frames, mut out) = (FrameOpener::default(), Vec::new());
        frames.add(generation, &key(&keys[medium])).unwrap();
        frames.open(codec, &bytes(&v[name]["sealed"]), &mut out).unwrap();
        assert_eq!(out, bytes(&v[name]["clear"]));
    }
}

#[test]
fn an_attachment() {
    let v = load("attachment");
    let manifest = Manifest::from_bytes(&bytes(&v["manifest"])).unwrap();
    let mut opener = Opener::new(&manifest);
    assert_eq!(*opener.push(&bytes(&v["chunks"][0])).unwrap(), bytes(&v["clear"]));
    assert!(opener.is_done());
}
