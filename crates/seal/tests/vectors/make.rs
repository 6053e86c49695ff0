//! Makes the vectors.

use hex::encode;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rapport_envelope::dropbox::drop_into;
use rapport_envelope::wraps::{Recipient, wrap_info};
use rapport_envelope::{Chain, Log, WrapSet};
use rapport_seal::attachment::Sealer;
use rapport_seal::call::{Call, Message};
use rapport_seal::frame::{Codec, FrameSealer};
use rapport_seal::invitation::{InvitationSecret, Link};
use rapport_seal::keyring::Mark;
use rapport_seal::mark::{self, Note};
use rapport_seal::pins::Trust;
use rapport_seal::space::{self, Author};
use rapport_seal::words::RecoveryWords;
use rapport_seal::{Epochs, Key, Keyring, SecretIdentity, code, entry, keyring, unlock};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, BlobId, CallId, EntryId, Role, Timestamp};
use serde_json::{Value, json};

use super::settle;

const THEA: AccountId = AccountId::from_bytes([0x11; 16]);
const MARA: AccountId = AccountId::from_bytes([0x22; 16]);

fn chance(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn seeds(identity: &SecretIdentity) -> Value {
    let (sign, receive) = identity.seeds();
    json!({ "sign_seed": encode(sign.as_bytes()), "receive_seed": encode(receive.as_bytes()) })
}

#[test]
fn identity() {
    let identity = SecretIdentity::generate(&mut chance(1));
    let sealed =
        identity.public().seal_to().seal(b"an info", b"an aad", b"some words", &mut chance(2)).unwrap();
    settle(
        "identity",
        &json!({
            "seeds": seeds(&identity),
            "identity": encode(identity.public().to_bytes()),
            "fingerprint": encode(identity.public().fingerprint()),
            "code": code::words(&identity.public()),
            "signed": { "label": "rapport/example/v1", "message": encode(b"hello"),
                "signature": encode(identity.sign("rapport/example/v1", b"hello")) },
            "sealed": { "info": encode(b"an info"), "aad": encode(b"an aad"), "clear": encode(b"some words"),
                "box": encode(sealed.to_bytes()) },
        }),
    );
}

#[test]
fn recovery_words() {
    let entropy = Key::random(&mut chance(3));
    let words = RecoveryWords::from_entropy(entropy.duplicate());
    settle(
        "words",
        &json!({
            "entropy": encode(entropy.as_bytes()),
            "words": words.text().as_str(),
            "verify_key": encode(words.verify_key()),
            "receive_key": encode(words.receive_key().as_bytes()),
            "challenge": encode([7; 32]),
            "proof": encode(words.prove(&[7; 32])),
        }),
    );
}

#[test]
fn keyring() {
    let mut rng = chance(4);
    let entropy = Key::random(&mut rng);
    let words = RecoveryWords::from_entropy(entropy.duplicate());
    let (passphrase_key, identity) = (Key::random(&mut rng), SecretIdentity::generate(&mut rng));
    let seeds = seeds(&identity);
    let mut owned = Keyring::create(MARA, identity, "Mara", &words, &passphrase_key, &mut rng);
    let first = owned.seal(&mut rng).unwrap();
    owned.pins_mut().pin(THEA, [5; 32], Trust::Compared).unwrap();
    let second = owned.seal(&mut rng).unwrap();
    let Mark { version, link } = owned.mark();
    let device_key = [9; 32];
    let copy = unlock::make(MARA, &device_key, owned.body_key(), owned.mark(), &mut rng);
    settle(
        "keyring",
        &json!({
            "account": MARA, "passphrase_key": encode(passphrase_key.as_bytes()),
            "recovery_entropy": encode(entropy.as_bytes()), "identity": seeds, "display_name": "Mara",
            "first": { "keyring": encode(&first.keyring), "recovery": encode(&first.recovery) },
            "second": { "keyring": encode(&second.keyring), "recovery": encode(&second.recovery),
                "hash": encode(keyring::hash_of(&second.keyring)), "version": version, "link": encode(link),
                "body_key": encode(owned.body_key().as_bytes()),
                "pinned": { "account": THEA, "fingerprint": encode([5; 32]) } },
            "unlock": { "device_key": encode(device_key), "local": encode(copy.local.as_bytes()),
                "sealed": encode(&copy.sealed) },
        }),
    );
}

struct Person {
    account: AccountId,
    identity: SecretIdentity,
    epochs: Epochs,
}

struct World {
    rng: ChaCha20Rng,
    log: Log,
    appends: Vec<Append>,
    people: [Person; 2],
    link: Link,
}

impl World {
    fn new() -> Self {
        let mut rng = chance(5);
        let thea =
            Person { account: THEA, identity: SecretIdentity::generate(&mut rng), epochs: Epochs::default() };
        let mara =
            Person { account: MARA, identity: SecretIdentity::generate(&mut rng), epochs: Epochs::default() };
        let genesis =
            space::genesis(SpaceKind::Care, Role::Therapist, THEA, &thea.identity, &mut rng).unwrap();
        let id = Log::space_of(&genesis.record);
        let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
        let secret = InvitationSecret::generate(&mut rng);
        let link = Link { secret, space: id, practice: id };
        let mut world = Self { rng, log, appends: vec![genesis], people: [thea, mara], link };
        world.learn();
        world.invite_and_join();
        let rotated =
            space::rotate(&world.author(0), &world.people[0].epochs, &mut world.rng.clone()).unwrap();
        world.append(rotated);
        world
    }

    fn invite_and_join(&mut self) {
        let mut rng = self.rng.clone();
        let expires = Timestamp::from_millis(1_000_000);
        let invite = space::invite(
            &self.author(0),
            &self.people[0].epochs,
            Role::Client,
            expires,
            &self.link.secret,
            &mut rng,
        )
        .unwrap();
        self.append(invite.clone());
        let wraps = invite.wraps.as_deref().unwrap();
        self.people[1].epochs.learn_invited(&self.log, &invite.record, wraps, &self.link.secret).unwrap();
        let join = space::join(&self.author(1), &self.people[1].epochs, &self.link.secret, &mut rng).unwrap();
        self.append(join);
        self.rng = rng;
    }

    fn author(&self, person: usize) -> Author<'_> {
        let Person { account, identity, .. } = &self.people[person];
        Author { log: &self.log, account: *account, identity }
    }

    fn append(&mut self, append: Append) {
        self.log.append(&append.record, append.wraps.as_deref(), None).unwrap();
        self.appends.push(append);
        self.learn();
    }

    fn learn(&mut self) {
        let wraps = self.appends.last().unwrap().wraps.as_deref().unwrap();
        for person in &mut self.people {
            let _ = person.epochs.learn(&self.log, wraps, person.account, &person.identity);
        }
    }

    /// The bytes of an epoch's key, from Thea's wrap.
    fn epoch_key(&self, epoch: u32) -> String {
        let info = self.log.epoch_info(epoch).unwrap();
        let set = self
            .appends
            .iter()
            .filter_map(|a| a.wraps.as_deref())
            .find(|w| WrapSet::hash_of(w) == info.start.wraps);
        let set = WrapSet::from_bytes(set.unwrap()).unwrap();
        let recipient = Recipient::Member(THEA);
        let thea = &self.people[0].identity;
        let bound = wrap_info(&info.binding, epoch, recipient, thea.public().seal_to(), &info.head_before);
        encode(&*thea.open(&bound, b"", set.for_recipient(recipient).unwrap()).unwrap())
    }
}

#[test]
fn a_space_and_what_is_said_in_it() {
    let world = World::new();
    let mut rng = world.rng.clone();
    let log = &world.log;
    let records: Vec<Value> = world
        .appends
        .iter()
        .map(|a| json!({ "record": encode(&a.record), "wraps": a.wraps.as_deref().map(encode) }))
        .collect();
    let mut chain = Chain::new(log.space());
    let mut entries = Vec::new();
    for (position, content) in [(1, &b"I could not sleep"[..]), (2, b"What kept you awake?")] {
        let person = usize::from(position == 1);
        let draft = entry::Draft {
            id: EntryId::from_bytes([position as u8; 16]),
            urgent: position == 1,
            place: entry::Place::next(&chain, world.people[person].account),
            content,
        };
        let sealed =
            entry::seal(&world.author(person), &world.people[person].epochs, &draft, &mut rng).unwrap();
        chain.append(log, position, &sealed.head, Some(&sealed.body)).unwrap();
        entries.push(
            json!({ "head": encode(&sealed.head), "body": encode(&sealed.body), "content": encode(content),
            "transcript": encode(chain.transcript()) }),
        );
    }
    let progress = Note::Progress { received: 2, read: 1, transcript: chain.transcript() };
    let noted = mark::seal(&world.author(1), &world.people[1].epochs, 41, progress, &mut rng).unwrap();
    let hint = mark::seal(&world.author(1), &world.people[1].epochs, 42, Note::Typing, &mut rng).unwrap();
    let epoch = log.epoch();
    let dropped = drop_into(
        &log.epoch_info(epoch).unwrap().start.dropbox,
        &log.space(),
        epoch,
        b"from a form",
        &mut rng,
    );
    settle(
        "space",
        &json!({
            "space": log.space(), "link": world.link.fragment().as_str(),
            "invitation": { "id": world.link.secret.id(), "token": encode(world.link.secret.token()),
                "token_hash": encode(world.link.secret.token_hash()) },
            "thea": { "account": THEA, "seeds": seeds(&world.people[0].identity) },
            "mara": { "account": MARA, "seeds": seeds(&world.people[1].identity) },
            "records": records, "head": encode(log.head()), "roster": encode(log.roster_hash()),
            "epoch_keys": (1..=epoch).map(|e| world.epoch_key(e)).collect::<Vec<_>>(),
            "entries": entries,
            "mark": { "bytes": encode(noted), "counter": 41, "received": 2, "read": 1 },
            "hint": { "bytes": encode(hint), "counter": 42, "note": "typing" },
            "dropped": { "epoch": epoch, "box": encode(dropped.unwrap().to_bytes()), "clear": encode(b"from a form") },
        }),
    );
}

#[test]
fn a_call() {
    let world = World::new();
    let mut rng = world.rng.clone();
    let id = CallId::from_bytes([4; 16]);
    let [thea, mara] = &world.people;
    let hers = Call::enter(&world.author(1), &mara.epochs, id, &mut rng).unwrap();
    // Mara's side is fixed by its seed, so that a reader can open what she gets.
    let mut ephemeral = [0; 32];
    rand_core::Rng::fill_bytes(&mut world.rng.clone(), &mut ephemeral);
    let theirs = Call::enter(&world.author(0), &thea.epochs, id, &mut rng).unwrap();
    let mut peer = theirs.meet(&hers.hello(), MARA, &world.log, &thea.epochs).unwrap();
    let relay = theirs.send(&mut peer, &Message::Keys, &thea.identity, &mut rng).unwrap();
    let keys = theirs.frame_keys();
    let mut sealed = Vec::new();
    FrameSealer::new(keys.generation, &keys.audio)
        .unwrap()
        .seal(Codec::Opus, b"\x78a sound", &mut sealed)
        .unwrap();
    let mut picture = Vec::new();
    let frame = b"\x10\x02\x00\x9d\x01\x2a\x80\x02\xe0\x01a key frame";
    FrameSealer::new(keys.generation, &keys.video).unwrap().seal(Codec::Vp8, frame, &mut picture).unwrap();
    settle(
        "call",
        &json!({
            "of_space": "space.json", "call": id,
            "mara_hello": encode(hers.hello()), "mara_ephemeral_seed": encode(ephemeral),
            "thea_hello": encode(theirs.hello()), "relay_thea_to_mara": encode(relay),
            "thea_frame_keys": { "generation": keys.generation, "audio": encode(keys.audio.as_bytes()),
                "video": encode(keys.video.as_bytes()) },
            "opus": { "clear": encode(b"\x78a sound"), "sealed": encode(sealed) },
            "vp8": { "clear": encode(frame), "sealed": encode(picture) },
        }),
    );
}

#[test]
fn an_attachment() {
    let key = Key::random(&mut chance(6));
    let mut sealer = Sealer::new(BlobId::from_bytes([6; 16]), key, 11).unwrap();
    let chunk = sealer.push(b"a short file").err();
    assert!(chunk.is_some(), "a longer chunk than announced is refused");
    let chunk = sealer.push(b"a tiny file").unwrap();
    let manifest = sealer.finish().unwrap();
    settle(
        "attachment",
        &json!({ "manifest": encode(&*manifest.to_bytes()), "chunks": [encode(chunk)], "clear": encode(b"a tiny file") }),
    );
}
