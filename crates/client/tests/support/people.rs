//! People with real keys and real engines, on a model server, in a time that passes when a test says so.

use std::collections::BTreeMap;

use rapport_care::Content;
use rapport_care::content::Message;
use rapport_care::conversation::Body;
use rapport_client::Finding;
use rapport_client::call::CallEvent;
use rapport_client::engine::{Engine, Input, Output};
use rapport_client::platform::Write;
use rapport_envelope::Log;
use rapport_seal::invitation::InvitationSecret;
use rapport_seal::space::{self, Author};
use rapport_seal::words::RecoveryWords;
use rapport_seal::{Epochs, Key, Keyring, SecretIdentity};
use rapport_testkit::chance::seeded;
use rapport_wire::socket::{decode, encode};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, EntryId, Role, SpaceId, Timestamp};

use super::Server;

pub(crate) type Rng = rand_chacha::ChaCha20Rng;

/// Somebody: their keys, to make devices from and to cheat with.
pub(crate) struct Somebody {
    pub(crate) account: AccountId,
    pub(crate) name: &'static str,
    pub(crate) seeds: [[u8; 32]; 2],
}

impl Somebody {
    fn new(number: u8, name: &'static str) -> Self {
        Self { account: AccountId::from_bytes([number; 16]), name, seeds: [[number; 32], [number + 100; 32]] }
    }

    pub(crate) fn identity(&self) -> SecretIdentity {
        SecretIdentity::from_seeds(&Key::from_bytes(self.seeds[0]), Key::from_bytes(self.seeds[1]))
    }

    pub(crate) fn keyring(&self, rng: &mut Rng) -> Keyring {
        let words = RecoveryWords::generate(rng);
        Keyring::create(self.account, self.identity(), self.name, &words, &Key::random(rng), rng)
    }
}

/// A device: an engine, a vault that outlives it, a line that can break.
pub(crate) struct Device {
    pub(crate) engine: Engine,
    pub(crate) vault: BTreeMap<String, Vec<u8>>,
    pub(crate) heard: Vec<CallEvent>,
    account: AccountId,
    port: Option<usize>,
}

/// A therapist and a client in one care space.
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) thea: Somebody,
    pub(crate) mara: Somebody,
    pub(crate) space: SpaceId,
    pub(crate) now: Timestamp,
    pub(crate) rng: Rng,
}

impl World {
    pub(crate) fn new() -> Self {
        let (thea, mara, mut rng) = (Somebody::new(1, "Thea"), Somebody::new(2, "Mara"), seeded(7));
        let mut server = Server::default();
        server.now = 1_000_000;
        let space = care_space(&mut server, &thea, &mara, &mut rng);
        Self { server, thea, mara, space, now: Timestamp::from_micros(1_000_000), rng }
    }

    /// One more space of the same two.
    pub(crate) fn another_space(&mut self) -> SpaceId {
        care_space(&mut self.server, &self.thea, &self.mara, &mut self.rng)
    }

    /// A new device of somebody, offline.
    pub(crate) fn device(&mut self, who: AccountId) -> Device {
        let somebody = if who == self.thea.account { &self.thea } else { &self.mara };
        let keyring = somebody.keyring(&mut self.rng);
        let vault = BTreeMap::new();
        Device {
            engine: Engine::new(keyring, Vec::new()),
            vault,
            heard: Vec::new(),
            account: who,
            port: None,
        }
    }

    /// Both, online, with all there is; they have introduced themselves.
    pub(crate) fn both(&mut self) -> [Device; 2] {
        let mut pair = [self.device(self.thea.account), self.device(self.mara.account)];
        for device in &mut pair {
            self.connect(device);
        }
        self.settle(&mut pair);
        pair
    }

    pub(crate) fn connect(&mut self, device: &mut Device) {
        device.port = Some(self.server.open(device.account));
        device.engine.handle(Input::Connected, self.now, &mut self.rng);
    }

    pub(crate) fn disconnect(&mut self, device: &mut Device) {
        if let Some(port) = device.port.take() {
            self.server.close(port);
            device.engine.handle(Input::Disconnected(None), self.now, &mut self.rng);
        }
        self.outputs(device);
    }

    /// The page is closed and opened again: a new engine over what the vault kept.
    pub(crate) fn reload(&mut self, device: &mut Device) {
        self.disconnect(device);
        let somebody = if device.account == self.thea.account { &self.thea } else { &self.mara };
        let keyring = somebody.keyring(&mut self.rng);
        device.engine = Engine::new(keyring, device.vault.clone().into_iter().collect());
    }

    pub(crate) fn outputs(&mut self, device: &mut Device) -> bool {
        let mut busy = false;
        while let Some(output) = device.engine.poll() {
            busy = true;
            match output {
                Output::Frame(frame) => {
                    if let Some(port) = device.port {
                        self.server.up(port, decode(&frame).unwrap());
                    }
                }
                Output::Keep(batch) => device.keep(batch),
                Output::Call(event) => device.heard.push(event),
                Output::Change(_) | Output::KeepKeyring => {}
            }
        }
        busy
    }

    /// One frame, if one waits.
    pub(crate) fn step(&mut self, device: &mut Device) -> bool {
        let busy = self.outputs(device);
        let Some(port) = device.port.filter(|port| self.server.has_news(*port)) else { return busy };
        for frame in self.server.take(port) {
            device.engine.handle(Input::Frame(&encode(&frame)), self.now, &mut self.rng);
        }
        self.outputs(device);
        true
    }

    /// Until nothing moves, and again after the time that gathered marks wait.
    pub(crate) fn settle(&mut self, devices: &mut [Device]) {
        for _ in 0..4 {
            while devices.iter_mut().fold(false, |busy, device| self.step(device) | busy) {}
            self.pass_seconds(devices, 2);
        }
    }

    pub(crate) fn pass_seconds(&mut self, devices: &mut [Device], seconds: i64) {
        self.now = self.now.plus_seconds(seconds);
        self.server.now = self.now.as_micros();
        for device in devices {
            device.engine.handle(Input::Tick, self.now, &mut self.rng);
            self.outputs(device);
        }
    }

    pub(crate) fn say(&mut self, device: &mut Device, text: &str) -> EntryId {
        let content = Content::Message(Message { text: text.into(), reply_to: None });
        let id = device.engine.say(self.space, &content, self.now, &mut self.rng).unwrap();
        self.outputs(device);
        id
    }

    pub(crate) fn texts(&self, device: &Device) -> Vec<String> {
        texts(device, self.space)
    }
}

impl Device {
    pub(crate) fn keys(&self) -> Vec<&'static str> {
        self.engine.findings().iter().map(Finding::key).collect()
    }

    fn keep(&mut self, batch: Vec<Write>) {
        for write in batch {
            match write {
                Write::Put(name, bytes) => {
                    self.vault.insert(name, bytes);
                }
                Write::Delete(name) => {
                    self.vault.remove(&name);
                }
                Write::DeleteAll(prefix) => self.vault.retain(|name, _| !name.starts_with(&prefix)),
            }
        }
    }
}

/// The words a device shows in a space, what waits included.
pub(crate) fn texts(device: &Device, space: SpaceId) -> Vec<String> {
    let words = |body| match body {
        Body::Text(text) => Some(text),
        Body::Unverified => Some("(unverified)".into()),
        Body::Withdrawn => Some("(withdrawn)".into()),
        _ => None,
    };
    device.engine.timeline(space, usize::MAX).items.into_iter().filter_map(|item| words(item.body)).collect()
}

fn care_space(server: &mut Server, thea: &Somebody, mara: &Somebody, rng: &mut Rng) -> SpaceId {
    let hers = thea.identity();
    let genesis = space::genesis(SpaceKind::Care, Role::Therapist, thea.account, &hers, rng).unwrap();
    let id = server.create(&genesis);
    let log = server.spaces[&id].log.clone();
    let mut epochs = Epochs::default();
    epochs.learn(&log, genesis.wraps.as_deref().unwrap(), thea.account, &hers).unwrap();

    let secret = InvitationSecret::generate(rng);
    let author = Author { log: &log, account: thea.account, identity: &hers };
    let expires = Timestamp::from_millis(1_000_000_000);
    let invite = space::invite(&author, &epochs, Role::Client, expires, &secret, rng).unwrap();
    server.append(id, &invite).unwrap();
    let log = server.spaces[&id].log.clone();

    let mut opened = Epochs::default();
    opened.learn_invited(&log, &invite.record, invite.wraps.as_deref().unwrap(), &secret).unwrap();
    let identity = mara.identity();
    let entering = Author { log: &log, account: mara.account, identity: &identity };
    let join = space::join(&entering, &opened, &secret, rng).unwrap();
    server.append(id, &join).unwrap();
    id
}

/// The keys of a space as a member has them, to cheat with.
pub(crate) fn epochs_of(log: &Log, server: &Server, who: &Somebody) -> Epochs {
    let mut epochs = Epochs::default();
    for record in &server.spaces[&log.space()].records {
        if let Some(wraps) = record.wraps.as_deref() {
            // Wraps of invitations are for nobody here.
            let _ = epochs.learn(log, wraps, who.account, &who.identity());
        }
    }
    epochs
}
